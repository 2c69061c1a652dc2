import type { ProductCode } from '../../shared/contracts/ids.ts';
import { type Plan, planMax, type Recall } from '../../shared/contracts/plan.ts';
import { lotKey, sameLot } from '../../shared/contracts/spelling.ts';
import type { LotRecall } from '../../shared/rules/lot.ts';
import type { OwnHoldings } from './own-holdings.ts';
import type { ConfigRecord } from './records.ts';

/** Why a lane is locked whose product is called back in all lots; screens have a text for it. */
const recallLock = 'recalled';

/** What was entered for the machine itself: all of a configuration that an older version asked for. */
export const ownHoldings = ({ own, config }: Pick<ConfigRecord, 'own' | 'config'>): OwnHoldings => own ?? config;

/** The recalls that are asked of a machine: its own and its area's, each once. */
export const recallsWanted = (record: ConfigRecord): readonly LotRecall[] =>
  distinct([...ownHoldings(record).recalls, ...(record.areaRecalls ?? [])]);

const keyOf = ({ product, lot }: LotRecall): string => JSON.stringify([product, lotKey(lot)]);

/** Recalls without those that say the same again, under whichever spelling; the first of each stays. */
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
 * What a machine is sent so that it heeds its own recalls and its area's. A kiosk knows recalls of single lots only, so the lanes of a product
 * that is called back in all lots are locked; so are those of a product that has more lots than a configuration may hold.
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

/** The product of which most lots are named. */
function mostNamed(recalls: readonly Recall[]): ProductCode {
  const lots = new Map<ProductCode, number>();
  for (const { product } of recalls) lots.set(product, (lots.get(product) ?? 0) + 1);
  return [...lots].reduce((a, b) => (b[1] > a[1] ? b : a))[0];
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

/** Whether a machine's books heed a recall: the lot stands among those called back, or all lanes of the product are locked for it. */
export function heeds(books: RecallBooks, recall: LotRecall): boolean {
  if (isNamed(books, recall)) return true;
  const locks = locksOf(books, recall);
  const isForRecall = recall.lot === null ? locks.length > 0 : locks.includes(recallLock);
  return isForRecall && locks.every((lock) => lock !== null);
}

/** Whether a machine's books still hold back what a recall called back. A lane that is locked for another reason is none of it. */
export const holdsBack = (books: RecallBooks, recall: LotRecall): boolean =>
  isNamed(books, recall) || locksOf(books, recall).includes(recallLock);

/** Whether a recall is among others, or every lot of its product is. */
export const isAmong = (wanted: readonly LotRecall[], { product, lot }: LotRecall): boolean =>
  wanted.some((each) => each.product === product && (each.lot === null || (lot !== null && sameLot(each.lot, lot))));
