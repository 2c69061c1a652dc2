import type { ProductCode } from '../../shared/contracts/ids.ts';
import { type Plan, planMax, type Recall } from '../../shared/contracts/plan.ts';
import { lotKey } from '../../shared/contracts/spelling.ts';
import type { LotRecall } from '../../shared/rules/lot.ts';
import type { OwnHoldings } from './own-holdings.ts';
import type { ConfigRecord } from './records.ts';

/**
 * The reason for the lock of a lane whose product is recalled in all lots. Screens have a text for
 * it.
 */
const recallLock = 'recalled';

/**
 * What was entered for the machine itself. A configuration of an older version has nothing else.
 */
export const ownHoldings = ({ own, config }: Pick<ConfigRecord, 'own' | 'config'>): OwnHoldings => own ?? config;

/** The recalls that a machine is asked to apply: its own and its area's, each once. */
export const recallsWanted = (record: ConfigRecord): readonly LotRecall[] =>
  distinct([...ownHoldings(record).recalls, ...(record.areaRecalls ?? [])]);

/** No product and no folded lot contains the line feed. */
const keyOf = ({ product, lot }: LotRecall): string => `${product}\n${lotKey(lot) ?? ''}`;

/** Removes recalls that repeat an earlier one, also in another spelling. */
export function distinct(recalls: readonly LotRecall[]): LotRecall[] {
  const byKey = new Map<string, LotRecall>();
  for (const each of recalls) if (!byKey.has(keyOf(each))) byKey.set(keyOf(each), each);
  return [...byKey.values()];
}

/** Whether two lists call back the same lots. */
export const sameRecalls = (a: readonly LotRecall[], b: readonly LotRecall[]): boolean => {
  const keys = new Set(a.map(keyOf));
  return keys.size === new Set(b.map(keyOf)).size && b.every((each) => keys.has(keyOf(each)));
};

/**
 * The lanes and recalls that a machine is sent, so that it applies its own recalls and its area's.
 * A kiosk knows only recalls of single lots. If a product is recalled in all lots, or in more lots
 * than a configuration may hold, its lanes are locked.
 */
export function holdingsToSend(own: OwnHoldings, areaRecalls: readonly LotRecall[]): Pick<Plan, 'lanes' | 'recalls'> {
  const all = distinct([...own.recalls, ...areaRecalls]);
  const whole = new Set(all.filter(({ lot }) => lot === null).map(({ product }) => product));
  const single = (): Recall[] => all.filter((each): each is Recall => each.lot !== null && !whole.has(each.product));
  while (single().length > planMax.recalls) whole.add(mostNamed(single()));
  const lanes = own.lanes.map((lane) =>
    whole.has(lane.product) ? { ...lane, locked: lane.locked ?? recallLock } : lane,
  );
  return { lanes, recalls: single() };
}

/** The product with the most recalled lots. */
function mostNamed(recalls: readonly Recall[]): ProductCode {
  const lots = new Map<ProductCode, number>();
  for (const { product } of recalls) lots.set(product, (lots.get(product) ?? 0) + 1);
  return [...lots].reduce((a, b) => (b[1] > a[1] ? b : a))[0];
}

/** The lanes that are locked only in what is sent, and not in what was entered for the machine. */
export function lanesLockedForRecall(record: Pick<ConfigRecord, 'own' | 'config'>): number[] {
  const free = new Set(ownHoldings(record).lanes.flatMap(({ lane, locked }) => (locked ? [] : [lane])));
  return record.config.lanes.flatMap(({ lane, locked }) => (locked && free.has(lane) ? [lane] : []));
}

/** A lot with its key, and the key of all lots of its product, to compare with many machines. */
export interface KeyedLot extends LotRecall {
  readonly key: string;
  readonly wholeKey: string;
}

/** A lot with its keys. */
export const keyed = (each: LotRecall): KeyedLot => ({
  ...each,
  key: keyOf(each),
  wholeKey: keyOf({ ...each, lot: null }),
});

/** What of a machine's books says which lots it holds back. */
interface RecallBooks {
  readonly recalls: readonly LotRecall[];
  readonly lanes: ReadonlyMap<number, { readonly product: string; readonly lockedByPlan: string | null }>;
}

/** The lots that a machine's books name, and the locks of the lanes of each product. */
export interface HeldLots {
  readonly named: ReadonlySet<string>;
  readonly locks: ReadonlyMap<string, readonly (string | null)[]>;
}

/** What a machine's books hold back, normalised once for many comparisons. */
export function heldLots({ recalls, lanes }: RecallBooks): HeldLots {
  const locks = new Map<string, (string | null)[]>();
  for (const { product, lockedByPlan } of lanes.values()) {
    const ofProduct = locks.get(product);
    if (ofProduct) ofProduct.push(lockedByPlan);
    else locks.set(product, [lockedByPlan]);
  }
  return { named: new Set(recalls.filter(({ lot }) => lotKey(lot) !== null).map(keyOf)), locks };
}

/**
 * Whether a machine's books apply a recall: they name the lot, or all lanes of the product are
 * locked because of it.
 */
export function heeds({ named, locks }: HeldLots, { product, lot, key }: KeyedLot): boolean {
  if (named.has(key)) return true;
  const ofProduct = locks.get(product) ?? [];
  const isForRecall = lot === null ? ofProduct.length > 0 : ofProduct.includes(recallLock);
  return isForRecall && ofProduct.every((lock) => lock !== null);
}

/**
 * Whether a machine's books still hold back what a recall named. A lane that is locked for another
 * reason does not count.
 */
export const holdsBack = ({ named, locks }: HeldLots, { product, key }: KeyedLot): boolean =>
  named.has(key) || locks.get(product)?.includes(recallLock) === true;

/** The keys of the recalls that a machine is asked to apply, to look lots up in. */
export function keysWanted(record: ConfigRecord | null): ReadonlySet<string> {
  if (record === null) return new Set();
  const keys = new Set(ownHoldings(record).recalls.map(keyOf));
  for (const each of record.areaRecalls ?? []) keys.add(keyOf(each));
  return keys;
}

/** Whether a recall is among those of `wanted`, or they recall every lot of its product. */
export const isAmong = (wanted: ReadonlySet<string>, { key, wholeKey }: KeyedLot): boolean =>
  wanted.has(key) || wanted.has(wholeKey);
