import { inArea } from '../../shared/areas/jiangxi.ts';
import type { LocalDay } from '../../shared/rules/calendar.ts';
import { severityOf } from '../../shared/rules/flag-rules.ts';
import type { CountyBoxes, CountyFigures, FlagRecord } from '../registry/records.ts';
import { type FigureSums, noFigures } from './area-figures.ts';
import type { MachineBrief } from './machine-brief.ts';

/** What one machine adds to its county: its brief, once it was evaluated, and its open flags. */
export interface Share {
  readonly region: string;
  /** The county where it was on the day of its evaluation. */
  readonly todayIn: string;
  readonly brief: MachineBrief | null;
  readonly flags: readonly FlagRecord[];
}

type Sums = FigureSums & {
  /** Boxes of the day, by the day of the machine's evaluation. */
  readonly today: Map<LocalDay, number>;
};

const nothing = (): Sums => ({ ...noFigures(), today: new Map() });

const serviceSum = {
  'in-service': 'inService',
  suspended: 'suspended',
  planned: 'planned',
  retired: 'retired',
} as const satisfies Record<MachineBrief['service'], keyof CountyFigures['machines']>;

/** Adds a machine's part to its county, or subtracts it if `sign` is -1. */
function addBrief(sums: Sums, brief: MachineBrief, sign: 1 | -1): void {
  sums.machines.total += sign;
  sums.machines[serviceSum[brief.service]] += sign;
  sums.empty += sign * brief.empty;
  sums.toRestock += sign * brief.restock;
  if (brief.service === 'retired') return;
  sums.stock += sign * brief.stock;
  sums.capacity += sign * brief.capacity;
  sums.link[brief.link] += sign;
}

function addToday({ today }: Sums, brief: MachineBrief, sign: 1 | -1): void {
  const boxes = (today.get(brief.today) ?? 0) + sign * brief.issuedToday;
  if (boxes === 0) today.delete(brief.today);
  else today.set(brief.today, boxes);
}

function addFlag(sums: Sums, { flag: { finding } }: FlagRecord, sign: 1 | -1): void {
  const flags = (sums.flags[finding.kind] ?? 0) + sign;
  if (flags === 0) delete sums.flags[finding.kind];
  else sums.flags[finding.kind] = flags;
  sums.severity[severityOf(finding)] += sign;
}

/**
 * The sums of every county, updated as machines change. An area's figures cost only as much as its
 * counties, however many machines it has.
 */
export class CountySums {
  readonly #counties = new Map<string, Sums>();

  #county(region: string): Sums {
    const sums = this.#counties.get(region) ?? nothing();
    this.#counties.set(region, sums);
    return sums;
  }

  /** Replaces a machine's share `before` by `after`. */
  change(before: Share | null, after: Share | null): void {
    if (before) this.#add(before, -1);
    if (after) this.#add(after, 1);
  }

  #add({ region, todayIn, brief, flags }: Share, sign: 1 | -1): void {
    const sums = this.#county(region);
    if (brief) addBrief(sums, brief, sign);
    if (brief && brief.issuedToday !== 0) addToday(this.#county(todayIn), brief, sign);
    for (const flag of flags) addFlag(sums, flag, sign);
  }

  /**
   * The counties of an area, with the boxes that fell there. A county without machines still has
   * its boxes.
   */
  figures(area: string, day: LocalDay, boxes: ReadonlyMap<string, CountyBoxes>): CountyFigures[] {
    const within = inArea(area);
    const figures: CountyFigures[] = [];
    for (const code of new Set([...this.#counties.keys(), ...boxes.keys()])) {
      if (!within(code)) continue;
      const { today, ...sums } = this.#counties.get(code) ?? nothing();
      const { year, total, uncertain } = boxes.get(code) ?? { year: 0, total: 0, uncertain: 0 };
      figures.push({ ...sums, code, uncertain, issued: { today: today.get(day) ?? 0, year, total } });
    }
    return figures;
  }
}
