import fc from 'fast-check';
import { rankText } from '../../../fleet/evaluate/severity.ts';
import type { MachineBrief } from '../../../fleet/lists/machine-brief.ts';
import { ReadModel } from '../../../fleet/lists/read-model.ts';
import { visitOf } from '../../../fleet/lists/restock-list.ts';
import type { FlagRecord, MachineRecord } from '../../../fleet/registry/records.ts';
import { type MachineState, newMachineState } from '../../../fleet/state/machine-state.ts';
import type { RestockVisit } from '../../../shared/contracts/fleet-http.ts';
import { MachineId } from '../../../shared/contracts/ids.ts';
import type { LocalDay } from '../../../shared/rules/calendar.ts';
import type { Finding } from '../../../shared/rules/finding.ts';
import { causeOf } from '../../../shared/rules/flag-rules.ts';

export const counties = ['360102', '360111', '360403', '361102'] as const;
export const day = 20_780 as LocalDay;

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

const visit = fc.record({
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

type Visit = typeof visit extends fc.Arbitrary<infer T> ? T : never;

/** A visit of the sheet as the store would keep it. */
const restockVisitOf = ({ machine: id, name, region, site, address }: MachineBrief, of: Visit): RestockVisit => ({
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

export const machineAt = (index: number): MachineId => MachineId.parse(`JX-360102-000${index}`);

const recordOf = (index: number, region: string, name: string): MachineRecord => ({
  machine: machineAt(index),
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

/**
 * One event at one of eight machines: it is evaluated, people move it, or somebody acknowledges its
 * first flag.
 */
const steps = fc.integer({ min: 0, max: 7 }).chain((index) =>
  fc.oneof(
    {
      weight: 4,
      arbitrary: fc.record({ index: fc.constant(index), brief: briefs, stop: visit, flags: flags(machineAt(index)) }),
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

/** The read model, and separately the plain facts of each machine by its id. */
export interface ReadModelAndFacts {
  readonly readModel: ReadModel;
  readonly states: readonly MachineState[];
  readonly briefs: ReadonlyMap<string, MachineBrief>;
  readonly visits: ReadonlyMap<string, RestockVisit>;
}

class Both implements ReadModelAndFacts {
  readonly readModel = new ReadModel({ target: 300, paceMinDays: 30 });
  readonly states: MachineState[] = [];
  readonly briefs = new Map<string, MachineBrief>();
  readonly visits = new Map<string, RestockVisit>();

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
      const wanted = restockVisitOf(brief, step.stop);
      this.visits.set(id, wanted);
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

const areas = ['360000', '3601', '360102', '3604', '3602'] as const;

/** Runs some steps, and after every few of them compares the read model with the plain facts. */
export function holds(look: (both: ReadModelAndFacts, area: string, random: number) => void): void {
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
