import type { ConfigView, LaneView } from '../../../../shared/contracts/fleet-http.ts';
import type { ProductCode } from '../../../../shared/contracts/ids.ts';
import { sameLot } from '../../../../shared/contracts/spelling.ts';
import { isRecalled } from '../../../../shared/rules/lot.ts';
import { nextKey } from './draft-rows.ts';

/**
 * A recall as the editor holds it. At first nothing is chosen: `product` is empty, and every
 * lot is recalled only if `of` says so. `lot` counts only if `of` is `named`.
 */
export interface DraftRecall {
  readonly key: number;
  readonly product: string;
  readonly of: 'named' | 'all';
  readonly lot: string;
}

/** A recall as it is sent; a `lot` of null stands for every lot. */
export interface SentRecall {
  readonly product: string;
  readonly lot: string | null;
}

/** A further recall, of nothing yet. */
export const newRecall = (): DraftRecall => ({ key: nextKey(), product: '', of: 'named', lot: '' });

/** The recalls that editing begins with. */
export const draftRecalls = (recalls: NonNullable<ConfigView['inForce']>['recalls']): DraftRecall[] =>
  recalls.map(({ product, lot }) => ({ key: nextKey(), product, of: lot === null ? 'all' : 'named', lot: lot ?? '' }));

/** The fields of a recall that are not filled in. Such a draft is not sent. */
export const recallMissing = ({ product, of, lot }: DraftRecall): readonly ('product' | 'lot')[] => [
  ...(product === '' ? (['product'] as const) : []),
  ...(of === 'named' && lot.trim() === '' ? (['lot'] as const) : []),
];

/** A recall of the draft as it is sent. */
export const sentRecall = ({ product, of, lot }: DraftRecall): SentRecall => ({
  product,
  lot: of === 'all' ? null : lot.trim(),
});

const isSame = (a: SentRecall, b: SentRecall): boolean =>
  a.product === b.product && (a.lot === null || b.lot === null ? a.lot === b.lot : sameLot(a.lot, b.lot));

/** The recalls that were not there when editing began. */
export const addedRecalls = (recalls: readonly SentRecall[], before: readonly SentRecall[]): SentRecall[] =>
  recalls.filter((recall) => !before.some((each) => isSame(recall, each)));

/**
 * The numbers of the lanes that a recall stops: all lanes of the product if it is of every lot,
 * else those that may hold the lot by the machine's books.
 */
export function lanesStopped(
  recall: SentRecall,
  plan: readonly Pick<LaneView, 'lane' | 'product'>[],
  books: readonly Pick<LaneView, 'lane' | 'product' | 'lots'>[],
): number[] {
  const held = books.filter(({ product, lots }) =>
    lots.some((lot) => isRecalled({ ...lot, product }, [{ product: recall.product as ProductCode, lot: recall.lot }])),
  );
  const planned = recall.lot === null ? plan.filter(({ product }) => product === recall.product) : [];
  return [...new Set([...planned, ...held].map(({ lane }) => lane))].sort((a, b) => a - b);
}
