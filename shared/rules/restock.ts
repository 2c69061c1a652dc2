import type { LaneState } from '../contracts/lane-state.ts';
import { addDays, daysBetween, expiryDay, type LocalDay } from './calendar.ts';
import type { Rules } from './defaults.ts';
import { isLocking, type Lot, type LotRecall, lacksDate, laneFitness, lotFitness, stockOf } from './lot.ts';
import type { MachineRules } from './machine-rules.ts';
import { chanceOfAtLeast, meanRate, type Rate } from './rate.ts';

/**
 * A lane as it is in the cabinet; lots in loading order, the front one first. `locked`: by a
 * person; the kiosk's own locks follow from the lots.
 */
export interface StockedLane {
  readonly lane: number;
  readonly product: string;
  readonly capacity: number;
  readonly par: number;
  readonly state: LaneState;
  readonly lots: readonly (Lot & { readonly count: number })[];
}

/**
 * Why a product must be restocked: no box left that can be given out, at or below its minimum, or
 * few days of cover. There are always boxes to bring: if none can be put in, a visit does not help.
 */
export type RestockReason = 'out' | 'minimum' | 'cover';

/** What one product of a machine needs. Counts are boxes. */
export interface Restock {
  readonly product: string;
  /** Boxes that can be given out: in lanes neither locked, jammed nor absent. */
  readonly stock: number;
  /**
   * Boxes that are there and must not be given out: expired, locked over their expiry, or recalled.
   * A visit takes them out.
   */
  readonly unfit: number;
  /**
   * All others that can't be given out as the lanes are now: behind unfit ones, without a date, or
   * in a lane that is locked, jammed or absent.
   */
  readonly blocked: number;
  /** Stock ÷ rate. */
  readonly coverDays: number;
  /** Null: no need to go. */
  readonly reason: RestockReason | null;
  /**
   * Boxes to bring, in all and by lane (only lanes that need some); also given if no visit is
   * needed.
   */
  readonly boxes: number;
  readonly lanes: readonly { readonly lane: number; readonly boxes: number }[];
}

/** What is known of one product in one machine. */
export interface RestockBooks {
  readonly product: string;
  /** All lanes of the machine; those of other products are ignored. */
  readonly lanes: readonly StockedLane[];
  /** The product's rate here, over `restockRateDays` days in which it could be given out. */
  readonly rate: Rate;
  /**
   * Last usable day of the boxes that would be brought; null if the lot isn't known: then
   * `freshLotDays` from today.
   */
  readonly freshExpires: LocalDay | null;
  readonly recalls: readonly LotRecall[];
}

function reasonOf(stock: number, coverDays: number, rules: Rules): RestockReason | null {
  if (stock === 0) return 'out';
  if (stock <= rules.minimumBoxes) return 'minimum';
  return coverDays < rules.restockCoverDays ? 'cover' : null;
}

/**
 * Whether a lane may be filled: neither locked nor absent, and nothing in it expires later than the
 * new boxes behind it. If their lot isn't known, it will be chosen so that nothing does.
 */
function takesBoxes(lane: StockedLane, freshExpires: LocalDay | null): boolean {
  if (lane.state === 'locked' || lane.state === 'absent') return false;
  if (freshExpires === null) return true;
  return lane.lots.every((lot) => {
    const expires = lot.expires === null ? null : expiryDay(lot.expires);
    return expires === null || expires <= freshExpires;
  });
}

/**
 * Whether a lane is filled before another one: it has fewer boxes, or the same number and a lower
 * lane number.
 */
const isEmptier = (a: { stock: number; lane: number }, b: { stock: number; lane: number }): boolean =>
  a.stock < b.stock || (a.stock === b.stock && a.lane < b.lane);

/**
 * Spreads boxes one by one over the lanes, each time to the one with the fewest boxes that is below
 * its par level.
 */
function spread(lanes: readonly StockedLane[], max: number): { lane: number; boxes: number }[] {
  const open = lanes.map((lane) => ({
    lane: lane.lane,
    boxes: 0,
    stock: stockOf(lane.lots),
    par: Math.min(lane.par, lane.capacity),
  }));
  for (let left = max; left > 0; left -= 1) {
    let emptiest: (typeof open)[number] | null = null;
    for (const each of open)
      if (each.stock < each.par && (emptiest === null || isEmptier(each, emptiest))) emptiest = each;
    if (emptiest === null) break;
    emptiest.stock += 1;
    emptiest.boxes += 1;
  }
  return open.filter((l) => l.boxes > 0).map(({ lane, boxes }) => ({ lane, boxes }));
}

/**
 * What a product needs [rules, restock]. The requested boxes fill its lanes to par, but never more
 * than can be given out at the present rate before the kiosk would lock them, with the existing
 * boxes going first. If none can be given out now, the rate says little about demand: then the
 * lanes are filled to par. Lots that must not be given out are taken out on the same visit, so
 * their places are filled as well. Boxes without a date stay, since their date can be read on the
 * pack.
 */
export function restockOf(books: RestockBooks, today: LocalDay, rules: MachineRules): Restock {
  const lanes = books.lanes.filter((lane) => lane.product === books.product);
  const locks = (lane: StockedLane): boolean => isLocking(laneFitness(lane.lots, today, books.recalls, rules), rules);
  const stock = lanes
    .filter((lane) => (lane.state === 'ready' || lane.state === 'empty') && !locks(lane))
    .reduce((sum, lane) => sum + stockOf(lane.lots), 0);
  const perDay = meanRate(books.rate);
  const coverDays = stock / perDay;
  const freshExpires = books.freshExpires ?? addDays(today, rules.freshLotDays);
  const sellableDays = Math.max(0, daysBetween(today, freshExpires) - rules.lockDays);
  const stays = (lot: Lot): boolean => {
    const fitness = lotFitness(lot, today, books.recalls, rules);
    return lacksDate(fitness) || !isLocking(fitness, rules);
  };
  const all = lanes.flatMap((lane) => lane.lots);
  const unfit = stockOf(all.filter((lot) => !stays(lot)));
  const open = lanes
    .map((lane) => ({ ...lane, lots: lane.lots.filter(stays) }))
    .filter((lane) => takesBoxes(lane, books.freshExpires));
  const ahead = open.reduce((sum, lane) => sum + stockOf(lane.lots), 0);
  const issuable = stock === 0 && sellableDays > 0 ? Number.POSITIVE_INFINITY : Math.floor(perDay * sellableDays);
  const fill = spread(open, Math.max(0, issuable - Math.max(stock, ahead)));
  const boxes = fill.reduce((sum, lane) => sum + lane.boxes, 0);
  return {
    product: books.product,
    stock,
    unfit,
    blocked: Math.max(0, stockOf(all) - stock - unfit),
    coverDays,
    reason: boxes === 0 ? null : reasonOf(stock, coverDays, rules),
    boxes,
    lanes: fill,
  };
}

/**
 * The day on which the last box falls: expected, and its band (`bandTail` at each end); null: not
 * within ten years.
 */
export interface RunOut {
  readonly day: LocalDay | null;
  readonly earliest: LocalDay | null;
  readonly latest: LocalDay | null;
}

const HORIZON_DAYS = 3650;

/** The first day from `today` on by whose end `stock` boxes are gone with probability `share`. */
function goneBy(stock: number, rate: Rate, today: LocalDay, share: number): LocalDay | null {
  const gone = (days: number): boolean => chanceOfAtLeast(rate, stock, days) >= share;
  if (!gone(HORIZON_DAYS)) return null;
  let low = 0;
  let high = HORIZON_DAYS;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (gone(middle)) high = middle;
    else low = middle;
  }
  return addDays(today, high - 1);
}

/** When a stock runs out if nobody restocks it. An empty one runs out today. */
export function runOut(stock: number, rate: Rate, today: LocalDay, rules: Rules): RunOut {
  if (stock <= 0) return { day: today, earliest: today, latest: today };
  const days = Math.ceil(stock / meanRate(rate));
  return {
    day: days > HORIZON_DAYS ? null : addDays(today, days - 1),
    earliest: goneBy(stock, rate, today, rules.bandTail),
    latest: goneBy(stock, rate, today, 1 - rules.bandTail),
  };
}
