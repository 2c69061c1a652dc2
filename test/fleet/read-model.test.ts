import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type MachineState, newMachineState } from '../../fleet/evaluate/machine-state.ts';
import { rankText, severities } from '../../fleet/evaluate/severity.ts';
import type { MachineBrief } from '../../fleet/lists/machine-brief.ts';
import { ReadModel } from '../../fleet/lists/read-model.ts';
import { restockSheet, visitOf } from '../../fleet/lists/restock-list.ts';
import { taskId } from '../../fleet/lists/tasks.ts';
import type { FlagRecord, MachineRecord } from '../../fleet/registry/records.ts';
import { isWithin } from '../../shared/areas/jiangxi.ts';
import {
  FlagQuery,
  MachineQuery,
  MachineSort,
  type RestockStop,
  TodayQuery,
} from '../../shared/contracts/fleet-http.ts';
import { MachineId } from '../../shared/contracts/ids.ts';
import type { LocalDay } from '../../shared/rules/calendar.ts';
import type { Finding } from '../../shared/rules/finding.ts';
import { causeOf, severityOf } from '../../shared/rules/flag-rules.ts';

const counties = ['360102', '360111', '360403', '361102'] as const;
const day = 20_780 as LocalDay;

const names = ['人民医院', '东湖区政务大厅', 'Campus 7', 'campus 12', '火车站（售票厅）', '100%_夜间'] as const;

const briefs = fc.record({
  address: fc.constantFrom('', '北京路 1 号', 'Campus road'),
  service: fc.constantFrom('planned', 'in-service', 'suspended', 'retired'),
  link: fc.constantFrom('up', 'down', 'unknown'),
  heard: fc.option(fc.integer({ min: 1, max: 4 })),
  lastIssued: fc.option(fc.integer({ min: 1, max: 4 })),
  inServiceFrom: fc.constantFrom('2025-01-01', '2026-03-04'),
  today: fc.constantFrom(day, (day - 1) as LocalDay),
  year: fc.constant(2026),
  issuedToday: fc.nat(3),
  issuedYear: fc.nat(9),
  issuedTotal: fc.nat(20),
  uncertain: fc.nat(2),
  stock: fc.nat(4),
  capacity: fc.nat(9),
  coverDays: fc.option(fc.double({ min: 0, max: 9, noNaN: true })),
  annual: fc.option(fc.double({ min: 0, max: 999, noNaN: true })),
  chance: fc.option(fc.constantFrom(0, 0.5, 1)),
  verdict: fc.constantFrom('on-pace', 'uncertain', 'below', 'too-early'),
  worst: fc.option(fc.nat(3)),
  products: fc.constantFrom(',', ',CD-M,', ',CD-M,CD-L,'),
  parts: fc.uniqueArray(
    fc.record({
      region: fc.constantFrom(...counties),
      days: fc.nat(100),
      ofYear: fc.nat(365),
      boxes: fc.nat(50),
      uncertain: fc.nat(2),
    }),
    { maxLength: 3, selector: ({ region }) => region },
  ),
  empty: fc.nat(1),
  restock: fc.nat(1),
});

const findings: fc.Arbitrary<Finding> = fc.oneof(
  fc.record({ kind: fc.constant('offline' as const), since: fc.integer({ min: 1, max: 3 }) }),
  fc.record({ kind: fc.constant('silent' as const), quietDays: fc.nat(9), chance: fc.constantFrom(0.01, 0.02) }),
  fc.record({
    kind: fc.constant('lane-jam' as const),
    lane: fc.integer({ min: 1, max: 3 }),
    product: fc.constant('CD-M'),
    since: fc.integer({ min: 1, max: 3 }),
  }),
  fc.record({ kind: fc.constant('stock-take' as const), uncertain: fc.nat(3), newLedger: fc.boolean() }),
  fc.record({ kind: fc.constant('door-open' as const), since: fc.integer({ min: 1, max: 3 }) }),
);

const stop = fc.record({
  by: fc.constantFrom(null, '2026-11-24', '2026-11-25'),
  bring: fc.array(fc.record({ product: fc.constantFrom('CD-L', 'CD-M'), restock: fc.integer({ min: 1, max: 5 }) }), {
    maxLength: 2,
  }),
  take: fc.array(
    fc.record({
      product: fc.constantFrom('CD-L', 'CD-M'),
      lot: fc.constantFrom(null, 'A1'),
      expires: fc.constantFrom(null, '2026-12'),
      count: fc.integer({ min: 1, max: 5 }),
    }),
    { maxLength: 2 },
  ),
});

type Stop = typeof stop extends fc.Arbitrary<infer T> ? T : never;

/** A stop of the sheet as the store would keep it. */
const stopOf = ({ machine: id, name, region, site, address }: MachineBrief, of: Stop): RestockStop => ({
  machine: id,
  name,
  region,
  site,
  address,
  by: of.by,
  boxes: of.bring.reduce((all, each) => all + each.restock, 0),
  products: of.bring.map((each) => ({
    ...each,
    stock: 0,
    capacity: 0,
    par: 0,
    rate: null,
    coverDays: null,
    runsOut: null,
    why: 'out',
    lanes: [],
  })),
  takeOut: of.take.map((each) => ({ ...each, lane: 1, why: 'expired' })),
});

let ids = 0;
const flags = (machine: string): fc.Arbitrary<FlagRecord[]> =>
  fc
    .uniqueArray(fc.record({ finding: findings, at: fc.nat(3), acknowledged: fc.boolean() }), {
      maxLength: 4,
      selector: ({ finding }) => causeOf(finding),
    })
    .map((list) =>
      list
        .map(({ finding, at, acknowledged }): FlagRecord => {
          ids += 1;
          const flag = { machine, cause: causeOf(finding), finding, raised: { at, finding }, cleared: null };
          return {
            id: `f${ids}`,
            flag: { ...flag, acknowledged: acknowledged ? { at: 4, by: 'wang', note: '' } : null },
          };
        })
        .sort((a, b) => (rankText(a.flag.finding) < rankText(b.flag.finding) ? -1 : 1)),
    );

const machine = (index: number): MachineId => MachineId.parse(`JX-360102-000${index}`);

const recordOf = (index: number, region: string, name: string): MachineRecord => ({
  machine: machine(index),
  name,
  region,
  site: index % 2 === 0 ? 'clinic' : 'Station',
  address: null,
  inServiceFrom: '2026-01-01',
  inServiceUntil: null,
  registered: 0,
  secretHash: null,
  places: [],
});

/** One event at one of eight machines: it is evaluated, people move it, or somebody acknowledges its first flag. */
const steps = fc.integer({ min: 0, max: 7 }).chain((index) =>
  fc.oneof(
    {
      weight: 4,
      arbitrary: fc.record({ index: fc.constant(index), brief: briefs, stop, flags: flags(machine(index)) }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        index: fc.constant(index),
        region: fc.constantFrom(...counties),
        name: fc.constantFrom(...names),
      }),
    },
    { weight: 1, arbitrary: fc.record({ index: fc.constant(index), acknowledged: fc.constant(true) }) },
  ),
);
type Step = typeof steps extends fc.Arbitrary<infer T> ? T : never;

/** The read model, and beside it the plain facts. */
class Both {
  readonly readModel = new ReadModel({ target: 300, minDays: 30 });
  readonly states: MachineState[] = [];
  readonly briefs = new Map<string, MachineBrief>();
  readonly stops = new Map<string, RestockStop>();

  constructor() {
    for (let index = 0; index < 8; index++) {
      const state = newMachineState(recordOf(index, counties[index % 4] ?? '', names[index % 6] ?? ''));
      this.states.push(state);
      this.readModel.show(state);
    }
  }

  take(step: Step): void {
    const state = this.states[step.index];
    if (!state) return;
    const { record } = state;
    if ('brief' in step) {
      const { machine: id, region, name, site } = record;
      const brief = { ...step.brief, machine: id, region, name, site } as MachineBrief;
      state.flags = step.flags;
      this.briefs.set(id, brief);
      const wanted = stopOf(brief, step.stop);
      this.stops.set(id, wanted);
      this.readModel.show(state, brief, brief.restock === 1 ? visitOf(wanted) : null);
      return;
    }
    if ('region' in step) {
      const { region, name } = step;
      state.record = { ...record, region, name };
      const brief = this.briefs.get(record.machine);
      if (brief) this.briefs.set(record.machine, { ...brief, region, name });
    } else
      state.flags = state.flags.map((each, at) =>
        at > 0 ? each : { ...each, flag: { ...each.flag, acknowledged: { at: 5, by: 'li', note: '' } } },
      );
    this.readModel.show(state);
  }
}

const sum = (list: readonly MachineBrief[], of: (brief: MachineBrief) => number): number =>
  list.reduce((all, each) => all + of(each), 0);

const areas = ['360000', '3601', '360102', '3604', '3602'] as const;

/** Runs some steps, and after every few of them compares the read model with the plain facts. */
function holds(look: (both: Both, area: string, random: number) => void): void {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(steps, fc.option(fc.tuple(fc.constantFrom(...areas), fc.noBias(fc.nat(999_999))))), {
        maxLength: 40,
      }),
      (taken) => {
        const both = new Both();
        for (const [step, looked] of taken) {
          both.take(step);
          if (looked) look(both, ...looked);
        }
        look(both, '360000', 0);
      },
    ),
    { numRuns: 150 },
  );
}

const machineQueries = [
  '',
  'campus',
  '0003',
  'jx-360102-0005',
  '%_',
  '医院',
  'CAMPUS ROAD',
  'road campus',
  'none',
].flatMap((q) =>
  [
    {},
    { flag: 'offline' },
    { severity: 'urgent' },
    { service: ['in-service', 'planned'] },
    { link: 'up', product: 'CD-L' },
    { site: 'Station', verdict: 'below' },
    { condition: 'gives-nothing' },
    { condition: ['to-restock', 'issued-today'] },
  ].map((more) => ({ q, ...more })),
);

describe('what is kept up of all machines is what a plain look at each of them gives', () => {
  it('as a list, by every column, for any question, page by page', () => {
    holds((both, area, random) => {
      const { options } = MachineSort;
      const column = options[random % options.length] ?? 'machine';
      const down = Math.floor(random / options.length) % 2 === 1;
      // Every second look is at all machines.
      const asked = machineQueries[Math.floor(random / (2 * options.length)) % (2 * machineQueries.length)] ?? {};
      const query = MachineQuery.parse({ ...asked, sort: `${down ? '-' : ''}${column}`, limit: 1 + (random % 3) });
      const keyOf = (brief: MachineBrief): string | number | null => brief[column];
      const plain = [...both.briefs.values()]
        .filter((brief) => {
          const kinds = both.states.find(({ record }) => record.machine === brief.machine)?.flags ?? [];
          const words = [brief.machine, brief.name, brief.site, brief.address].map((text) => text.toLowerCase());
          return (
            isWithin(brief.region, area) &&
            (query.flag.length === 0 || kinds.some(({ flag }) => query.flag.includes(flag.finding.kind))) &&
            (query.severity.length === 0 || query.severity.some((each) => severities.indexOf(each) === brief.worst)) &&
            (query.service.length === 0 || query.service.includes(brief.service)) &&
            (query.link.length === 0 || query.link.includes(brief.link)) &&
            (query.site.length === 0 || query.site.includes(brief.site)) &&
            (query.verdict.length === 0 || query.verdict.includes(brief.verdict)) &&
            query.product.every((each) => brief.products.split(',').includes(each)) &&
            (query.condition.length === 0 ||
              query.condition.some(
                (each) =>
                  ({
                    'gives-nothing': brief.empty === 1,
                    'to-restock': brief.restock === 1,
                    'issued-today': brief.today === day && brief.issuedToday > 0,
                  })[each],
              )) &&
            (query.q ?? '')
              .toLowerCase()
              .split(' ')
              .every((word) => words.some((text) => text.includes(word)))
          );
        })
        .sort((a, b) => {
          const [x, y] = [keyOf(a), keyOf(b)];
          const order = x === null || y === null || x === y ? 0 : x < y ? -1 : 1;
          if (x === null && y !== null) return 1;
          if (y === null && x !== null) return -1;
          return (down ? -1 : 1) * (order || (a.machine < b.machine ? -1 : 1));
        })
        .map((brief) => brief.machine);
      const found: string[] = [];
      let cursor: string | undefined;
      do {
        const page = both.readModel.machines.page(MachineQuery.parse({ ...query, cursor }), area, day);
        expect(page.total).toBe(plain.length);
        expect(page.briefs.length).toBeLessThanOrEqual(query.limit);
        for (const brief of page.briefs) expect(brief).toEqual(both.briefs.get(brief.machine));
        found.push(...page.briefs.map((brief) => brief.machine));
        cursor = page.next ?? undefined;
      } while (cursor !== undefined && found.length <= 8);
      expect(found).toEqual(plain);
    });
  });

  it('as sums of each county', () => {
    holds((both, area) => {
      const plain = counties.flatMap((code) => {
        const here = [...both.briefs.values()].filter((brief) => brief.region === code);
        const open = both.states.filter(({ record }) => record.region === code).flatMap((state) => state.flags);
        if (here.length === 0 || !isWithin(code, area)) return [];
        const inUse = here.filter((brief) => brief.service !== 'retired');
        const service = (state: MachineBrief['service']) => here.filter((brief) => brief.service === state).length;
        const link = (state: MachineBrief['link']) => inUse.filter((brief) => brief.link === state).length;
        const kinds: Record<string, number> = {};
        const severity = { urgent: 0, high: 0, normal: 0, low: 0 };
        for (const { flag } of open) {
          kinds[flag.finding.kind] = (kinds[flag.finding.kind] ?? 0) + 1;
          severity[severityOf(flag.finding)] += 1;
        }
        return [
          {
            code,
            machines: {
              total: here.length,
              inService: service('in-service'),
              suspended: service('suspended'),
              planned: service('planned'),
              retired: service('retired'),
            },
            issued: {
              today: sum(
                here.filter((brief) => brief.today === day),
                (brief) => brief.issuedToday,
              ),
              year: code === '360102' ? 7 : 0,
              total: code === '360102' ? 9 : 0,
            },
            uncertain: code === '360102' ? 1 : 0,
            stock: sum(inUse, (brief) => brief.stock),
            capacity: sum(inUse, (brief) => brief.capacity),
            empty: sum(here, (brief) => brief.empty),
            toRestock: sum(here, (brief) => brief.restock),
            link: { up: link('up'), down: link('down'), unknown: link('unknown') },
            flags: kinds,
            severity,
          },
        ];
      });
      const found = both.readModel.counties
        .figures(area, day, new Map([['360102', { year: 7, total: 9, uncertain: 1 }]]))
        // Boxes were given out there, although no evaluated machine is there now.
        .filter((county) => county.machines.total > 0);
      expect(found.sort((a, b) => (a.code < b.code ? -1 : 1))).toEqual(plain);
    });
  });

  it('as the verdict of the year, each box and day in the county where it fell', () => {
    holds((both, area) => {
      const parts = [...both.briefs.values()].map((brief) =>
        brief.parts.filter(({ region }) => isWithin(region, area)),
      );
      const [line] = both.readModel.year(2026).areas(area);
      const of = (name: 'days' | 'boxes' | 'uncertain') => parts.flat().reduce((all, part) => all + part[name], 0);
      const days = of('days');
      expect(line).toMatchObject({
        machines: parts.filter((each) => each.length > 0).length,
        issued: of('boxes'),
        uncertain: of('uncertain'),
        judged: parts.filter((each) => each.reduce((all, part) => all + part.days, 0) >= 30).length,
        average: days === 0 ? null : Number(((of('boxes') * 365) / days).toFixed(1)),
      });
    });
  });

  it('as the visits that machines want, with those that somebody added and without those that somebody left out', () => {
    holds((both, area, random) => {
      const limit = 1 + (random % 3);
      const here = [...both.briefs.values()].filter((brief) => isWithin(brief.region, area));
      const without = [machine(random % 8), machine((random >> 3) % 8)].slice(random % 3);
      const also = here
        .filter((brief, at) => brief.restock === 0 && (random >> at) % 2 === 1 && !without.includes(brief.machine))
        .flatMap(({ machine: id }) => both.stops.get(id) ?? []);
      const wanted = here.filter((brief) => brief.restock === 1).flatMap(({ machine: id }) => both.stops.get(id) ?? []);
      expect(both.readModel.restock.within(area).sort()).toEqual(wanted.map(({ machine: id }) => id).sort());
      const plain = restockSheet(
        [...wanted.filter(({ machine: id }) => !without.some((each) => each === id)), ...also],
        {},
      );
      expect(plain.next).toBe(null);
      const found: string[] = [];
      const sliced: string[] = [];
      let cursor: string | undefined;
      do {
        const page = both.readModel.restock.page(area, also.map(visitOf), without, { cursor, limit });
        expect({ total: page.total, sum: page.sum, takeOutSum: page.takeOutSum }).toEqual({
          total: plain.total,
          sum: plain.sum,
          takeOutSum: plain.takeOutSum,
        });
        const slice = restockSheet(plain.stops, { cursor, limit });
        expect({ ...slice, stops: [], next: page.next }).toEqual({ ...plain, stops: [], next: slice.next });
        expect(page.machines.length).toBeLessThanOrEqual(limit);
        found.push(...page.machines);
        sliced.push(...slice.stops.map(({ machine: id }) => id));
        cursor = page.next ?? undefined;
      } while (cursor !== undefined && found.length <= 8);
      const order = (a: RestockStop, b: RestockStop) =>
        `${a.by ?? '9'} ${a.machine}` < `${b.by ?? '9'} ${b.machine}` ? -1 : 1;
      expect(found).toEqual([...plain.stops].sort(order).map(({ machine: id }) => id));
      expect(sliced).toEqual(found);
    });
  });

  it('as the open flags, the worst first', () => {
    holds((both, area, random) => {
      const query = FlagQuery.parse({
        limit: 1 + (random % 3),
        ...[{}, { kind: 'offline' }, { severity: ['high', 'low'] }, { acknowledged: 'true' }, { machine: machine(3) }][
          random % 5
        ],
      });
      const plain = both.states
        .flatMap((state) => state.flags.map((record) => ({ ...record, region: state.record.region })))
        .filter(
          ({ flag, region }) =>
            isWithin(region, area) &&
            (query.kind.length === 0 || query.kind.includes(flag.finding.kind)) &&
            (query.severity.length === 0 || query.severity.includes(severityOf(flag.finding))) &&
            (query.acknowledged === undefined || (flag.acknowledged !== null) === (query.acknowledged === 'true')) &&
            (query.machine === undefined || flag.machine === query.machine),
        )
        .sort((a, b) => {
          const [x, y] = [rankText(a.flag.finding), rankText(b.flag.finding)];
          if (x !== y) return x < y ? -1 : 1;
          return a.flag.raised.at - b.flag.raised.at || (a.id < b.id ? -1 : 1);
        })
        .map(({ id }) => id);
      const found: string[] = [];
      let cursor: string | undefined;
      do {
        const page = both.readModel.flags.page({ ...query, cursor }, area);
        expect(page.total).toBe(plain.length);
        for (const { record, state } of page.flags) expect(state.flags).toContainEqual(record);
        found.push(...page.flags.map(({ record }) => record.id));
        cursor = page.next ?? undefined;
      } while (cursor !== undefined && found.length <= 40);
      expect(found).toEqual(plain);
    });
  });

  it('as what is to do today, nothing twice', () => {
    const taskOf: Readonly<Record<string, string>> = {
      offline: 'reach',
      silent: 'reach',
      'lane-jam': 'repair',
      'door-open': 'repair',
      'stock-take': 'books',
    };
    holds((both, area, random) => {
      const query = TodayQuery.parse({
        limit: 1 + (random % 3),
        ...[{}, { task: 'reach' }, { acknowledged: 'false' }, { task: ['books', 'repair'] }, { mine: 'true' }][
          random % 5
        ],
      });
      const tasks = new Map<
        string,
        { task: string; ranks: string[]; machine: string; seen: boolean; by: string | null }
      >();
      for (const { record, flags: open } of both.states)
        if (isWithin(record.region, area))
          for (const { flag } of open) {
            const task = taskOf[flag.finding.kind] ?? '';
            const id = `${record.machine}:${task}`;
            const known = tasks.get(id) ?? { task, ranks: [], machine: record.machine, seen: true, by: null };
            known.ranks.push(rankText(flag.finding));
            known.seen &&= flag.acknowledged !== null;
            known.by ??= flag.acknowledged?.by ?? null;
            tasks.set(id, known);
          }
      const plain = [...tasks]
        .filter(
          ([, { task, seen, by }]) =>
            (query.mine === undefined || by === 'wang') &&
            (query.task.length === 0 || query.task.some((each) => each === task)) &&
            (query.acknowledged === undefined || seen === (query.acknowledged === 'true')),
        )
        .map(([id, { ranks, machine: at, task }]) => ({ id, key: `${ranks.sort()[0]} ${at} ${task}` }))
        .sort((a, b) => (a.key < b.key ? -1 : 1))
        .map(({ id }) => id);
      const found: string[] = [];
      let cursor: string | undefined;
      do {
        const page = both.readModel.tasks.page({ ...query, cursor }, area, 'wang');
        expect(page.total).toBe(plain.length);
        for (const [task, count] of Object.entries(page.counts)) {
          const fit = [...tasks.values()].filter(
            (each) =>
              each.task === task &&
              (query.mine === undefined || each.by === 'wang') &&
              (query.acknowledged === undefined || each.seen === (query.acknowledged === 'true')),
          );
          expect(count, `${task}, whichever tasks are asked for`).toBe(fit.length);
        }
        expect(page.pace.reduce((sofar, each) => sofar + each.tasks, 0)).toBe(page.counts.pace);
        if (query.task.length === 0) expect(Object.values(page.counts).reduce((a, b) => a + b, 0)).toBe(page.total);
        found.push(...page.tasks.map(taskId));
        cursor = page.next ?? undefined;
      } while (cursor !== undefined && found.length <= 40);
      expect(found).toEqual(plain);
    });
  });
});
