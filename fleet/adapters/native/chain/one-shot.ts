import { hash } from 'node:crypto';
import { batchMaxBytes } from '../../../../shared/contracts/batch.ts';
import type { Head } from '../../../../shared/contracts/ids.ts';

/**
 * Computes the head after lines in one buffer, with line feeds between them and none at the end.
 * `prev` is the head before them.
 */
export type HeadOver = (prev: Head, joined: Buffer) => Head;

const hashBytes = 32;
const lineFeed = 0x0a;

/** The chain by Node's one-shot hash, with one call per line. */
export function oneShotChain(): HeadOver {
  // Lines are hashed in a copy. Each line's hash is written right before the next line, over bytes
  // that are hashed already.
  let scratch = Buffer.alloc(hashBytes + batchMaxBytes);
  return (prev, joined) => {
    if (hashBytes + joined.length > scratch.length) scratch = Buffer.alloc(hashBytes + joined.length);
    const end = hashBytes + joined.length;
    joined.copy(scratch, hashBytes);
    scratch.write(prev, 0, hashBytes, 'hex');
    const { buffer, byteOffset } = scratch;
    let at = 0;
    for (;;) {
      const feed = scratch.indexOf(lineFeed, at + hashBytes);
      const to = feed === -1 || feed >= end ? end : feed;
      const bytes = new Uint8Array(buffer, byteOffset + at, to - at);
      if (to === end) return hash('sha256', bytes, 'hex') as Head;
      at = to + 1 - hashBytes;
      scratch.write(hash('sha256', bytes, 'binary'), at, hashBytes, 'latin1');
    }
  };
}
