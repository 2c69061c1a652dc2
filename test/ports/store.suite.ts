import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FleetStore } from '../../fleet/ports/fleet-store.ts';
import type { CommandRecord, MachineRecord, UserRecord } from '../../fleet/registry/records.ts';
import { FlagQuery } from '../../shared/contracts/fleet-http.ts';
import type { LedgerId, MachineId, ProductCode } from '../../shared/contracts/ids.ts';
import { DesiredConfig } from '../../shared/contracts/plan.ts';
import { addDays, formatDay, type LocalDay, parseDay } from '../../shared/rules/calendar.ts';
import { lines, TestLedger } from '../support/fleet/kiosk.ts';

/** One store under test: opened anew with the same content after `reopen`. */
export interface StoreUnderTest {
  readonly store: FleetStore;
  /** Closes the store and opens it again; null where its content goes with it. */
  readonly reopen: (() => Promise<FleetStore>) | null;
  readonly close: () => Promise<void>;
}

const noon = Date.UTC(2026, 10, 23, 4);
const day = parseDay('2026-11-23') as LocalDay;
const one = 'JX-360102-0001' as MachineId;
const two = 'JX-360428-0001' as MachineId;
const product = 'CD-M' as ProductCode;

const record = (machine: MachineId, region: string): MachineRecord => ({
  machine,
  name: machine,
  region,
  site: 'clinic',
  address: null,
  inServiceFrom: '2026-01-01',
  inServiceUntil: null,
  registered: noon,
  secretHash: '0'.repeat(64),
  places: [{ region, site: 'clinic', name: machine, from: '2026-01-01', until: null }],
});

const arrived = (machine: MachineId, text: string) => ({ machine, payload: text, bytes: text.length });

/** What every fleet store does: passing this is the definition of one. Times are Shanghai's. */
export function storeSuite(name: string, open: () => Promise<StoreUnderTest>): void {
  describe(`a fleet store: ${name}`, () => {
    let under: StoreUnderTest;
    let store: FleetStore;

    beforeEach(async () => {
      under = await open();
      store = under.store;
      await store.saveMachine(record(one, '360102'));
      await store.saveMachine(record(two, '360428'));
    });

    afterEach(() => under.close());

    const foldAll = async (): Promise<number> => {
      let folded = 0;
      for (;;) {
        const report = await store.fold(3);
        folded += report.lines;
        if (report.done) return folded;
      }
    };
    const stocked = (): TestLedger =>
      new TestLedger().write(lines.booted(noon), lines.configured(noon), lines.restocked(noon, 8));

    it('takes what continues a ledger, in one group or in many, and holds its mark and head', async () => {
      const ledger = stocked().write(...lines.box(noon));
      const report = await store.ingest(
        [arrived(one, ledger.batch(1, 2)), arrived(one, ledger.batch(3, 4)), arrived(one, ledger.batch(2, 5))],
        noon,
      );
      expect(report).toMatchObject({
        stored: true,
        intakes: [
          { kind: 'new', lines: 2 },
          { kind: 'new', lines: 2 },
          { kind: 'new', lines: 1 },
        ],
      });
      expect(await store.mark(one, ledger.id)).toMatchObject({
        through: 5,
        head: ledger.heads[5],
      });
      expect(await store.mark(two, ledger.id)).toMatchObject({ through: 0 });
      expect(
        await store.ingest(
          [arrived(one, ledger.batch(2, 3)), arrived(one, new TestLedger().write({}, {}).batch(2))],
          noon,
        ),
      ).toMatchObject({
        stored: true,
        intakes: [{ kind: 'held' }, { kind: 'gap', receipt: { through: 0 } }],
      });
    });

    it('folds what is stored exactly once, in any portions, and finds its place again', async () => {
      const ledger = stocked();
      for (let box = 0; box < 6; box += 1) ledger.write(...lines.box(noon + box));
      for (let line = 1; line <= ledger.lines.length; line += 2)
        await store.ingest([arrived(one, ledger.batch(line, Math.min(line + 1, ledger.lines.length)))], noon);
      expect((await store.fold(3)).done).toBe(false);
      if (under.reopen) store = await under.reopen();
      expect(await store.mark(one, ledger.id)).toMatchObject({ through: 15, head: ledger.heads[15] });
      await foldAll();
      expect(await store.dayIssuesOf(one, day)).toEqual([{ day, product, issued: 6 }]);
      expect((await store.issues(one, day, day)).hours.filter((boxes) => boxes > 0)).toEqual([6]);
      expect(await store.audit()).toEqual([]);
      expect(await store.rebuild()).toBe(15);
      expect(await store.dayIssuesOf(one, day)).toEqual([{ day, product, issued: 6 }]);
    });

    it('cuts days in Shanghai, to the second', async () => {
      const midnight = Date.UTC(2026, 10, 22, 16);
      const ledger = new TestLedger().write(
        lines.booted(midnight - 9000),
        lines.configured(midnight - 9000),
        lines.restocked(midnight - 9000, 8),
      );
      ledger.write(...lines.box(midnight - 1), ...lines.box(midnight));
      await store.ingest([arrived(one, ledger.batch())], midnight + 60_000);
      await foldAll();
      expect(await store.dayIssuesOf(one, addDays(day, -2))).toEqual([
        { day: addDays(day, -1), product, issued: 1 },
        { day, product, issued: 1 },
      ]);
      const { events } = await store.events(one, { after: null, order: 'oldest', kinds: ['issued'], limit: 10 });
      expect(events.map((event) => event.day)).toEqual(['2026-11-22', '2026-11-23']);
      expect((await store.issues(one, addDays(day, -1), day)).hours).toEqual([1, ...Array<number>(22).fill(0), 1]);
    });

    it('books an uncertain box beside the issued ones, and as issued only once it is settled so', async () => {
      const turns = [lines.uncertain(noon), lines.uncertain(noon)];
      const ledger = stocked().write(...lines.box(noon), ...turns.flat());
      await store.ingest([arrived(one, ledger.batch())], noon);
      await foldAll();
      const booked = async () => {
        const [row] = await store.months('360102', '2026-11', '2026-11', 'county');
        const [last] = (await store.stockHistory(one, day, day)).slice(-1);
        return [row?.issued, row?.uncertain, last?.stock, last?.uncertain];
      };
      expect(await booked()).toEqual([1, 2, 5, 2]);
      expect(await store.dayIssuesOf(one, day)).toEqual([{ day, product, issued: 1 }]);
      const settled = (turn: { txn?: number } | undefined, issued: boolean) => ({
        ...{ kind: 'settled', at: noon, run: 1, up: 9000, lane: 1, product, issued, by: 'board' },
        txn: turn?.txn,
      });
      ledger.write(settled(turns[0]?.[0], true), settled(turns[1]?.[0], false));
      await store.ingest([arrived(one, ledger.batch(ledger.lines.length - 1))], noon);
      await foldAll();
      expect(await booked()).toEqual([2, 0, 6, 0]);
      expect(await store.audit()).toEqual([]);
    });

    it('answers the very bytes that came, whatever they are', async () => {
      const odd = [
        '{"kind":"x","at":1,"run":1,"up":1}',
        '  spaces and 中文 and \u{1f600}  ',
        '\\',
        '{"a":"\\u0000"}',
        '[]',
      ];
      const ledger = new TestLedger().write(...odd);
      await store.ingest([arrived(one, ledger.batch())], noon);
      await foldAll();
      const { events } = await store.events(one, { after: null, order: 'oldest', kinds: [], limit: 100 });
      expect(events.map((event) => event.text ?? JSON.stringify(event.line))).toEqual(odd);
      expect(
        (await store.ingest([arrived(one, new TestLedger(ledger.id).write(...odd, 'more').batch())], noon)).stored,
      ).toBe(true);
      expect(await store.mark(one, ledger.id)).toMatchObject({ through: 6 });
    });

    it('keeps boxes where the machine stood on their day, also after it is moved', async () => {
      const ledger = stocked().write(...lines.box(noon - 40 * 86_400_000), ...lines.box(noon));
      await store.ingest([arrived(one, ledger.batch())], noon);
      await foldAll();
      const sum = async (area: string) =>
        (await store.months(area, '2026-01', '2026-12', 'county')).reduce((all, row) => all + row.issued, 0);
      const before = [await sum('360102'), await sum('360000')];
      const moved = record(one, '360428');
      const from = formatDay(addDays(day, -3));
      await store.saveMachine({
        ...moved,
        places: [
          {
            ...record(one, '360102').places[0],
            from: '2026-01-01',
            until: formatDay(addDays(day, -4)),
          } as MachineRecord['places'][number],
          { region: '360428', site: 'clinic', name: one, from, until: null },
        ],
      });
      expect(before).toEqual([2, 2]);
      expect([(await sum('360102')) + (await sum('360428')), await sum('360000')]).toEqual([2, 2]);
      expect(await sum('360428')).toBeGreaterThan(0);
      expect(await store.audit()).toEqual([]);
    });

    it('books what was folded before its machine was registered where it stood, once it is', async () => {
      const late = 'JX-360428-0007' as MachineId;
      const ledger = stocked().write(...lines.box(noon - 40 * 86_400_000), ...lines.box(noon));
      await store.ingest([arrived(late, ledger.batch())], noon);
      await foldAll();
      const issued = async (by: 'county' | 'machine') =>
        (await store.months('360000', '2000-01', '2099-12', by)).reduce((all, row) => all + row.issued, 0);
      expect([await issued('county'), await issued('machine')], 'nobody knows yet where it stands').toEqual([0, 0]);
      await store.saveMachine(record(late, '360428'));
      expect([await issued('county'), await issued('machine')]).toEqual([2, 2]);
      expect(await store.audit()).toEqual([]);
    });

    it('keeps the registry over a restart', async () => {
      const suspension = {
        id: 's1',
        machine: one,
        from: '2026-07-01',
        until: null,
        reason: 'heat-stop' as const,
        note: null,
        by: 'admin',
        entered: noon,
      };
      await store.saveSuspension(suspension);
      await store.saveConfig({
        machine: one,
        config: DesiredConfig.parse({ version: 1, lanes: [] }),
        at: noon,
        by: 'admin',
      });
      await store.saveConfig({
        machine: one,
        config: DesiredConfig.parse({ version: 2, lanes: [] }),
        at: noon,
        by: 'admin',
      });
      await store.saveHeard([{ machine: one, heard: noon, run: 3 }]);
      const forked = randomUUID() as LedgerId;
      await store.saveNotice({
        machine: one,
        kind: 'fork',
        ledger: forked,
        through: 3,
        head: null,
        at: noon,
      });
      await store.saveReported({ machine: one, at: noon, received: noon, state: '{}' });
      if (under.reopen) store = await under.reopen();
      expect((await store.machines()).map((each) => each.machine)).toEqual([one, two]);
      expect(await store.suspensions()).toEqual([suspension]);
      expect((await store.configs()).map((each) => each.config.version)).toEqual([2]);
      expect(await store.heard()).toEqual([{ machine: one, heard: noon, run: 3 }]);
      expect(await store.notices()).toHaveLength(1);
      expect(await store.reported(one)).toMatchObject({ state: '{}' });
      await store.dropSuspension('s1');
      await store.dropNotices(one, 'fork', forked);
      expect(await store.notices()).toHaveLength(1);
      await store.dropNotices(one, 'fork');
      expect([await store.suspensions(), await store.notices()]).toEqual([[], []]);
    });

    it('keeps commands until they are over, and pages through them, the newest first', async () => {
      const command = (id: string, asked: number, state: CommandRecord['state']): CommandRecord => ({
        id,
        machine: one,
        kind: 'report',
        lane: null,
        state,
        asked,
        by: 'admin',
        expires: asked + 1,
        steps: [],
      });
      for (const [index, state] of (['queued', 'done', 'sent'] as const).entries())
        await store.saveCommand(command(`c${index}`, noon + index, state));
      expect((await store.openCommands()).map((each) => each.id)).toEqual(['c0', 'c2']);
      const first = await store.commands(one, null, 2);
      expect(first.items.map((each) => each.id)).toEqual(['c2', 'c1']);
      expect((await store.commands(one, first.next, 2)).items.map((each) => each.id)).toEqual(['c0']);
    });

    it('keeps users and their sessions', async () => {
      const user: UserRecord = {
        user: 'wang',
        role: 'staff',
        area: '3601',
        created: noon,
        lastSignIn: null,
        password: 'scrypt$x$y',
      };
      await store.saveUser(user);
      await store.saveSession({ token: 't1', user: 'wang', expires: noon + 10 });
      await store.saveSession({ token: 't2', user: 'wang', expires: noon + 20 });
      expect(await store.users()).toEqual([user]);
      await store.dropSessions({ expiredBy: noon + 10 });
      expect([await store.session('t1'), (await store.session('t2'))?.user]).toEqual([null, 'wang']);
      await store.dropUser('wang');
      expect([await store.users(), await store.session('t2')]).toEqual([[], null]);
    });

    it('answers nothing from outside of the asked area', async () => {
      expect(await store.clearedFlags(FlagQuery.parse({ open: 'false' }), '3601')).toMatchObject({
        total: 0,
        items: [],
      });
      expect([await store.briefs(), await store.rows([one]), await store.stops([one])]).toEqual([[], [], []]);
      expect(await store.monthsOf('3604', '2026-01', '2026-12', [one])).toEqual([]);
      expect(await store.totals('3604')).toEqual([]);
      expect(await store.yearIssues(2026, [one])).toEqual([]);
      expect(await store.view(one)).toBeNull();
      expect(await store.ledgersOf(one)).toEqual([]);
    });
  });
}
