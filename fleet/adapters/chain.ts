import { hash } from 'node:crypto';
import { batchMaxBytes } from '../../shared/contracts/batch.ts';
import type { Head } from '../../shared/contracts/ids.ts';
import type { Chain } from '../../shared/ledger/chain.ts';

const hashBytes = 32;
const lineFeed = 0x0a;

/**
 * SHA-256 by Node's OpenSSL; one buffer is used over and over, since a line is hashed a million times a day. Many lines are encoded in one go,
 * and each one's hash is written right before the next line, over what has been hashed already: about a quarter less time than line by line.
 */
export function nodeChain(): Chain {
  let buffer = Buffer.alloc(hashBytes + batchMaxBytes * 3);
  const encode = (text: string): number => {
    const most = hashBytes + text.length * 3;
    if (most > buffer.length) buffer = Buffer.alloc(most);
    return hashBytes + buffer.write(text, hashBytes, 'utf8');
  };
  const next = (prev: Head, line: string): Head => {
    const end = encode(line);
    buffer.write(prev, 0, 'hex');
    return hash('sha256', buffer.subarray(0, end), 'hex') as Head;
  };
  return {
    first: (ledger) => hash('sha256', ledger, 'hex') as Head,
    next,
    after: (prev, lines) => {
      const end = encode(lines.join('\n'));
      let state = Buffer.from(prev, 'hex').toString('latin1');
      let at = hashBytes;
      let count = 0;
      while (count < lines.length && at <= end) {
        const feed = buffer.indexOf(lineFeed, at);
        const stop = feed === -1 || feed > end ? end : feed;
        buffer.write(state, at - hashBytes, hashBytes, 'latin1');
        const bytes = new Uint8Array(buffer.buffer, buffer.byteOffset + at - hashBytes, stop - at + hashBytes);
        state = hash('sha256', bytes, 'binary');
        at = stop + 1;
        count += 1;
      }
      // A line with a line feed in it can't come off the wire; here it would be taken for two.
      if (at <= end) return lines.reduce(next, prev);
      return Buffer.from(state, 'latin1').toString('hex') as Head;
    },
  };
}

export const sha256 = (text: string): string => hash('sha256', text, 'hex');
