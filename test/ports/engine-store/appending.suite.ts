import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { MachineId } from '../../../shared/contracts/ids.ts';
import { TestLedger } from '../../support/fleet/kiosk.ts';
import { noon, one, stocked, two } from '../../support/fleet/two-machines.ts';
import type { OpenedStore } from '../store/under-test.ts';
import { allChunks, chunkOf, contentOf, linesIn, type RefusingStore } from './store-content.ts';

/** Ledgers by their machines and the pieces in which their lines come. */
const someLedgers = fc.array(
  fc.record({
    machine: fc.constantFrom(one, two),
    pieces: fc.array(
      fc.array(
        fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }).filter((text) => !text.includes('\n')),
        { minLength: 1, maxLength: 4 },
      ),
      { minLength: 1, maxLength: 5 },
    ),
  }),
  { minLength: 1, maxLength: 4 },
);

/** What is appended is kept as it came, in order. */
export function appending(opened: OpenedStore<RefusingStore>): void {
  it('holds nothing at first', async () => {
    const nothing = { account: null, totals: [], decisions: [] };
    expect(await contentOf(opened.store)).toEqual({
      marks: [],
      lines: [],
      folded: 0,
      aside: [],
      books: [nothing, nothing],
    });
  });

  it('keeps every line of every ledger as its bytes, in order, with its time of receipt, over a restart too', async () => {
    await fc.assert(
      fc.asyncProperty(someLedgers, fc.integer({ min: 1, max: 3 }), async (wanted, perGroup) => {
        const before = (await opened.store.marks()).length;
        const sent = wanted.map(({ machine, pieces }) => ({ machine, pieces, ledger: new TestLedger() }));
        const received = await appendInTurns(opened.store, sent, perGroup);
        for (const reopen of [false, true]) {
          if (reopen) await opened.reopen();
          const marks = await opened.store.marks();
          const lines = linesIn(await allChunks(opened.store));
          expect(marks.slice(before)).toEqual(
            sent.map(({ machine, ledger }) => ({
              machine,
              ledger: ledger.id,
              through: ledger.lines.length,
              head: ledger.heads.at(-1),
            })),
          );
          for (const { machine, ledger } of sent)
            expect(lines.filter((each) => each.ledger === ledger.id)).toEqual(keptOf(machine, ledger, received));
          const times = lines.slice(-received.size).map((each) => each.received);
          expect(times, 'what came later stands behind').toEqual(times.toSorted((a, b) => a - b));
        }
      }),
      { numRuns: 15 },
    );
  });

  it('keeps ledgers of the same number apart where two machines have it', async () => {
    const [mine, yours] = [stocked(), new TestLedger()];
    const same = new TestLedger(mine.id).write('another line');
    await opened.store.append([chunkOf(one, mine), chunkOf(two, same), chunkOf(two, yours.write('{}'))]);
    await opened.store.append([chunkOf(two, same.write('and one more'), 2)]);
    await opened.reopen();
    expect(
      (await opened.store.marks()).map(({ machine, ledger, through, head }) => [machine, ledger, through, head]),
    ).toEqual([
      [one, mine.id, 3, mine.heads[3]],
      [two, mine.id, 2, same.heads[2]],
      [two, yours.id, 1, yours.heads[1]],
    ]);
    const chunks = await allChunks(opened.store);
    expect(linesIn(chunks.filter(({ machine }) => machine === two)).map(({ line }) => line)).toEqual([
      'another line',
      '{}',
      'and one more',
    ]);
  });

  readsChunks(opened);
}

/** A ledger's lines in a store that never folded. `received` is by ledger and number. */
const keptOf = (machine: MachineId, ledger: TestLedger, received: ReadonlyMap<string, number>) =>
  ledger.lines.map((line, index) => ({
    machine,
    ledger: ledger.id,
    seq: index + 1,
    received: received.get(`${ledger.id} ${index + 1}`),
    line,
    timestamps: null,
  }));

/** Chunks are read from any place on, about as many lines as were asked for. */
function readsChunks(opened: OpenedStore<RefusingStore>): void {
  it('reads on from any chunk: at least one of them, and no whole chunk too many', async () => {
    const ledger = new TestLedger().write(...Array.from({ length: 30 }, (_, index) => `line ${index}`));
    for (let first = 1; first <= 30; first += 5) await opened.store.append([chunkOf(one, ledger, first, first + 4)]);
    const all = await allChunks(opened.store);
    for (const asked of [1, 5, 7, 100])
      for (const [index, { number: chunk }] of all.entries()) {
        const read = await opened.store.chunksAfter(chunk, asked);
        expect(read).toEqual(all.slice(index + 1, index + 1 + read.length));
        expect(read.length > 0).toBe(index + 1 < all.length);
        expect(linesIn(read.slice(0, -1)).length).toBeLessThan(asked);
        if (asked === 100) expect(read).toHaveLength(all.length - index - 1);
      }
  });

  it('reads the chunks of one machine between two chunks, both counted', async () => {
    const ledgers = new Map<MachineId, TestLedger>([one, two].map((machine) => [machine, new TestLedger()]));
    for (let round = 0; round < 4; round += 1)
      for (const [machine, ledger] of ledgers)
        await opened.store.append([chunkOf(machine, ledger.write(`${machine} ${round}`), round + 1)]);
    const all = await allChunks(opened.store);
    const [from = 0, through = 0] = [all[2]?.number, all[6]?.number];
    const own = all.filter(({ machine, number: chunk }) => machine === one && chunk >= from && chunk <= through);
    expect(own.length).toBeGreaterThan(1);
    expect(await opened.store.chunksOf(one, from, through, 100)).toEqual(own);
    expect(await opened.store.chunksOf(one, from, through, 1)).toEqual(own.slice(0, 1));
    expect(await opened.store.chunksOf(two, from, from, 100)).toEqual([]);
  });
}

/**
 * Appends a piece of each ledger in turn, `perGroup` of them at a time. Returns when each line was
 * received, by ledger and number.
 */
async function appendInTurns(
  store: RefusingStore,
  sent: readonly { machine: MachineId; pieces: readonly string[][]; ledger: TestLedger }[],
  perGroup: number,
): Promise<Map<string, number>> {
  const received = new Map<string, number>();
  const begun = (await allChunks(store)).length;
  const turns = Array.from({ length: 5 }, (_, turn) =>
    sent.flatMap(({ machine, pieces, ledger }) => {
      const piece = pieces[turn];
      return piece === undefined ? [] : [{ machine, piece, ledger }];
    }),
  ).flat();
  for (let first = 0; first < turns.length; first += perGroup) {
    const at = noon + begun + first;
    await store.append(
      turns.slice(first, first + perGroup).map(({ machine, piece, ledger }) => {
        const before = ledger.lines.length;
        ledger.write(...piece);
        for (let seq = before + 1; seq <= ledger.lines.length; seq += 1) received.set(`${ledger.id} ${seq}`, at);
        return chunkOf(machine, ledger, before + 1, ledger.lines.length, at);
      }),
    );
  }
  return received;
}
