import type { LaneView, ProductStock } from '../../shared/contracts/fleet/machine.ts';
import type { RestockVisit } from '../../shared/contracts/fleet/restock.ts';
import { earlierDay, type LocalDay } from '../../shared/rules/calendar.ts';
import type { Evaluation } from '../evaluate/evaluate.ts';
import type { EvaluationInput } from '../evaluate/evaluation-input.ts';
import { dayText } from './lane-view.ts';

/** Whether a lot may not be given out, so that a visit takes it away. */
const mustLeave = (state: LaneView['lots'][number]['state']): boolean =>
  state === 'expired' || state === 'recalled' || state === 'locked';

/** What a visit to the machine would bring and take away, whether it is needed or not. */
export function restockVisit(
  { record }: EvaluationInput,
  evaluation: Evaluation,
  products: readonly ProductStock[],
  lanes: readonly LaneView[],
): RestockVisit {
  const { machine, name, region, site, address } = record;
  const needed = evaluation.products.filter((each) => each.restock.reason !== null);
  const by = needed
    .map((each) => each.runOut.day)
    .reduce<LocalDay | null>((a, b) => (a === null ? b : b === null ? a : earlierDay(a, b)), null);
  return {
    machine,
    name,
    region,
    site,
    address,
    by: dayText(by),
    boxes: evaluation.products.reduce((sum, each) => sum + each.restock.boxes, 0),
    products: evaluation.products.flatMap((each, index) => {
      const product = products[index];
      if (!product) return [];
      const add = new Map(each.restock.lanes.map((lane) => [lane.lane, lane.boxes]));
      const here = lanes.filter((lane) => lane.product === each.restock.product);
      return [
        {
          ...product,
          why: each.restock.reason ?? ('none' as const),
          lanes: here.map((lane) => ({
            lane: lane.lane,
            stock: lane.stock,
            par: lane.par,
            takeOut: lane.lots.reduce((sum, { count, state }) => sum + (mustLeave(state) ? count : 0), 0),
            add: add.get(lane.lane) ?? 0,
            state: lane.state,
          })),
        },
      ];
    }),
    takeOut: lanes.flatMap((lane) =>
      lane.lots.flatMap(({ lot, expires, count, state }) =>
        state === 'fit' || state === 'unknown'
          ? []
          : [{ lane: lane.lane, product: lane.product, lot, expires, count, why: state }],
      ),
    ),
  };
}
