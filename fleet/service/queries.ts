import { areaCode, areaOf, isWithin } from '../../shared/areas/jiangxi.ts';
import type { AreaView, IssuedReport, ReportQuery, YearQuery, YearReport } from '../../shared/contracts/fleet/area.ts';
import type { FlagList, FlagQuery, Today, TodayQuery } from '../../shared/contracts/fleet/flag.ts';
import type {
  CommandList,
  CommandQuery,
  ConfigView,
  EventList,
  EventQuery,
  Issues,
  StockHistory,
} from '../../shared/contracts/fleet/history.ts';
import type { Machine, MachineList, MachineQuery } from '../../shared/contracts/fleet/machine.ts';
import type { PaceCurve } from '../../shared/contracts/fleet/pace.ts';
import type { RestockPlan, RestockQuery } from '../../shared/contracts/fleet/restock.ts';
import type { StopView } from '../../shared/contracts/fleet/stop.ts';
import type { MachineId } from '../../shared/contracts/ids.ts';
import { addDays, firstDayOfYear, formatDay, type LocalDay, yearOf, type Zone } from '../../shared/rules/calendar.ts';
import type { Rules } from '../../shared/rules/defaults.ts';
import { cursorsOf } from '../cursor.ts';
import { paceCurve } from '../evaluate/pace-curve.ts';
import { serviceOf } from '../evaluate/service-state.ts';
import { lastCounted } from '../evaluate/year-parts.ts';
import { areaView, countyBoxes, yearBoxes } from '../lists/area-view.ts';
import { flagView } from '../lists/flag-view.ts';
import { machinePage, machineRowOn } from '../lists/machine-page.ts';
import { quarantinedIn } from '../lists/quarantined.ts';
import type { ReadModel } from '../lists/read-model.ts';
import { coverDays, coversOf } from '../lists/stock-cover.ts';
import { taskView } from '../lists/tasks.ts';
import type { Clock } from '../ports/clock.ts';
import type { FigureStore } from '../ports/figure-store.ts';
import type { Ledgers } from '../ports/ledgers.ts';
import type { ReadStore } from '../ports/read-store.ts';
import type { RegistryStore } from '../ports/registry-store.ts';
import type { TelemetryStore } from '../ports/telemetry-store.ts';
import { RefusedError } from '../refused.ts';
import { configView } from '../registry/config-view.ts';
import { stopView } from '../registry/stop.ts';
import type { MachineState, Machines } from '../state/machine-state.ts';
import { commandPage } from './command-page.ts';
import { anySpan, daySpan } from './day-span.ts';
import type { EvaluationService } from './evaluation.ts';
import type { IssuedReports } from './issued-reports.ts';
import { linePage } from './line-page.ts';
import { requireState } from './require-state.ts';
import { restockPlan } from './restock-plans.ts';
import type { YearReports } from './year-reports.ts';

/** What queries need. */
export interface QueryDependencies {
  readonly store: ReadStore &
    FigureStore &
    Pick<Ledgers, 'events' | 'ledgersOf'> &
    Pick<RegistryStore, 'commands'> &
    Pick<TelemetryStore, 'reported'>;
  readonly clock: Clock;
  readonly zone: Zone;
  readonly rules: Rules;
  readonly machines: Machines;
  readonly readModel: Pick<ReadModel, 'machines' | 'flags' | 'tasks' | 'counties' | 'restock' | 'year'>;
  readonly evaluation: EvaluationService;
  readonly issuedReports: IssuedReports;
  readonly yearReports: YearReports;
}

const clearedFlags = cursorsOf('cleared flags', ['number', 'text']);

/**
 * Queries of people. Each answer says as of when it is valid. `own` is the area that the asker may
 * see.
 */
export class Queries {
  readonly #deps: QueryDependencies;

  constructor(deps: QueryDependencies) {
    this.#deps = deps;
  }

  readonly #now = (): number => this.#deps.clock.now();

  #today(): LocalDay {
    return this.#deps.zone.dayOf(this.#now());
  }

  #state(machine: string): MachineState {
    this.#deps.evaluation.noteRequest();
    return requireState(this.#deps.machines, machine);
  }

  /**
   * The requested area, which must be inside the asker's; by default the asker's own. Refuses
   * others.
   */
  area(asked: string | undefined, own: string): string {
    this.#deps.evaluation.noteRequest();
    if (asked === undefined) return own;
    if (!areaOf(asked)) throw new RefusedError('not-found', `there is no area ${asked}`, '没有这个区域');
    if (!isWithin(asked, own))
      throw new RefusedError('forbidden', `${asked} is outside of your area`, '不在您的区域内');
    return areaCode(asked);
  }

  /** A page of the list of machines. */
  async machines(query: MachineQuery, own: string): Promise<MachineList> {
    const area = this.area(query.region, own);
    const day = this.#today();
    const asOf = this.#now();
    const { total, briefs, next } = this.#deps.readModel.machines.page(query, area, day);
    const rows = await this.#deps.store.rows(briefs.map((brief) => brief.machine));
    const found = new Map(rows.map((row) => [row.machine, row]));
    const machines = briefs.flatMap((brief) => {
      const row = found.get(brief.machine);
      const state = this.#deps.machines.get(brief.machine);
      return row && state ? [machineRowOn(day, row, brief, state)] : [];
    });
    return { asOf, total, machines, next };
  }

  /**
   * A machine's page. The machine is evaluated first if that is due. Refuses a machine that was
   * never evaluated.
   */
  async machine(machine: string): Promise<Machine> {
    const { store, evaluation } = this.#deps;
    const state = this.#state(machine);
    const id = state.record.machine;
    await evaluation.evaluateNow(id);
    const [view, reported, ledgers] = await Promise.all([store.view(id), store.reported(id), store.ledgersOf(id)]);
    if (!view)
      throw new RefusedError('unavailable', `${machine} is not evaluated yet`, '这台机器还没有计算完成，请稍后再试');
    return machinePage(state, { view, reported, ledgers }, this.#now());
  }

  /** Lines of a machine's ledgers, of all days or of some. */
  events(machine: string, { after, order, kind, day, from = day, to = day, limit }: EventQuery): Promise<EventList> {
    const days = from === undefined && to === undefined ? null : anySpan(from, to);
    return linePage(this.#deps.store, machine as MachineId, { after, order, kinds: kind, days, limit });
  }

  /** A machine's confirmed boxes by day and by hour. By default of this year. */
  async issues(machine: string, from?: string, to?: string): Promise<Issues> {
    const { record } = this.#state(machine);
    const span = daySpan(this.#today(), from, to);
    const asOf = this.#now();
    const found = await this.#deps.store.issues(record.machine, span.from, span.to);
    return { asOf, machine, from: formatDay(span.from), to: formatDay(span.to), ...found };
  }

  /** A machine's stock and cover at each day's end. By default of this year. */
  async stock(machine: string, from?: string, to?: string): Promise<StockHistory> {
    const { store } = this.#deps;
    const { record } = this.#state(machine);
    const span = daySpan(this.#today(), from, to);
    const asOf = this.#now();
    const [days, issues] = await Promise.all([
      store.stockHistory(record.machine, span.from, span.to),
      store.dayIssuesOf(record.machine, addDays(span.from, -coverDays)),
    ]);
    return { asOf, machine, days: coversOf(days, issues) };
  }

  /** A machine's pace: its curve of the year, and the band after today. */
  async pace(machine: string): Promise<PaceCurve> {
    const { store, rules, evaluation } = this.#deps;
    const state = this.#state(machine);
    const day = this.#today();
    const { asOf, pace } = await this.machine(machine);
    const service = serviceOf(state.record, state.suspensions);
    const counts = await store.dayIssuesOf(state.record.machine, firstDayOfYear(yearOf(day)));
    const { history, prior } = await evaluation.counts.rateBasis(state);
    return { asOf, machine, ...pace, ...paceCurve(service, counts, history, prior, day, rules) };
  }

  /** The configuration asked of a machine, and the one in force. */
  config(machine: string): ConfigView {
    const { config, account } = this.#state(machine);
    return configView(config, account);
  }

  /** Whether a machine was asked to give nothing out, and whether it does. */
  stop(machine: string): StopView {
    const { config, account } = this.#state(machine);
    return stopView(config, account);
  }

  /** A page of a machine's commands, newest first. */
  commands(machine: string, query: CommandQuery): Promise<CommandList> {
    return commandPage(this.#deps.store, this.#state(machine).record.machine, query);
  }

  /** A page of flags: open ones worst first, cleared ones newest first. */
  async flags(query: FlagQuery, own: string): Promise<FlagList> {
    const { store, readModel, machines } = this.#deps;
    const area = this.area(query.region, own);
    const asOf = this.#now();
    if (query.open === 'true') {
      const { total, flags, next } = readModel.flags.page(query, area);
      return { asOf, total, flags: flags.map(({ record, state }) => flagView(record, state.record, asOf)), next };
    }
    const page = await store.clearedFlags(query, area, clearedFlags.read(query.cursor));
    const nowhere = { name: '', region: area, site: '' };
    const flags = page.items.map((each) =>
      flagView(each, machines.get(each.flag.machine as MachineId)?.record ?? nowhere, asOf),
    );
    return { asOf, total: page.total, flags, next: page.next && clearedFlags.write(...page.next) };
  }

  /** A page of tasks, worst first. `user` is the asker. */
  today(query: TodayQuery, own: string, user: string): Today {
    const area = this.area(query.region, own);
    const { tasks, ...page } = this.#deps.readModel.tasks.page(query, area, user);
    const asOf = this.#now();
    return { asOf, day: formatDay(this.#today()), ...page, tasks: tasks.map((task) => taskView(task, asOf)) };
  }

  /** An area's figures, and those of the areas below it. */
  async region(code: string, own: string): Promise<AreaView> {
    const { store, rules, readModel, machines } = this.#deps;
    const area = this.area(code, own);
    const day = this.#today();
    const year = yearOf(day);
    const [issues, totals] = await Promise.all([
      store.months(area, `${year}-01`, `${year}-12`, 'county'),
      store.totals(area),
    ]);
    const asOf = this.#now();
    const { months, counties } = yearBoxes(issues);
    const figures = readModel.counties.figures(area, day, countyBoxes(counties, totals));
    const through = formatDay(lastCounted(year, day));
    const rest = { asOf, through, target: rules.target, months, quarantined: quarantinedIn(machines, area) };
    return areaView(area, readModel.year(year).areas(area), figures, rest);
  }

  /** What to carry where: the proposal for an area, or for the machines chosen. */
  async restock(query: RestockQuery, own: string): Promise<RestockPlan> {
    return restockPlan(this.#deps, query, this.area(query.region, own));
  }

  /** Confirmed boxes by month, and by area, product or machine. */
  async issuedReport(query: ReportQuery, own: string): Promise<IssuedReport> {
    return this.#deps.issuedReports.report(query, this.area(query.region, own));
  }

  /** The verdict of a year: so far, or closed. */
  async yearReport(query: YearQuery, own: string): Promise<YearReport> {
    return this.#deps.yearReports.report(query, this.area(query.region, own));
  }
}
