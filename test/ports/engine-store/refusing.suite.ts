import { expect, it } from 'vitest';
import { lines } from '../../support/fleet/kiosk.ts';
import { noon, one, stocked, two } from '../../support/fleet/two-machines.ts';
import type { OpenedStore } from '../store/under-test.ts';
import {
  allChunks,
  chunkOf,
  contentOf,
  decisionOf,
  foldOf,
  type RefusingStore,
  timestampsOf,
  totalOf,
} from './store-content.ts';

const ledger = stocked().write(...lines.box(noon));
const unknown = stocked();

/** Each way to write, on a store that holds the first three lines of `ledger`, folded. */
const writes: readonly (readonly [name: string, write: (store: RefusingStore) => Promise<void>])[] = [
  [
    'append',
    async (store) => store.append([chunkOf(one, ledger, 4), chunkOf(two, unknown, 1, 2), chunkOf(two, unknown, 3)]),
  ],
  [
    'fold',
    async (store) => {
      const aside = [{ machine: two, since: 1, at: noon, why: 'a test' }];
      await store.saveFold(foldOf(await allChunks(store), 9, { setAside: aside, through: 1_000 }));
    },
  ],
  [
    'decision',
    async (store) => {
      const chunks = (await allChunks(store)).map((chunk) => ({
        chunk,
        timestamps: timestampsOf(chunk, null),
        booked: true,
      }));
      await store.saveRefold({ decision: decisionOf('d1', one, ledger), account: '{}', days: [totalOf(1)], chunks });
    },
  ],
  ['rebuild', async (store) => store.forgetFolds()],
];

/** A write that fails leaves everything as it was. */
export function refusing(opened: OpenedStore<RefusingStore>): void {
  it.each(writes)('stores nothing of a refused %s, and all of it when it is asked again', async (_, write) => {
    await opened.store.append([chunkOf(one, ledger, 1, 3)]);
    await opened.store.saveFold(foldOf(await allChunks(opened.store), 3));
    const before = await contentOf(opened.store);
    opened.store.refuse(true);
    await expect(write(opened.store)).rejects.toThrow();
    opened.store.refuse(false);
    expect(await contentOf(opened.store)).toEqual(before);
    await write(opened.store);
    const after = await contentOf(opened.store);
    expect(after).not.toEqual(before);
    await opened.reopen();
    expect(await contentOf(opened.store)).toEqual(after);
  });

  it('stores nothing of a refused write after a restart either', async () => {
    await opened.store.append([chunkOf(one, ledger, 1, 3)]);
    await opened.store.saveFold(foldOf(await allChunks(opened.store), 3));
    const before = await contentOf(opened.store);
    for (const [, write] of writes) {
      opened.store.refuse(true);
      await expect(write(opened.store)).rejects.toThrow();
      opened.store.refuse(false);
      await opened.reopen();
      expect(await contentOf(opened.store)).toEqual(before);
    }
  });

  it('appends to a ledger whose beginning was refused before', async () => {
    opened.store.refuse(true);
    await expect((async () => opened.store.append([chunkOf(two, unknown, 1, 2)]))()).rejects.toThrow();
    opened.store.refuse(false);
    await opened.store.append([chunkOf(two, unknown, 1, 2)]);
    await opened.store.append([chunkOf(two, unknown, 3)]);
    await opened.store.saveFold(foldOf(await allChunks(opened.store), 1));
    expect((await contentOf(opened.store)).lines.map(({ line }) => line)).toEqual(unknown.lines);
    expect(await opened.store.marks()).toMatchObject([{ machine: two, through: 3, head: unknown.heads[3] }]);
  });
}
