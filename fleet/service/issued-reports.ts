import { inArea } from '../../shared/areas/jiangxi.ts';
import type { IssuedReport, ReportQuery } from '../../shared/contracts/fleet/area.ts';
import type { MachineId } from '../../shared/contracts/ids.ts';
import { formatDay, type Zone } from '../../shared/rules/calendar.ts';
import { cursorsOf } from '../cursor.ts';
import { issuedReport } from '../lists/issued-report.ts';
import { textOrder } from '../lists/ordered.ts';
import { quarantinedIn } from '../lists/quarantined.ts';
import type { ReadModel } from '../lists/read-model.ts';
import type { Clock } from '../ports/clock.ts';
import type { FigureStore } from '../ports/figure-store.ts';
import { RefusedError } from '../refused.ts';
import type { MonthIssue } from '../registry/records.ts';
import type { Machines } from '../state/machine-state.ts';

/** What the reports of boxes need. */
export interface IssuedReportDependencies {
  readonly store: Pick<FigureStore, 'months' | 'monthsOf'>;
  readonly clock: Clock;
  readonly zone: Zone;
  readonly machines: Machines;
  readonly readModel: Pick<ReadModel, 'machines' | 'moved'>;
  /** The name of a product, or its code if it has none. */
  readonly productName: (code: string) => string;
}

/** Only the report by machine gives cursors. */
const cursors = {
  area: cursorsOf('report by area', ['text']),
  product: cursorsOf('report by product', ['text']),
  machine: cursorsOf('report by machine', ['text']),
} as const;

type Asked = Pick<IssuedReport, 'region' | 'from' | 'to' | 'by'>;
/** A report's figures, before it is said which machines are missing in them. */
type Counted = Omit<IssuedReport, 'quarantined'>;

/** Reports of confirmed boxes by month, and by area, product or machine. */
export class IssuedReports {
  readonly #deps: IssuedReportDependencies;
  readonly #names: Parameters<typeof issuedReport>[2];

  constructor(deps: IssuedReportDependencies) {
    this.#deps = deps;
    this.#names = {
      product: deps.productName,
      machine: (id) => deps.machines.get(id as MachineId)?.record.name ?? id,
    };
  }

  /** The report of an area that the asker may see. By machine, a page of it if one is requested. */
  async report(query: ReportQuery, region: string): Promise<IssuedReport> {
    const { clock, zone } = this.#deps;
    const day = formatDay(zone.dayOf(clock.now()));
    const { by, limit, cursor } = query;
    const asked = { region, by, from: query.from ?? `${day.slice(0, 4)}-01`, to: query.to ?? day.slice(0, 7) };
    if (asked.from > asked.to) throw new RefusedError('invalid', 'to is before from', '结束月份早于开始月份');
    const [after] = cursors[by].read(cursor) ?? [null];
    const isPage = by === 'machine' && (limit !== undefined || after !== null);
    const report = isPage ? this.#page(asked, limit ?? Number.POSITIVE_INFINITY, after ?? '') : this.#whole(asked);
    return { ...(await report), quarantined: quarantinedIn(this.#deps.machines, region) };
  }

  async #whole(asked: Asked): Promise<Counted> {
    const { store, clock } = this.#deps;
    const { region, from, to, by } = asked;
    const asOf = clock.now();
    const issues = await store.months(region, from, to, by === 'area' ? 'county' : by);
    return issuedReport(asked, issues, this.#names, asOf);
  }

  async #page(asked: Asked, limit: number, after: string): Promise<Counted> {
    const { store, clock } = this.#deps;
    const { region, from, to } = asked;
    const asOf = clock.now();
    const [counties, { issues, next }] = await Promise.all([
      store.months(region, from, to, 'county'),
      this.#some(asked, limit, after),
    ]);
    const { total } = issuedReport({ ...asked, by: 'area' }, counties, this.#names, asOf);
    return { ...issuedReport(asked, issues, this.#names, asOf), total, next };
  }

  /** The months of the first `limit` machines after one that have boxes. */
  async #some(
    { region, from, to }: Asked,
    limit: number,
    after: string,
  ): Promise<{ issues: MonthIssue[]; next: string | null }> {
    const { store, readModel } = this.#deps;
    const movedAway = this.#movedAway(region);
    const found = new Map<string, MonthIssue[]>();
    for (let last = after; found.size <= limit; ) {
      const some = [
        ...readModel.machines.following(last, region, limit + 1),
        ...movedAway.filter((each) => each > last),
      ]
        .sort(textOrder)
        .slice(0, limit + 1);
      const end = some.at(-1);
      if (end === undefined) return { issues: [...found.values()].flat(), next: null };
      last = end;
      for (const issue of await store.monthsOf(region, from, to, some)) {
        const months = found.get(issue.key);
        if (months) months.push(issue);
        else found.set(issue.key, [issue]);
      }
    }
    const page = [...found].slice(0, limit);
    const end = page.at(-1);
    return { issues: page.flatMap(([, issues]) => issues), next: end ? cursors.machine.write(end[0]) : null };
  }

  /** Machines that are elsewhere now and were in an area before. */
  #movedAway(region: string): MachineId[] {
    const within = inArea(region);
    return [...this.#deps.readModel.moved].filter((machine) => {
      const record = this.#deps.machines.get(machine)?.record;
      return record !== undefined && !within(record.region) && record.places.some((place) => within(place.region));
    });
  }
}
