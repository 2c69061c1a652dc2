import type { BoardAsk, BoardCapabilities, BoardDriver, BoardEvent, DriverOutput } from '../../device/board/port.ts';

/** A board without a wire: it records the questions, and reports what the test says. */
export interface ScriptedBoard {
  readonly driver: BoardDriver;
  /** All questions to it, over all runs of the agent. */
  readonly asks: BoardAsk[];
  /** Called before a question is recorded: the moment before a motor turns. */
  onAsk: (ask: BoardAsk) => void;
  /** Queues an event for the agent's next check. */
  say(event: BoardEvent): void;
}

export const everyCapability: BoardCapabilities = { remembersTransaction: true, countsDrops: true, homes: true };

export function scriptedBoard(capabilities: BoardCapabilities = everyCapability): ScriptedBoard {
  let out: DriverOutput[] = [];
  const board: ScriptedBoard = {
    asks: [],
    onAsk: () => {},
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
      ask(ask) {
        board.onAsk(ask);
        board.asks.push(ask);
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
