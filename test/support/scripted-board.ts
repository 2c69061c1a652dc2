import type { BoardCapabilities, BoardDriver, BoardEvent, BoardOrder, DriverOutput } from '../../device/board/port.ts';

/** A board without a wire: it records the orders, and reports what the test says. */
export interface ScriptedBoard {
  readonly driver: BoardDriver;
  /** All orders to it, over all runs of the agent. */
  readonly orders: BoardOrder[];
  /** Called before an order is recorded: the moment before a motor turns. */
  onOrder: (order: BoardOrder) => void;
  /** Queues an event for the agent's next check. */
  say(event: BoardEvent): void;
}

export const everyCapability: BoardCapabilities = { remembersTransaction: true, countsDrops: true, homes: true };

export function scriptedBoard(capabilities: BoardCapabilities = everyCapability): ScriptedBoard {
  let out: DriverOutput[] = [];
  const board: ScriptedBoard = {
    orders: [],
    onOrder: () => {},
    say: (event) => out.push({ kind: 'core', event }),
    driver: {
      name: 'scripted',
      capabilities,
      dropped: 0,
      wakeMonoMs: null,
      opened: () => {},
      closed: (reason) => board.say({ kind: 'lost', reason }),
      received: () => {},
      wake: () => {},
      order(order) {
        board.onOrder(order);
        board.orders.push(order);
      },
      take() {
        const taken = out;
        out = [];
        return taken;
      },
    },
  };
  return board;
}
