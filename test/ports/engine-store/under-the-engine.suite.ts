import fc from 'fast-check';
import { expect, it } from 'vitest';
import { sha256Chain } from '../../../device/adapters/chain.ts';
import { textCodec } from '../../../fleet/ledger/check-batch.ts';
import { LedgerEngine } from '../../../fleet/ledger/engine.ts';
import { chunkFolder } from '../../../fleet/ledger/machine-fold.ts';
import { foldRulesOf } from '../../../fleet/store/options.ts';
import type { MachineId } from '../../../shared/contracts/ids.ts';
import { lines, type TestLedger } from '../../support/fleet/kiosk.ts';
import { storeOptions } from '../../support/fleet/store.ts';
import { arrived, day, foldAll, noon, one, product, stocked, two } from '../../support/fleet/two-machines.ts';
import type { OpenedStore } from '../store/under-test.ts';
import { allChunks, contentOf, linesIn, type RefusingStore } from './store-content.ts';

type Opened = OpenedStore<RefusingStore>;

const boxes = 4;
/** How many lines each ledger has: three to begin with, and two for each box. */
const length = 3 + 2 * boxes;

/** A batch of one of two kiosks: `count` lines of its ledger from `first`. */
interface Sent {
  readonly machine: number;
  readonly first: number;
  readonly count: number;
}

const someBatches: fc.Arbitrary<Sent[]> = fc.array(
  fc.record({
    machine: fc.nat({ max: 1 }),
    first: fc.integer({ min: 1, max: length }),
    count: fc.integer({ min: 1, max: 6 }),
  }),
  { minLength: 1, maxLength: 3 },
);

/** What two kiosks, the disk and the server do, one after the other. */
const someSteps = fc.array(
  fc.oneof(
    { weight: 4, arbitrary: fc.record({ kind: fc.constant('send' as const), batches: someBatches }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('refused' as const), batches: someBatches }) },
    { weight: 2, arbitrary: fc.record({ kind: fc.constantFrom('fold' as const, 'restart' as const) }) },
  ),
  { maxLength: 20 },
);

/** The engine on this store counts each line once. */
export function underTheEngine(opened: Opened): void {
  it('takes each line once and folds it once, in whatever order and however often it comes', async () => {
    let runs = 0;
    await fc.assert(
      fc.asyncProperty(someSteps, async (steps) => {
        runs += 1;
        const kiosks = [1, 2].map((each) => kiosk(`JX-36010${each}-${String(runs).padStart(4, '0')}`));
        const group = (batches: readonly Sent[]) =>
          batches.flatMap(({ machine, first, count }) => kiosks[machine]?.batch(first, count) ?? []);
        let engine = await engineOn(opened);
        for (const step of steps) {
          if (step.kind === 'send') expect((await engine.ingest(group(step.batches), noon)).stored).toBe(true);
          else if (step.kind === 'fold') await engine.fold(2);
          else if (step.kind === 'refused') await whileRefused(opened, () => engine.ingest(group(step.batches), noon));
          else {
            await opened.reopen();
            engine = await engineOn(opened);
          }
        }
        await engine.ingest(group([0, 1].map((machine) => ({ machine, first: 1, count: length }))), noon);
        await foldAll(engine);
        for (const each of kiosks) await countedOnce(opened, engine, each);
      }),
      { numRuns: 12 },
    );
  });

  it('comes to the same books if all lines are folded again', async () => {
    const engine = await engineOn(opened);
    for (const machine of [one, two]) await engine.ingest([kiosk(machine).batch(1, length)], noon);
    await foldAll(engine);
    const before = await contentOf(opened.store);
    expect(await engine.rebuild()).toBe(2 * length);
    expect(await contentOf(opened.store)).toEqual(before);
  });
}

/** A machine with a ledger of some boxes. */
function kiosk(name: string) {
  const machine = name as MachineId;
  const ledger: TestLedger = stocked();
  for (let box = 0; box < boxes; box += 1) ledger.write(...lines.box(noon));
  return {
    machine,
    ledger,
    batch: (first: number, count: number) => arrived(machine, ledger.batch(first, Math.min(first + count - 1, length))),
  };
}

/** The engine as after a start. */
async function engineOn({ store }: Opened): Promise<LedgerEngine> {
  const fold = chunkFolder(foldRulesOf(storeOptions(':memory:', noon)));
  const engine = new LedgerEngine(store, textCodec(sha256Chain), fold);
  await engine.open();
  return engine;
}

/** Ingests while the store refuses: nothing is taken, unless all of it was stored already. */
async function whileRefused({ store }: Opened, ingest: () => ReturnType<LedgerEngine['ingest']>): Promise<void> {
  const before = await store.marks();
  store.refuse(true);
  await ingest();
  store.refuse(false);
  expect(await store.marks()).toEqual(before);
}

/** All lines of the kiosk are stored once, in order, and its boxes are in its books once. */
async function countedOnce({ store }: Opened, engine: LedgerEngine, { machine, ledger }: ReturnType<typeof kiosk>) {
  const own = linesIn(await allChunks(store)).filter((each) => each.machine === machine);
  expect(own.map(({ seq, line }) => [seq, line])).toEqual(ledger.lines.map((line, index) => [index + 1, line]));
  expect(own.every(({ timestamps }) => timestamps?.uncounted === null)).toBe(true);
  expect(engine.mark(machine, ledger.id)).toMatchObject({ through: length, head: ledger.heads[length] });
  const account = JSON.parse(await engine.account(machine)) as { books: { issued: number } };
  expect(account.books.issued).toBe(boxes);
  expect((await store.dayTotals(machine))(day, product)).toMatchObject({ issued: boxes, stock: 8 - boxes });
}
