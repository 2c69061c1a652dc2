import { hash } from 'node:crypto';
import { batchMaxBytes } from '../../../../shared/contracts/batch.ts';
import type { Head } from '../../../../shared/contracts/ids.ts';

/** The chain's state behind lines that lie in one stretch, with a line feed between two and none at the end; `prev` is the state before them. */
export type HeadOver = (prev: Head, joined: Buffer) => Head;

const hashBytes = 32;
const lineFeed = 0x0a;

/** The chain by Node's one-shot hash, a call a line. */
export function oneShotChain(): HeadOver {
  // Lines are hashed in a copy: each one's hash is written right before the next line, over what has been hashed already.
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
