import { createHash, randomUUID } from 'node:crypto';
import type { LedgerStore } from '../../../device/ports.ts';
import { LedgerId } from '../../../shared/contracts/ids.ts';

export const newLedgerId = (): LedgerId => LedgerId.parse(randomUUID());

const sha256 = (...parts: (string | Buffer)[]) => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest('hex');
};

/** The chain by the contract's words, implemented differently from the one under test. */
export const headBy = (ledger: string, lines: readonly string[]): string =>
  lines.reduce((head, line) => sha256(Buffer.from(head, 'hex'), Buffer.from(line, 'utf8')), sha256(ledger));

export function replayed(store: LedgerStore): [string, number, string][] {
  const all: [string, number, string][] = [];
  store.replay((ledger, seq, line) => all.push([ledger, seq, line]));
  return all;
}
