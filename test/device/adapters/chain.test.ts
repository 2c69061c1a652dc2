import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sha256Chain } from '../../../device/adapters/chain.ts';
import { LedgerId } from '../../../shared/contracts/ids.ts';
import { headAfter } from '../../../shared/ledger/chain.ts';
import { headBy } from '../../support/device/ledgers.ts';

const ledger = LedgerId.parse('6f1c2a50-8a2b-4c1d-9d39-6a1f5b7c2e10');

describe('the chain [MQTT contract, events]', () => {
  it('is as the contract says, for any text in any order of lengths', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme', maxLength: 400 }), { maxLength: 8 }), (lines) => {
        expect(headAfter(sha256Chain, sha256Chain.first(ledger), lines)).toBe(headBy(ledger, lines));
      }),
    );
  });

  it('takes lines longer than any batch', () => {
    const lines = ['盒'.repeat(100_000), 'short'];
    expect(headAfter(sha256Chain, sha256Chain.first(ledger), lines)).toBe(headBy(ledger, lines));
  });
});
