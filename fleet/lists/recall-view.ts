import type { AreaRecall, LotInLane, RecallState, RecallView } from '../../shared/contracts/fleet/recall.ts';
import type { MachineState } from '../evaluate/machine-state.ts';
import { isNamed, lotsOf } from '../registry/area-recalls.ts';
import { heeds, holdsBack, isAmong, recallsWanted } from '../registry/holdings.ts';
import { boxesIn, lotsStanding } from './lot-stock.ts';

/** A machine beside a recall: how it stands to it, and the boxes of its lots there, with those of the product whose lot nobody knows. */
export interface RecalledMachine {
  readonly state: RecallState;
  readonly lanes: readonly LotInLane[];
}

/** How a machine stands to a recall by its own books. */
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
  // Without a lane of the product there is nothing to lock: then it is the version that says that it knows.
  const isInForce = hasLane ? lots.every((each) => heeds(books, each)) : books.configVersion >= config.config.version;
  return isInForce ? 'in-force' : 'asked';
}

/** A machine beside a recall. */
export const recalledMachine = (recall: AreaRecall, machine: MachineState): RecalledMachine => ({
  state: recallStateOf(recall, machine),
  lanes: lotsStanding(
    machine.account.books,
    (product, lot) => isNamed(recall, product, lot) || (product === recall.product && lot === null),
  ),
});

/** Whether a machine has still to take the recall, or its end, over. */
export const isWaiting = ({ state }: RecalledMachine): boolean =>
  state === 'asked' || state === 'not-asked' || state === 'lifting';

/** A recall with what it comes to at some machines. */
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
