import { createHash } from 'node:crypto';
import type { Head, LedgerId } from '../../shared/contracts/ids.ts';
import type { Chain } from '../../shared/ledger/chain.ts';

/** The ledger's chain over Node's SHA-256 [MQTT contract, events]. */
export const shaChain: Chain = {
  first: (ledger: LedgerId) => createHash('sha256').update(ledger, 'utf8').digest('hex') as Head,
  next: (prev: Head, line: string) =>
    createHash('sha256').update(Buffer.from(prev, 'hex')).update(line, 'utf8').digest('hex') as Head,
};
