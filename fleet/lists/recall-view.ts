import type { AreaRecall, LotInLane, RecallState, RecallView } from '../../shared/contracts/fleet/recall.ts';
import { isNamed, lotsOf } from '../registry/area-recalls.ts';
import { heeds, holdsBack, isAmong, recallsWanted } from '../registry/holdings.ts';
import type { MachineState } from '../state/machine-state.ts';
import { boxesIn, lotsStanding } from './lot-stock.ts';

/**
 * A machine that a recall reaches: its state, and its boxes of the recalled lots, including boxes
 * of the product with an unknown lot.
 */
export interface RecalledMachine {
  readonly state: RecallState;
  readonly lanes: readonly LotInLane[];
}

/** The state of a recall at a machine by the machine's own books. */
function recallStateOf(recall: AreaRecall, { config, account }: MachineState): RecallState {
  const lots = lotsOf(recall);
  const { books } = account;
  const wanted = config === null ? [] : recallsWanted(config);
  if (recall.ended !== null) {
    const held = lots.filter((each) => holdsBack(books, each));
    if (held.length === 0) return 'lifted';
    return held.every((each) => isAmong(wanted, each)) ? 'kept' : 'lifting';
  }
  if (config === null || !lots.every((each) => isAmong(wanted, each))) return 'not-asked';
  const hasLane = [...books.lanes.values()].some(({ product }) => product === recall.product);
  // Without a lane of the product there is nothing to lock. Then only the version shows that the
  // machine knows of the recall.
  const isInForce = hasLane ? lots.every((each) => heeds(books, each)) : books.configVersion >= config.config.version;
  return isInForce ? 'in-force' : 'asked';
}

/** The state of a machine that a recall reaches. */
export const recalledMachine = (recall: AreaRecall, machine: MachineState): RecalledMachine => ({
  state: recallStateOf(recall, machine),
  lanes: lotsStanding(
    machine.account.books,
    (product, lot) => isNamed(recall, product, lot) || (product === recall.product && lot === null),
  ),
});

/** Whether a machine must still apply the recall, or its end. */
export const isWaiting = ({ state }: RecalledMachine): boolean =>
  state === 'asked' || state === 'not-asked' || state === 'lifting';

/** A recall with its totals over some machines. */
export function recallView(recall: AreaRecall, machines: readonly RecalledMachine[]): RecallView {
  const standing = machines.flatMap(({ lanes }) => lanes);
  const unknown = recall.lots === null ? [] : standing.filter(({ lot }) => lot === null);
  return {
    ...recall,
    machines: {
      total: machines.length,
      inForce: machines.filter(({ state }) => state === 'in-force').length,
      waiting: machines.filter(isWaiting).length,
    },
    boxes: {
      known: boxesIn(standing) - boxesIn(unknown),
      unknown: boxesIn(unknown),
      machines: machines.filter(({ lanes }) => lanes.length > 0).length,
    },
  };
}
