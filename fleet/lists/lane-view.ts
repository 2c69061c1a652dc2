import type { LaneView, ProductStock } from '../../shared/contracts/fleet/machine.ts';
import { type LaneBook, laneState, laneStock } from '../../shared/ledger/books.ts';
import { formatDay, type LocalDay } from '../../shared/rules/calendar.ts';
import { type LotFitness, lotFitness } from '../../shared/rules/lot.ts';
import { type Evaluation, type ProductEvaluation, perDay } from '../evaluate/evaluate.ts';
import type { MachineAccount } from '../ledger/account.ts';
import { round } from './rounding.ts';

const lotStates: Readonly<Record<LotFitness, LaneView['lots'][number]['state']>> = {
  fit: 'fit',
  undated: 'unknown',
  misdated: 'unknown',
  expiring: 'expiring',
  closing: 'locked',
  expired: 'expired',
  recalled: 'recalled',
};

/** A lane as the API shows it, with the state of its lots on a local day. */
export function laneView(lane: LaneBook, evaluation: Evaluation, today: LocalDay): LaneView {
  return {
    lane: lane.lane,
    product: lane.product,
    capacity: lane.capacity,
    par: lane.par,
    stock: laneStock(lane),
    uncertain: lane.uncertain,
    unverified: lane.doubted ? laneStock(lane) : 0,
    state: laneState(lane),
    reason: lane.reason,
    lockedByPlan: lane.lockedByPlan,
    lots: lane.lots.map((lot) => ({
      ...lot,
      state: lotStates[lotFitness({ product: lane.product, ...lot }, today, evaluation.recalls, evaluation.rules)],
    })),
  };
}

/** A local day as text. Null stays null. */
export const dayText = (day: LocalDay | null): string | null => (day === null ? null : formatDay(day));

/** What a machine holds of a product, and how long that lasts, as the API shows it. */
export function productView(each: ProductEvaluation, account: MachineAccount): ProductStock {
  const lanes = [...account.books.lanes.values()].filter((lane) => lane.product === each.restock.product);
  const { day, earliest, latest } = each.runOut;
  return {
    product: each.restock.product,
    stock: each.restock.stock,
    capacity: lanes.reduce((sum, lane) => sum + lane.capacity, 0),
    par: lanes.reduce((sum, lane) => sum + lane.par, 0),
    rate: round(perDay(each), 4),
    coverDays: round(each.restock.coverDays, 1),
    runsOut: day === null ? null : { expected: formatDay(day), early: dayText(earliest), late: dayText(latest) },
    restock: each.restock.boxes,
  };
}
