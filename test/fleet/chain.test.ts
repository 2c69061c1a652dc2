import { createHash, randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nodeChain } from '../../fleet/adapters/chain.ts';
import type { LedgerId } from '../../shared/contracts/ids.ts';
import { headAfter } from '../../shared/ledger/chain.ts';

/** The contract's words, written down once more: h(n) is the SHA-256 of the 32 bytes of h(n−1) and the bytes of line n. */
function byTheBook(ledger: string, lines: readonly string[]): string {
  const start = createHash('sha256').update(ledger).digest();
  return lines
    .reduce((head, line) => createHash('sha256').update(head).update(line, 'utf8').digest(), start)
    .toString('hex');
}

describe('the chain over many lines at once', () => {
  const chain = nodeChain();
  const line = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.string({ unit: 'grapheme' }),
    fc.constantFrom('', '\n', '中文 🎈'),
  );

  it('is the chain line by line, whatever stands in the lines', () => {
    fc.assert(
      fc.property(fc.uuid(), fc.array(line, { maxLength: 20 }), (ledger, lines) => {
        const first = chain.first(ledger as LedgerId);
        expect(headAfter(chain, first, lines)).toBe(byTheBook(ledger, lines));
        expect(lines.reduce(chain.next, first)).toBe(byTheBook(ledger, lines));
      }),
      { numRuns: 300 },
    );
  });

  it('holds for lines longer than a batch', () => {
    const ledger = randomUUID();
    const lines = ['a', '中'.repeat(200_000), 'b'];
    expect(headAfter(chain, chain.first(ledger as LedgerId), lines)).toBe(byTheBook(ledger, lines));
  });
});
