import { areaCode, areaOf, isWithin, pathOf, root } from '../../shared/areas/jiangxi.ts';
import type {
  AreaView,
  IssuedReport,
  ReportQuery,
  RestockPlan,
  YearReport,
} from '../../shared/contracts/fleet/area.ts';
import type { FlagList, FlagQuery, Today, TodayQuery } from '../../shared/contracts/fleet/flag.ts';
import type { CommandView, ConfigView, Issues, StockHistory } from '../../shared/contracts/fleet/history.ts';
import type { Machine, MachineList, MachineQuery, PaceCurve } from '../../shared/contracts/fleet/machine.ts';
import type { MachineId } from '../../shared/contracts/ids.ts';
import {
  addDays,
  daysInYear,
  firstDayOfYear,
  formatDay,
  type LocalDay,
  lastDayOfYear,
  parseDay,
  yearOf,
} from '../../shared/rules/calendar.ts';
import { dueBoxes, owedBoxes } from '../../shared/rules/pace.ts';
import { inServiceDays } from '../../shared/rules/suspension.ts';
import { figuresOf, linesOf } from '../core/area-figures.ts';
import type { MachineState } from '../core/fleet-state.ts';
import { serviceOf } from '../core/judge.ts';
import { paceCurve } from '../core/pace-curve.ts';
import type { CommandRecord, CountyFigures, YearIssue } from '../core/records.ts';
import { issuedReport, restockPlan } from '../core/report.ts';
import { type TaskSketch, taskId, tasksAt, taskView } from '../core/tasks.ts';
import { flagView } from '../core/view.ts';
import type { Context } from './context.ts';
import { stateOf, today } from './context.ts';
import type { JudgeDesk } from './judging.ts';
import { Refused } from './registry.ts';

/** Days over which a past day's cover is reckoned. */
const coverDays = 56;
/** How long an area's sums are handed out again though something changed meanwhile; their as-of time says so. */
const figuresHoldMs = 1000;

/** What people ask: each answer says as of when it holds. An `area` limits it to what the asker may see. */
export class AnswerDesk {
  readonly #context: Context;
  readonly #judging: JudgeDesk;
  readonly #productName: (code: string) => string;
  /** Rises with every change that sums may show. */
  readonly #changes: () => number;
  #sums: { day: LocalDay; asOf: number; changes: number; counties: Promise<readonly CountyFigures[]> } | null = null;

  constructor(context: Context, judging: JudgeDesk, productName: (code: string) => string, changes: () => number) {
    this.#changes = changes;
    this.#context = context;
    this.#judging = judging;
    this.#productName = productName;
  }

  #now(): number {
    return this.#context.clock.now();
  }

  #state(machine: string): MachineState {
    const state = stateOf(this.#context, machine as MachineId);
    if (!state) throw new Refused('not-found', `there is no machine ${machine}`);
    return state;
  }

  /** The area that is asked for, which must lie in the asker's; theirs where none is named. */
  area(asked: string | undefined, own: string): string {
    if (asked === undefined) return own;
    if (!areaOf(asked)) throw new Refused('not-found', `there is no area ${asked}`);
    if (!isWithin(asked, own)) throw new Refused('forbidden', `${asked} is outside of your area`);
    return areaCode(asked);
  }

  async machines(query: MachineQuery, own: string): Promise<MachineList> {
    const area = this.area(query.region, own);
    const asOf = this.#now();
    const list = await this.#context.store.listMachines(query, area, today(this.#context));
    const machines = list.machines.map((row) => {
      const heard = stateOf(this.#context, row.machine as MachineId)?.presence.heard ?? row.heard;
      return { ...row, heard };
    });
    return { asOf, ...list, machines };
  }

  async machine(machine: string): Promise<Machine> {
    const { store } = this.#context;
    const state = this.#state(machine);
    const { record } = state;
    await this.#judging.judgeNow(record.machine);
    const [view, reported, ledgers] = await Promise.all([
      store.view(record.machine),
      store.reported(record.machine),
      store.ledgersOf(record.machine),
    ]);
    if (!view) throw new Refused('unavailable', `${machine} is not judged yet`);
    const { pace: _pace, flags: _flags, ...row } = view.row;
    const current = ledgers.find((each) => each.id === view.detail.ledger.id);
    return {
      ...row,
      ...view.detail,
      asOf: this.#now(),
      heard: state.presence.heard,
      address: record.address,
      registered: record.registered,
      places: [...record.places],
      ledger: { ...view.detail.ledger, through: current?.through ?? view.detail.ledger.through },
      ledgersBefore: ledgers
        .filter((each) => each.id !== view.detail.ledger.id)
        .map(({ id, through }) => ({ id, through })),
      flags: state.flags.map((each) => flagView(each, record)),
      reported: reported
        ? { at: reported.at, received: reported.received, state: JSON.parse(reported.state) as unknown }
        : null,
    };
  }

  #span(from: string | undefined, to: string | undefined): { from: LocalDay; to: LocalDay } {
    const day = today(this.#context);
    return {
      from: (from === undefined ? null : parseDay(from)) ?? firstDayOfYear(yearOf(day)),
      to: (to === undefined ? null : parseDay(to)) ?? day,
    };
  }

  async issues(machine: string, from?: string, to?: string): Promise<Issues> {
    const { record } = this.#state(machine);
    const span = this.#span(from, to);
    const asOf = this.#now();
    const found = await this.#context.store.issues(record.machine, span.from, span.to);
    return { asOf, machine, from: formatDay(span.from), to: formatDay(span.to), ...found };
  }

  async stock(machine: string, from?: string, to?: string): Promise<StockHistory> {
    const { store } = this.#context;
    const { record } = this.#state(machine);
    const span = this.#span(from, to);
    const asOf = this.#now();
    const [days, issues] = await Promise.all([
      store.stockHistory(record.machine, span.from, span.to),
      store.dayIssuesOf(record.machine, addDays(span.from, -coverDays)),
    ]);
    return { asOf, machine, days: days.map((each) => ({ ...each, coverDays: coverOf(each.stock, issues, each.day) })) };
  }

  async pace(machine: string): Promise<PaceCurve> {
    const { store, rules } = this.#context;
    const state = this.#state(machine);
    const day = today(this.#context);
    const shown = await this.machine(machine);
    const service = serviceOf(state.record, state.suspensions);
    const counts = await store.dayIssuesOf(state.record.machine, firstDayOfYear(yearOf(day)));
    const { history, prior } = await this.#judging.learnt(state);
    return { asOf: shown.asOf, machine, ...shown.pace, ...paceCurve(service, counts, history, prior, day, rules) };
  }

  config(machine: string): ConfigView {
    const { config, account } = this.#state(machine);
    const { configVersion, recalls, limits } = account.books;
    const asked = config && { ...config.config, at: config.at, by: config.by };
    const lanes = [...account.books.lanes.values()].map((lane) => ({
      lane: lane.lane,
      product: lane.product,
      capacity: Math.max(1, lane.capacity),
      par: lane.par,
      locked: lane.lockedByPlan,
    }));
    const inForce = account.ledger === null ? null : { version: configVersion, lanes, recalls: [...recalls], limits };
    return { asked, inForce, pending: asked !== null && asked.version !== configVersion };
  }

  async commands(machine: string, cursor: string | null, limit: number) {
    const { record } = this.#state(machine);
    const page = await this.#context.store.commands(record.machine, cursor, limit);
    return { commands: page.items.map(commandView), next: page.next };
  }

  async flags(query: FlagQuery, own: string): Promise<FlagList> {
    const area = this.area(query.region, own);
    const asOf = this.#now();
    const page = await this.#context.store.listFlags(query, area);
    const nowhere = { name: '', region: area, site: '' };
    const flags = page.items.map((each) =>
      flagView(each, stateOf(this.#context, each.flag.machine as MachineId)?.record ?? nowhere),
    );
    return { asOf, total: page.total, flags, next: page.next };
  }

  *#within(area: string): Generator<MachineState> {
    for (const state of this.#context.machines.values()) if (isWithin(state.record.region, area)) yield state;
  }

  today(query: TodayQuery, own: string): Today {
    const all = tasksAt(this.#within(this.area(query.region, own)));
    const counts: Today['counts'] = { restock: 0, exchange: 0, repair: 0, reach: 0, books: 0, pace: 0 };
    for (const { task } of all) counts[task] += 1;
    const wanted = all.filter(
      (each) =>
        (query.task.length === 0 || query.task.includes(each.task)) &&
        (query.acknowledged === undefined || each.acknowledged === (query.acknowledged === 'true')),
    );
    const from = query.cursor === undefined ? 0 : startOf(wanted, query.cursor);
    const page = wanted.slice(from, from + query.limit);
    const last = page.at(-1);
    return {
      asOf: this.#now(),
      day: formatDay(today(this.#context)),
      total: wanted.length,
      counts,
      tasks: page.map(taskView),
      next: last && from + page.length < wanted.length ? `${last.rank} ${taskId(last)}` : null,
    };
  }

  /** All counties' sums, read once for everybody who asks within a moment: a sum over a whole province is the dearest question there is. */
  async #counties(day: LocalDay, year: number): Promise<{ asOf: number; counties: readonly CountyFigures[] }> {
    const now = this.#now();
    const known = this.#sums;
    if (known?.day === day && (now - known.asOf < figuresHoldMs || known.changes === this.#changes())) {
      const counties = await known.counties.catch(() => null);
      if (counties) return { asOf: known.asOf, counties };
    }
    const counties = this.#context.store.figures(root, day, year);
    this.#sums = { day, asOf: now, changes: this.#changes(), counties };
    return { asOf: now, counties: await counties };
  }

  async region(code: string, own: string): Promise<AreaView> {
    const { store, rules } = this.#context;
    const area = this.area(code, own);
    const day = today(this.#context);
    const year = yearOf(day);
    const [{ asOf, counties }, issues] = await Promise.all([
      this.#counties(day, year),
      store.months(area, `${year}-01`, `${year}-12`, 'area'),
    ]);
    const months = new Array<number>(12).fill(0);
    for (const { month, issued } of issues) {
      const index = Number(month.slice(5)) - 1;
      months[index] = (months[index] ?? 0) + issued;
    }
    return {
      ...figuresOf(area, counties, year),
      asOf,
      target: rules.target,
      path: pathOf(area).map(({ code: at, name, level }) => ({ code: at, name, level })),
      children: linesOf(area)
        .filter((child) => child !== area)
        .map((child) => figuresOf(child, counties, year)),
      months,
    };
  }

  async restock(asked: string | undefined, machines: readonly string[], own: string): Promise<RestockPlan> {
    const area = this.area(asked, own);
    const asOf = this.#now();
    const stops = await this.#context.store.stops(area, machines);
    return restockPlan(area, stops, formatDay(today(this.#context)), asOf);
  }

  async issuedReport(query: ReportQuery, own: string): Promise<IssuedReport> {
    const region = this.area(query.region, own);
    const day = formatDay(today(this.#context));
    const from = query.from ?? `${day.slice(0, 4)}-01`;
    const to = query.to ?? day.slice(0, 7);
    if (from > to) throw new Refused('invalid', 'to is before from');
    const asOf = this.#now();
    const issues = await this.#context.store.months(region, from, to, query.by === 'machine' ? 'machine' : 'county');
    const machine = (id: string) => stateOf(this.#context, id as MachineId)?.record.name ?? id;
    return issuedReport({ region, from, to, by: query.by }, issues, { machine, product: this.#productName }, asOf);
  }

  /** The plain verdict on a year: as things stand, or closed. */
  async yearReport(asked: string | undefined, askedYear: number | undefined, own: string): Promise<YearReport> {
    const { store, rules } = this.#context;
    const region = this.area(asked, own);
    const day = today(this.#context);
    const year = askedYear ?? yearOf(day);
    const asOf = this.#now();
    const current = year === yearOf(day);
    const [issues, judged] = await Promise.all([
      store.yearIssues(region, year),
      current ? store.yearBoxes(region) : Promise.resolve([]),
    ]);
    const found = new Map<string, YearIssue>(issues.map((each) => [each.machine, each]));
    const boxes = new Map<string, number>(judged.map((each) => [each.machine, each.boxes]));
    const machines = [...this.#within(region)].flatMap((state) => {
      const { record } = state;
      const service = serviceOf(record, state.suspensions);
      const last = lastDayOfYear(year);
      const days = inServiceDays(service, firstDayOfYear(year), current ? addDays(day, -1) : last);
      const ofYear = inServiceDays(service, firstDayOfYear(year), last);
      const { issued: fallen, uncertain } = found.get(record.machine) ?? { issued: 0, uncertain: 0 };
      if (ofYear === 0 && fallen === 0) return [];
      const issued = boxes.get(record.machine) ?? fallen;
      const due = dueBoxes(rules.target, days, year);
      return [
        {
          machine: record.machine,
          name: record.name,
          region: record.region,
          days,
          issued,
          uncertain: Math.max(0, uncertain),
          due: Number(due.toFixed(2)),
          dueOfYear: owedBoxes(rules.target, ofYear, year),
          annual: days === 0 ? null : Number(((issued * daysInYear(year)) / days).toFixed(1)),
          reached: days === 0 ? null : issued >= due,
        },
      ];
    });
    return {
      asOf,
      region,
      year,
      closed: year < yearOf(day),
      target: rules.target,
      areas: [region, ...linesOf(region).filter((code) => code !== region)].map((code) =>
        yearOfArea(code, machines, year, rules.target, rules.paceMinDays),
      ),
      machines: machines.sort((a, b) => (a.machine < b.machine ? -1 : 1)),
    };
  }
}

/** Where a page begins: behind the last line shown, also where that one has gone meanwhile. */
function startOf(tasks: readonly TaskSketch[], cursor: string): number {
  const [rank = '', id = ''] = cursor.split(' ');
  const index = tasks.findIndex((each) => each.rank > rank || (each.rank === rank && taskId(each) > id));
  return index < 0 ? tasks.length : index;
}

function coverOf(stock: number, issues: readonly { day: LocalDay; issued: number }[], text: string): number | null {
  const day = parseDay(text);
  if (day === null) return null;
  const boxes = issues.reduce(
    (sum, each) => (each.day < day && each.day >= day - coverDays ? sum + each.issued : sum),
    0,
  );
  return boxes === 0 ? null : Number(((stock * coverDays) / boxes).toFixed(1));
}

function yearOfArea(
  code: string,
  machines: YearReport['machines'],
  year: number,
  target: number,
  minDays: number,
): YearReport['areas'][number] {
  const within = machines.filter((each) => isWithin(each.region, code));
  const days = within.reduce((sum, each) => sum + each.days, 0);
  const issued = within.reduce((sum, each) => sum + each.issued, 0);
  const judged = within.filter((each) => each.days >= minDays);
  const atPace = judged.filter((each) => (each.annual ?? 0) >= target).length;
  const average = days === 0 ? null : (issued * daysInYear(year)) / days;
  const area = areaOf(code);
  return {
    code,
    name: area?.name ?? code,
    level: area?.level ?? 'county',
    machines: within.length,
    issued,
    uncertain: within.reduce((sum, each) => sum + each.uncertain, 0),
    machineYears: Number((days / daysInYear(year)).toFixed(3)),
    average: average === null ? null : Number(average.toFixed(1)),
    judged: judged.length,
    atPace,
    shareAtPace: judged.length === 0 ? null : Number((atPace / judged.length).toFixed(4)),
    reached: average === null ? null : average >= target,
  };
}

/** A command as the API shows it. */
export function commandView({ machine: _, ...view }: CommandRecord): CommandView {
  return view;
}
