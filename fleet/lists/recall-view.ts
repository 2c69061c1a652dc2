import type { AreaRecall, LotInLane, RecallState } from '../../shared/contracts/fleet/recall.ts';
import { isNamed, lotsOf } from '../registry/area-recalls.ts';
import {
  type HeldLots,
  heeds,
  heldLots,
  holdsBack,
  isAmong,
  type KeyedLot,
  keyed,
  keysWanted,
} from '../registry/holdings.ts';
import type { MachineState } from '../state/machine-state.ts';
import { lotsStanding } from './lot-stock.ts';

/** A recall with its lots, normalised once for many machines. */
export interface KeyedRecall {
  readonly recall: AreaRecall;
  readonly lots: readonly KeyedLot[];
}

export const keyedRecall = (recall: AreaRecall): KeyedRecall => ({ recall, lots: lotsOf(recall).map(keyed) });

/** What a machine is asked for and holds back, normalised once for many recalls. */
export interface RecallHolding {
  readonly machine: MachineState;
  readonly wanted: ReadonlySet<string>;
  readonly held: HeldLots;
}

export const recallHolding = (machine: MachineState): RecallHolding => ({
  machine,
  wanted: keysWanted(machine.config),
  held: heldLots(machine.account.books),
});

/** The state of a recall at a machine that it reaches, by the machine's own books. */
export function recallStateOf({ recall, lots }: KeyedRecall, { machine, wanted, held }: RecallHolding): RecallState {
  const { config, account } = machine;
  if (recall.ended !== null) {
    const kept = lots.filter((each) => holdsBack(held, each));
    if (kept.length === 0) return 'lifted';
    return kept.every((each) => isAmong(wanted, each)) ? 'kept' : 'lifting';
  }
  if (config === null || !lots.every((each) => isAmong(wanted, each))) return 'not-asked';
  // Without a lane of the product there is nothing to lock. Then only the version shows that the
  // machine knows of the recall.
  const isInForce = held.locks.has(recall.product)
    ? lots.every((each) => heeds(held, each))
    : account.books.configVersion >= config.config.version;
  return isInForce ? 'in-force' : 'asked';
}

/**
 * A machine's boxes of the recalled lots, including boxes of the product with an unknown lot, by
 * lane.
 */
export const recalledLanes = (recall: AreaRecall, { account }: MachineState): LotInLane[] =>
  lotsStanding(
    account.books,
    (product, lot) => isNamed(recall, product, lot) || (product === recall.product && lot === null),
  );

/** Whether a machine must still apply the recall, or its end. */
export const isWaiting = (state: RecallState): boolean =>
  state === 'asked' || state === 'not-asked' || state === 'lifting';
