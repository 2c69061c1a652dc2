import { areaCode, areaOf, inArea, isWithin, pathOf } from '../../shared/areas/jiangxi.ts';
import type {
  AreaView,
  IssuedReport,
  ReportQuery,
  RestockPlan,
  RestockQuery,
  YearQuery,
  YearReport,
} from '../../shared/contracts/fleet/area.ts';
import type { FlagList, FlagQuery, Today, TodayQuery } from '../../shared/contracts/fleet/flag.ts';
import type { CommandView, ConfigView, Issues, StockHistory } from '../../shared/contracts/fleet/history.ts';
import type { Machine, MachineList, MachineQuery, PaceCurve } from '../../shared/contracts/fleet/machine.ts';
import type { StopView } from '../../shared/contracts/fleet/stop.ts';
import type { MachineId } from '../../shared/contracts/ids.ts';
import { readJson } from '../../shared/contracts/json.ts';
import { plannedLanes } from '../../shared/ledger/books.ts';
import { addDays, firstDayOfYear, formatDay, type LocalDay, parseDay, yearOf } from '../../shared/rules/calendar.ts';
import { serviceOf } from '../evaluate/evaluate.ts';
import type { MachineState } from '../evaluate/machine-state.ts';
import { paceCurve } from '../evaluate/pace-curve.ts';
import { lastCounted } from '../evaluate/year-parts.ts';
import { type DecisionRecord, mayBeAccepted, type Uncounted } from '../ledger/uncounted.ts';
import { figuresOf } from '../lists/area-figures.ts';
import type { MachineBrief } from '../lists/machine-brief.ts';
import { flagView } from '../lists/machine-view.ts';
import { firstBehind } from '../lists/ordered.ts';
import { restockSheet, visitOf } from '../lists/restock-list.ts';
import { taskView } from '../lists/tasks.ts';
import { RefusedError } from '../refused.ts';
import type { CommandRecord, MachineViewRecord } from '../registry/records.ts';
import { stopView } from '../registry/stop.ts';
import type { Context } from './context.ts';
import { stateOf, today } from './context.ts';
import type { EvaluationService } from './evaluation.ts';
import { IssuedReports } from './issued-reports.ts';
import { YearReports } from './year-reports.ts';

type KeptRow = MachineViewRecord['row'];

/** Days over which a past day's cover is reckoned. */
const coverDays = 56;

/** What people ask: each answer says as of when it holds. An `area` limits it to what the asker may see. */
export class Queries {
  readonly #context: Context;
  readonly #judging: EvaluationService;
  readonly #issued: IssuedReports;
  readonly #years: YearReports;

  constructor(context: Context, judging: EvaluationService, productName: (code: string) => string) {
    this.#context = context;
    this.#judging = judging;
    this.#issued = new IssuedReports(context, productName);
    this.#years = new YearReports(context);
  }

  #now(): number {
    return this.#context.clock.now();
  }

  #noteAsked(): void {
    this.#context.asked.at = this.#now();
  }

  #state(machine: string): MachineState {
    this.#noteAsked();
    const state = stateOf(this.#context, machine as MachineId);
    if (!state) throw new RefusedError('not-found', `there is no machine ${machine}`);
    return state;
  }

  /** The area that is asked for, which must lie in the asker's; theirs where none is named. */
  area(asked: string | undefined, own: string): string {
    this.#noteAsked();
    if (asked === undefined) return own;
    if (!areaOf(asked)) throw new RefusedError('not-found', `there is no area ${asked}`);
    if (!isWithin(asked, own)) throw new RefusedError('forbidden', `${asked} is outside of your area`);
    return areaCode(asked);
  }

  async machines(query: MachineQuery, own: string): Promise<MachineList> {
    const area = this.area(query.region, own);
    const day = today(this.#context);
    const asOf = this.#now();
    const { total, briefs, next } = this.#context.readModel.machines.page(query, area);
    const rows = await this.#context.store.rows(briefs.map((brief) => brief.machine));
    const found = new Map(rows.map((row) => [row.machine, row]));
    const machines = briefs.flatMap((brief) => {
      const row = found.get(brief.machine);
      const state = stateOf(this.#context, brief.machine);
      if (!row || !state) return [];
      const { config, account, presence } = state;
      return [{ ...onDay(row, brief, day), heard: presence.heard ?? row.heard, stop: stopView(config, account) }];
    });
    return { asOf, total, machines, next };
  }

  async machine(machine: string): Promise<Machine> {
    const { store } = this.#context;
    const state = this.#state(machine);
    const id = state.record.machine;
    await this.#judging.judgeNow(id);
    const [view, reported, ledgers] = await Promise.all([store.view(id), store.reported(id), store.ledgersOf(id)]);
    if (!view) throw new RefusedError('unavailable', `${machine} is not judged yet`);
    // What is entered may have changed since the look at it: all of that comes from one place.
    const { record } = state;
    const { name, region, site, address, registered, places } = record;
    const { pace: _pace, flags: _flags, ...row } = view.row;
    const current = ledgers.find((each) => each.id === view.detail.ledger.id);
    return {
      ...row,
      ...view.detail,
      asOf: this.#now(),
      heard: state.presence.heard,
      stop: stopView(state.config, state.account),
      health: { ...view.detail.health, link: { ...view.detail.health.link, refused: state.refused } },
      name,
      region,
      site,
      address,
      registered,
      places: [...places],
      ledger: { ...view.detail.ledger, through: current?.through ?? view.detail.ledger.through },
      ledgersBefore: ledgers
        .filter((each) => each.id !== view.detail.ledger.id)
        .map(({ id, through }) => ({ id, through })),
      flags: state.flags.map((each) => flagView(each, record)),
      uncounted: state.account.uncounted.map(uncountedView),
      decisions: state.decisions.map(decisionView).reverse(),
      reported: reported ? { at: reported.at, received: reported.received, state: jsonOrText(reported.state) } : null,
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
    return { asOf, machine, days: coversOf(days, issues) };
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
    const lanes = plannedLanes(account.books).map((lane) => ({ ...lane, capacity: Math.max(1, lane.capacity) }));
    const inForce = account.ledger === null ? null : { version: configVersion, lanes, recalls: [...recalls], limits };
    return { asked, inForce, pending: asked !== null && asked.version !== configVersion };
  }

  /** Whether a machine is to give nothing out, and whether it does. */
  stop(machine: string): StopView {
    const { config, account } = this.#state(machine);
    return stopView(config, account);
  }

  async commands(machine: string, cursor: string | null, limit: number) {
    const { record } = this.#state(machine);
    const page = await this.#context.store.commands(record.machine, cursor, limit);
    return { commands: page.items.map(commandView), next: page.next };
  }

  async flags(query: FlagQuery, own: string): Promise<FlagList> {
    const area = this.area(query.region, own);
    const asOf = this.#now();
    if (query.open === 'true') {
      const { total, flags, next } = this.#context.readModel.flags.page(query, area);
      return { asOf, total, flags: flags.map(({ record, state }) => flagView(record, state.record)), next };
    }
    const page = await this.#context.store.clearedFlags(query, area);
    const nowhere = { name: '', region: area, site: '' };
    const flags = page.items.map((each) =>
      flagView(each, stateOf(this.#context, each.flag.machine as MachineId)?.record ?? nowhere),
    );
    return { asOf, total: page.total, flags, next: page.next };
  }

  today(query: TodayQuery, own: string): Today {
    const area = this.area(query.region, own);
    const { counts, total, tasks, next } = this.#context.readModel.tasks.page(query, area);
    const day = formatDay(today(this.#context));
    return { asOf: this.#now(), day, total, counts, tasks: tasks.map(taskView), next };
  }

  async region(code: string, own: string): Promise<AreaView> {
    const { store, rules, readModel: shown } = this.#context;
    const area = this.area(code, own);
    const day = today(this.#context);
    const year = yearOf(day);
    const [issues, totals] = await Promise.all([
      store.months(area, `${year}-01`, `${year}-12`, 'county'),
      store.totals(area),
    ]);
    const asOf = this.#now();
    const months = new Array<number>(12).fill(0);
    const ofYear = new Map<string, number>();
    for (const { key, month, issued } of issues) {
      const index = Number(month.slice(5)) - 1;
      months[index] = (months[index] ?? 0) + issued;
      ofYear.set(key, (ofYear.get(key) ?? 0) + issued);
    }
    const boxes = new Map(
      totals.map(({ region, issued, uncertain }) => [
        region,
        { year: ofYear.get(region) ?? 0, total: issued, uncertain },
      ]),
    );
    const counties = shown.counties.figures(area, day, boxes);
    const [here, ...below] = shown.year(year).areas(area);
    if (!here) throw new Error(`${area} has no line in its own verdict`);
    return {
      ...figuresOf(here, counties),
      asOf,
      through: formatDay(lastCounted(year, day)),
      target: rules.target,
      path: pathOf(area).map(({ code: at, name, level }) => ({ code: at, name, level })),
      children: below.map((child) => figuresOf(child, counties)),
      months,
    };
  }

  /** What to carry where: the proposal of an area, or the machines chosen. */
  async restock(query: RestockQuery, own: string): Promise<RestockPlan> {
    const { store, readModel: shown } = this.#context;
    const region = this.area(query.region, own);
    const isHere = inArea(region);
    const without = new Set(query.without);
    const within = (asked: readonly string[]): MachineId[] =>
      [...new Set(asked)].flatMap((id) => {
        const brief = shown.machines.brief(id);
        return brief && isHere(brief.region) && !without.has(id) ? [brief.machine] : [];
      });
    const head = { asOf: this.#now(), day: formatDay(today(this.#context)), region };
    if (query.machine.length > 0 || query.limit === undefined) {
      const proposal = query.machine.length > 0 ? query.machine : shown.restock.within(region);
      return { ...head, ...restockSheet(await store.stops(within([...proposal, ...query.also])), query) };
    }
    const added = await store.stops(within(query.also).filter((machine) => !shown.restock.has(machine)));
    const { machines, ...page } = shown.restock.page(region, added.map(visitOf), query.without, query);
    const found = new Map((await store.stops(machines)).map((stop) => [stop.machine, stop]));
    return { ...head, ...page, stops: machines.flatMap((machine) => found.get(machine) ?? []) };
  }

  async issuedReport(query: ReportQuery, own: string): Promise<IssuedReport> {
    return this.#issued.report(query, this.area(query.region, own));
  }

  /** The plain verdict on a year: as things stand, or closed. */
  async yearReport(query: YearQuery, own: string): Promise<YearReport> {
    return this.#years.report(query, this.area(query.region, own));
  }
}

/** What a kiosk said of itself; as text where it can't be walked through. */
function jsonOrText(text: string): unknown {
  const read = readJson(text);
  return read.ok ? read.json : text;
}

/** A row with what belongs to another day than the machine was judged on taken out of it. */
function onDay(row: KeptRow, of: MachineBrief, day: LocalDay): KeptRow {
  if (of.today === day) return row;
  return { ...row, issued: { ...row.issued, today: 0, year: of.year === yearOf(day) ? row.issued.year : 0 } };
}

/** Days of cover at each day's end: its stock beside the boxes of the days before it. */
function coversOf(
  days: readonly StockHistory['days'][number][],
  issues: readonly { readonly day: LocalDay; readonly issued: number }[],
): StockHistory['days'] {
  const through = boxesThrough(issues);
  return days.map((each) => {
    const day = parseDay(each.day);
    const boxes = day === null ? 0 : through(addDays(day, -1)) - through(addDays(day, -coverDays - 1));
    return { ...each, coverDays: boxes === 0 ? null : Number(((each.stock * coverDays) / boxes).toFixed(1)) };
  });
}

/** The boxes of all days up to one, that one counted. */
function boxesThrough(
  issues: readonly { readonly day: LocalDay; readonly issued: number }[],
): (day: LocalDay) => number {
  const sorted = [...issues].sort((a, b) => a.day - b.day);
  let sum = 0;
  const sums = sorted.map(({ issued }) => {
    sum += issued;
    return sum;
  });
  return (day) => sums[firstBehind(sorted, (each) => each.day > day) - 1] ?? 0;
}

const uncountedView = (each: Uncounted): Machine['uncounted'][number] => ({
  ...each,
  from: formatDay(each.from),
  to: formatDay(each.to),
  acceptable: mayBeAccepted(each.reason),
});

const decisionView = ({ machine: _, ...view }: DecisionRecord): Machine['decisions'][number] => view;

/** A command as the API shows it. */
export function commandView({ machine: _, ...view }: CommandRecord): CommandView {
  return view;
}
