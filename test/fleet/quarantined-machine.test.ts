import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { byteCodec } from '../../fleet/adapters/native/byte-lines.ts';
import { type Connection, memory } from '../../fleet/adapters/sqlite/connection/database.ts';
import { openWriter } from '../../fleet/adapters/sqlite/connection/migrate.ts';
import { foldedChunks } from '../../fleet/adapters/sqlite/ledger/folded-chunks.ts';
import { sqliteLedgerStore } from '../../fleet/adapters/sqlite/ledger/ledger-store.ts';
import { machineRecords } from '../../fleet/adapters/sqlite/machine-records.ts';
import { recoverLedgers } from '../../fleet/adapters/sqlite/recovery/ledger-recovery.ts';
import { LedgerEngine } from '../../fleet/ledger/engine.ts';
import { chunkFolder } from '../../fleet/ledger/machine-fold.ts';
import { audit } from '../../fleet/store/audit.ts';
import { foldRulesOf } from '../../fleet/store/options.ts';
import type { MachineId } from '../../shared/contracts/ids.ts';
import { lines, TestLedger } from '../support/fleet/kiosk.ts';
import { storeOptions } from '../support/fleet/store.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const now = Date.UTC(2026, 5, 1, 2);
const own = 'JX-360102-0001' as MachineId;
const other = 'JX-360102-0002' as MachineId;
const lanes = [{ lane: 1, product: 'CD-M', capacity: 200, par: 200 }];
const options = storeOptions(':memory:', now);

/** Two kiosks, the engine and its database. Each line is said as it is written. */
class World {
  db: Connection = openWriter(memory);
  readonly #ledgers = new Map([own, other].map((machine) => [machine, new TestLedger()]));
  #engine = this.#newEngine();
  /** The run of both kiosks, and how long it has been up. */
  #run = 1;
  #txn = 0;
  /** Whether their clocks are at 1970. */
  #isLost = false;
  quarantined = false;

  #newEngine(): LedgerEngine {
    return new LedgerEngine(
      sqliteLedgerStore(this.db, machineRecords(this.db).regionOn),
      byteCodec(),
      chunkFolder(foldRulesOf(options)),
    );
  }

  /** The engine uses a new and empty database from its next start on. */
  replaceDatabase(): Connection {
    this.db = openWriter(memory);
    return this.db;
  }

  get engine(): LedgerEngine {
    return this.#engine;
  }

  async begin(): Promise<void> {
    await this.#engine.open();
    await this.say(lines.booted(now), lines.configured(now, lanes), lines.restocked(now, 200));
    await this.fold();
  }

  #nowMs = now;

  async say(...said: object[]): Promise<void> {
    this.#nowMs += hourMs;
    for (const [machine, ledger] of this.#ledgers) {
      const first = ledger.lines.length + 1;
      const stamp = { run: this.#run, at: this.#isLost ? 0 : this.#nowMs };
      ledger.write(...said.map((line, index) => ({ ...line, ...stamp, up: 10_000 * (first + index) })));
      const payload = Buffer.from(ledger.batch(first));
      await this.#engine.ingest([{ machine, payload, bytes: payload.length }], this.#nowMs);
    }
  }

  /** A box falls. */
  async talk(): Promise<void> {
    this.#txn += 1;
    await this.say(...lines.box(now, 1, 'CD-M', this.#run, 0).map((line) => ({ ...line, txn: this.#txn })));
  }

  /** The kiosks start again without a clock, some days ago, and are heard. */
  async startKiosks(up = (1 + ((this.#run + 1) % 20)) * dayMs): Promise<void> {
    this.#run += 1;
    this.#isLost = true;
    for (const [machine, { id: ledger }] of this.#ledgers)
      await this.#engine.noteHeartbeatClock(machine, { ledger, run: this.#run, up }, this.#nowMs);
    await this.talk();
    await this.fold();
  }

  async fold(): Promise<void> {
    for (let part = 0; part < 1000; part += 1) if ((await this.#engine.fold(3)).done) return;
    throw new Error('folding does not end');
  }

  quarantine(isOn: boolean): Promise<void> {
    this.quarantined = isOn;
    return this.#engine.quarantine(isOn ? [{ machine: own, at: now }] : []);
  }

  async restart(): Promise<void> {
    this.#engine = this.#newEngine();
    await this.#engine.open();
    await this.quarantine(this.quarantined);
  }

  /** The boxes in the books of both machines. */
  issued(): Promise<number[]> {
    const books = async (machine: MachineId) => JSON.parse(await this.#engine.account(machine)).books;
    return Promise.all([own, other].map(async (machine) => (await books(machine)).issued));
  }

  totals(machine?: MachineId): unknown[] {
    return this.db
      .prepare('SELECT * FROM day_total WHERE machine = coalesce(?, machine) ORDER BY machine, day, product')
      .all(machine ?? null);
  }

  differing(): Promise<readonly string[]> {
    return audit(this.db, options);
  }
}

const steps = ['talk', 'fold', 'quarantine', 'release', 'restart', 'rebuild', 'start-kiosks'] as const;
type Step = (typeof steps)[number];

async function take(world: World, step: Step, quarantines: boolean): Promise<void> {
  if (step === 'talk') await world.talk();
  else if (step === 'fold') await world.fold();
  else if (step === 'restart') await world.restart();
  else if (step === 'rebuild') await world.engine.rebuild();
  else if (step === 'start-kiosks') await world.startKiosks();
  else if (quarantines) await world.quarantine(step === 'quarantine');
}

/** The totals and books after the steps and a release, and the accounts of both machines. */
async function resultOf(taken: readonly Step[], quarantines: boolean) {
  const world = new World();
  await world.begin();
  for (const step of taken) await take(world, step, quarantines);
  expect(await world.differing()).toEqual([]);
  await world.quarantine(false);
  await world.fold();
  expect([world.engine.setAside(), await world.differing()]).toEqual([[], []]);
  const accounts = await Promise.all([own, other].map((machine) => world.engine.account(machine)));
  return { totals: world.totals(), accounts: accounts.map((text) => JSON.parse(text) as unknown) };
}

let world: World;
beforeEach(async () => {
  world = new World();
  await world.begin();
});

describe('a quarantined machine', () => {
  it('has the totals of every day after its release that it would have without a quarantine', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.constantFrom(...steps), { maxLength: 12 }), async (taken) => {
        expect((await resultOf(taken, true)).totals).toEqual((await resultOf(taken, false)).totals);
      }),
      { numRuns: 12 },
    );
  });

  it('gets the days of all its runs, however often its kiosk started meanwhile', async () => {
    const starts = Array.from({ length: 12 }, (): Step => 'start-kiosks');
    const taken: Step[] = ['quarantine', ...starts, 'restart', 'rebuild', 'talk', 'fold'];
    const { totals } = await resultOf(taken, true);
    expect(totals).toEqual((await resultOf(taken, false)).totals);
    expect(totals.length).toBeGreaterThan(20);
  });

  it('keeps its books as they are, and its lines with their times', async () => {
    const before = world.totals(own);
    await world.quarantine(true);
    await world.talk();
    await world.fold();
    expect([world.totals(own), world.totals(other).length]).toEqual([before, 1]);
    expect(world.engine.setAside()).toMatchObject([{ machine: own, at: now, why: 'quarantined' }]);
    expect(world.db.prepare('SELECT count(*) FROM chunk_of').pluck().get()).toBe(4);
    expect(foldedChunks(world.db)(own, 0, 100).map(({ first }) => first)).toEqual([1]);
    expect(world.engine.mark(own, JSON.parse(await world.engine.account(own)).ledger).through).toBe(5);
  });

  it('stays quarantined over a restart, a reopening of the store and a rebuild', async () => {
    const before = world.totals(own);
    await world.quarantine(true);
    await world.talk();
    for (const again of [() => world.restart(), () => world.engine.open(), () => world.engine.rebuild()]) {
      await again();
      await world.fold();
      expect(world.totals(own)).toEqual(before);
    }
    await world.quarantine(false);
    await world.engine.open();
    await world.fold();
    expect(world.totals(own)).toMatchObject([{ issued: 1 }]);
  });

  it('stays so after a damaged database was recovered, with its earlier books', async () => {
    await world.talk();
    await world.fold();
    const before = world.totals(own);
    await world.quarantine(true);
    await world.talk();
    await world.fold();
    recoverLedgers(world.db, world.replaceDatabase(), new Set([own, other]));
    await world.restart();
    await world.fold();
    expect([world.totals(own), await world.issued()]).toEqual([before, [1, 2]]);
    await world.quarantine(false);
    await world.fold();
    expect(await world.issued()).toEqual([2, 2]);
  });

  it('is not touched by the decision of a person, which holds once it is released', async () => {
    await world.quarantine(true);
    await world.talk();
    await world.fold();
    const account = JSON.parse(await world.engine.account(own)) as { ledger: never };
    const decided = { id: 'd', machine: own, ledger: account.ledger, reason: 'too-fast', first: 1, last: 9 } as const;
    await world.engine.decide({ ...decided, verdict: 'accept', note: '已核对', by: 'wang', at: now });
    expect(world.totals(own)).toMatchObject([{ issued: 0 }]);
    await world.quarantine(false);
    await world.fold();
    expect(world.totals(own)).toMatchObject([{ issued: 1 }]);
  });
});
