import { hash } from 'node:crypto';
import { batchMaxBytes } from '../../shared/contracts/batch.ts';
import type { Head } from '../../shared/contracts/ids.ts';
import type { Chain } from '../../shared/ledger/chain.ts';

/** SHA-256 by Node's OpenSSL; one buffer is used over and over, since a line is hashed a million times a day. */
export function nodeChain(): Chain {
  let buffer = Buffer.alloc(32 + batchMaxBytes * 3);
  return {
    first: (ledger) => hash('sha256', ledger, 'hex') as Head,
    next: (prev, line) => {
      const most = 32 + line.length * 3;
      if (most > buffer.length) buffer = Buffer.alloc(most);
      buffer.write(prev, 0, 'hex');
      const length = buffer.write(line, 32, 'utf8');
      return hash('sha256', buffer.subarray(0, 32 + length), 'hex') as Head;
    },
  };
}

export const sha256 = (text: string): string => hash('sha256', text, 'hex');
