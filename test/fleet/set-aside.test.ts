import { beforeEach, describe, expect, it } from 'vitest';
import { byteCodec } from '../../fleet/adapters/native/byte-lines.ts';
import { type Connection, memory } from '../../fleet/adapters/sqlite/connection/database.ts';
import { openWriter } from '../../fleet/adapters/sqlite/connection/migrate.ts';
import { sqliteLedgerStore } from '../../fleet/adapters/sqlite/ledger/ledger-store.ts';
import type { Chunk } from '../../fleet/ledger/chunk.ts';
import { LedgerEngine } from '../../fleet/ledger/engine.ts';
import { chunkFolder, type FoldChunk } from '../../fleet/ledger/machine-fold.ts';
import { limits } from '../../fleet/limits.ts';
import { foldRulesOf } from '../../fleet/store/options.ts';
import type { MachineId } from '../../shared/contracts/ids.ts';
import { lines, TestLedger } from '../support/fleet/kiosk.ts';
import { storeOptions } from '../support/fleet/store.ts';

const now = Date.UTC(2026, 5, 1, 2);
const dayMs = 86_400_000;
const good = 'JX-360102-0001' as MachineId;
const bad = 'JX-360102-0002' as MachineId;
const folder = chunkFolder(foldRulesOf(storeOptions(':memory:', now)));
const plain = folder.fold;

let db: Connection;
let ledgers = new Map<MachineId, TestLedger>();

function ledgerOf(machine: MachineId): TestLedger {
  const ledger = ledgers.get(machine);
  if (!ledger) throw new Error(`${machine} has no ledger`);
  return ledger;
}

/** An engine on the same tables, as after a restart. */
async function start(fold: FoldChunk = plain) {
  const store = sqliteLedgerStore(db, () => '360102');
  const engine = new LedgerEngine(store, byteCodec(), { ...folder, fold });
  await engine.open();
  return { store, engine };
}

type Running = Awaited<ReturnType<typeof start>>;

async function say({ engine }: Running, machine: MachineId, first: number): Promise<void> {
  const payload = Buffer.from(ledgerOf(machine).batch(first));
  await engine.ingest([{ machine, payload, bytes: payload.length }], now);
}

async function foldAll({ engine }: Running): Promise<void> {
  for (let part = 0; part < 100; part += 1) if ((await engine.fold(400)).done) return;
  throw new Error('folding does not end');
}

const issued = async ({ engine }: Running, machine: MachineId): Promise<number> =>
  (JSON.parse(await engine.account(machine)) as { books: { issued: number } }).books.issued;

const totals = (): unknown => db.prepare('SELECT * FROM day_total ORDER BY machine, day, product').all();
const failsAt =
  (count: number): FoldChunk =>
  (account, days, chunk, decisions) => {
    if (chunk.machine !== bad || chunk.first < count) return plain(account, days, chunk, decisions);
    // In the middle: half of the chunk is in the books when it fails.
    plain(account, days, { ...chunk, lines: chunk.lines.slice(0, 1) }, decisions);
    throw new RangeError('not an instant of a calendar day: -9005403352011869');
  };

beforeEach(() => {
  db = openWriter(memory);
  const stocked = () =>
    new TestLedger().write(lines.booted(now), lines.configured(now), lines.restocked(now, 8), ...lines.box(now));
  ledgers = new Map([good, bad].map((machine) => [machine, stocked()]));
});

/** Both machines send five lines, then two more each, three times. */
async function talk(running: Running, foldBetween: boolean): Promise<void> {
  for (const machine of [bad, good]) await say(running, machine, 1);
  if (foldBetween) await foldAll(running);
  for (let round = 0; round < 3; round += 1)
    for (const machine of [bad, good]) {
      ledgerOf(machine).write(...lines.box(now));
      await say(running, machine, 6 + 2 * round);
    }
  await foldAll(running);
}

describe('a machine whose lines cannot be folded', () => {
  it.each([true, false])('is set aside by name at that chunk, and the others are folded on', async (between) => {
    const running = await start(failsAt(8));
    await talk(running, between);
    expect(await issued(running, good)).toBe(4);
    expect(await issued(running, bad)).toBe(2);
    expect(running.engine.setAside()).toMatchObject([
      { machine: bad, at: now, why: expect.stringContaining('not an instant') },
    ]);
    expect(running.engine.mark(bad, ledgerOf(bad).id).through).toBe(11);
  });

  it('keeps its receipts and its position over a restart, and is folded once it can be, each box once', async () => {
    await talk(await start(failsAt(8)), true);
    const still = await start(failsAt(8));
    expect(still.engine.mark(bad, ledgerOf(bad).id)).toMatchObject({ through: 11, head: ledgerOf(bad).heads[11] });
    await foldAll(still);
    expect(still.engine.setAside()).toHaveLength(1);

    const mended = await start();
    expect(mended.engine.setAside()).toHaveLength(1);
    await foldAll(mended);
    expect(mended.engine.setAside()).toEqual([]);
    expect([await issued(mended, bad), await issued(mended, good)]).toEqual([4, 4]);
    const kept = totals();
    await mended.engine.rebuild();
    expect(totals()).toEqual(kept);
    const again = await start();
    expect([again.engine.setAside(), again.engine.mark(bad, ledgerOf(bad).id).through]).toEqual([[], 11]);
  });

  it('is folded after a restart on the days of the clocks that were heard while it was set aside', async () => {
    const days = async (fold: FoldChunk): Promise<unknown> => {
      db = openWriter(memory);
      ledgers = new Map([[bad, new TestLedger().write(lines.booted(now), lines.configured(now))]]);
      const running = await start(fold);
      await say(running, bad, 1);
      await foldAll(running);
      // A run whose clock is at 1970, and that had been up for ten days when it was heard.
      const { id } = ledgerOf(bad);
      await running.engine.noteHeartbeatClock(bad, { ledger: id, run: 2, up: 10 * dayMs }, now);
      const stamp = { at: 0, run: 2, up: 2 * dayMs };
      const box = [lines.restocked(now, 8), ...lines.box(now)].map((line) => ({ ...line, ...stamp }));
      ledgerOf(bad).write(...box.map((line, index) => ({ ...line, up: stamp.up + 60_000 * index })));
      await say(running, bad, 3);
      await foldAll(running);
      await foldAll(await start());
      return db.prepare('SELECT day, issued FROM day_total WHERE issued > 0').all();
    };
    expect(await days(failsAt(3))).toEqual(await days(plain));
    expect(await days(plain)).toEqual([{ day: Math.floor(now / dayMs) - 8, issued: 1 }]);
  });

  it('that holds more than its budget is set aside as well', async () => {
    const running = await start();
    const lanes = Array.from({ length: 100 }, (_, n) => ({ lane: n + 1, product: 'CD-M', capacity: 200, par: 200 }));
    ledgerOf(bad).write(lines.configured(now, lanes, 1));
    for (let lot = 0; lot * lanes.length <= limits.accountHolds; lot += 1)
      ledgerOf(bad).write(...lanes.map(({ lane }) => lines.restocked(now, 1, lane, 'CD-M', `L${lot}`)));
    for (let first = 1; first <= ledgerOf(bad).lines.length; first += 256) {
      const payload = Buffer.from(ledgerOf(bad).batch(first, Math.min(first + 255, ledgerOf(bad).lines.length)));
      await running.engine.ingest([{ machine: bad, payload, bytes: payload.length }], now);
    }
    await say(running, good, 1);
    await foldAll(running);
    expect(await issued(running, good)).toBe(1);
    expect(running.engine.setAside()).toMatchObject([{ machine: bad, why: expect.stringContaining('lanes, lots') }]);
  });
});

describe('a store that refuses', () => {
  it('while a machine is folded sets no machine aside: the same lines are folded later', async () => {
    const { store } = await start();
    let refuses = true;
    const dayTotals: typeof store.dayTotals = async (machine) => {
      const load = await store.dayTotals(machine);
      return (day, product) => {
        if (refuses && machine === bad) throw new Error('disk I/O error');
        return load(day, product);
      };
    };
    const engine = new LedgerEngine({ ...store, dayTotals }, byteCodec(), folder);
    await engine.open();
    const running = { store, engine };
    for (const machine of [good, bad]) await say(running, machine, 1);
    await expect(engine.fold(400)).rejects.toThrow('disk I/O error');
    refuses = false;
    await foldAll(running);
    expect([await issued(running, bad), await issued(running, good), engine.setAside()]).toEqual([1, 1, []]);
  });
});

describe('a line with an impossible time', () => {
  it.each([
    ['a run that began before time', { run: 77, up: Number.MAX_SAFE_INTEGER }],
    ['a clock at the last instant', { run: 1, up: 0, at: 8_640_000_000_000_000 }],
  ])('is timestamped between the first possible instant and its receipt: %s', async (_, stamp) => {
    const running = await start();
    await running.engine.noteHeartbeatClock(
      bad,
      { ledger: ledgerOf(bad).id, run: 77, up: Number.MAX_SAFE_INTEGER },
      now,
    );
    ledgerOf(bad).write({ kind: 'door', at: 0, state: 'open', ...stamp });
    ledgerOf(bad).write({ kind: 'door', at: 0, state: 'open', run: 77, up: 0 });
    for (const machine of [bad, good]) await say(running, machine, 1);
    await foldAll(running);
    expect(running.engine.setAside()).toEqual([]);
    expect(await issued(running, good)).toBe(1);
    const chunks = (await running.store.chunksAfter(0, 100)) as readonly Chunk[];
    for (const { at } of chunks.flatMap(({ timestamps }) => timestamps ?? [])) {
      expect(at).toBeGreaterThanOrEqual(limits.earliestAt);
      expect(at).toBeLessThanOrEqual(now);
    }
  });
});
