import { describe } from 'vitest';
import { appending } from './engine-store/appending.suite.ts';
import { folding } from './engine-store/folding.suite.ts';
import { refusing } from './engine-store/refusing.suite.ts';
import type { RefusingStore } from './engine-store/store-content.ts';
import { underTheEngine } from './engine-store/under-the-engine.suite.ts';
import { openedStore, type UnderTest } from './store/under-test.ts';

/** Every promise of the ledger engine's `LedgerStore`. Passing it is the definition of one. */
export function engineStoreSuite(name: string, open: () => Promise<UnderTest<RefusingStore>>): void {
  describe(`store of the ledger engine: ${name}`, () => {
    const opened = openedStore(open);
    appending(opened);
    folding(opened);
    refusing(opened);
    underTheEngine(opened);
  });
}
