import type { ProductCode } from '../../shared/contracts/ids.ts';
import { type Plan, planMax, type Recall } from '../../shared/contracts/plan.ts';
import { lotKey, sameLot } from '../../shared/contracts/spelling.ts';
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

const keyOf = ({ product, lot }: LotRecall): string => JSON.stringify([product, lotKey(lot)]);

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

/** What of a machine's books says which lots it holds back. */
interface RecallBooks {
  readonly recalls: readonly LotRecall[];
  readonly lanes: ReadonlyMap<number, { readonly product: string; readonly lockedByPlan: string | null }>;
}

const isNamed = ({ recalls }: RecallBooks, { product, lot }: LotRecall): boolean =>
  recalls.some((each) => each.product === product && lot !== null && sameLot(each.lot, lot));

const locksOf = ({ lanes }: RecallBooks, { product }: LotRecall): (string | null)[] =>
  [...lanes.values()].filter((lane) => lane.product === product).map(({ lockedByPlan }) => lockedByPlan);

/**
 * Whether a machine's books apply a recall: they name the lot, or all lanes of the product are
 * locked because of it.
 */
export function heeds(books: RecallBooks, recall: LotRecall): boolean {
  if (isNamed(books, recall)) return true;
  const locks = locksOf(books, recall);
  const isForRecall = recall.lot === null ? locks.length > 0 : locks.includes(recallLock);
  return isForRecall && locks.every((lock) => lock !== null);
}

/**
 * Whether a machine's books still hold back what a recall named. A lane that is locked for another
 * reason does not count.
 */
export const holdsBack = (books: RecallBooks, recall: LotRecall): boolean =>
  isNamed(books, recall) || locksOf(books, recall).includes(recallLock);

/** Whether a recall is in a list, or the list recalls every lot of its product. */
export const isAmong = (wanted: readonly LotRecall[], { product, lot }: LotRecall): boolean =>
  wanted.some((each) => each.product === product && (each.lot === null || (lot !== null && sameLot(each.lot, lot))));
