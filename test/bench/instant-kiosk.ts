import { randomUUID } from 'node:crypto';
import { sha256Chain } from '../../device/adapters/chain.ts';
import { openLedger } from '../../device/adapters/sqlite-ledger.ts';
import type { Agent } from '../../device/agent/agent.ts';
import { createAgent } from '../../device/agent/create-agent.ts';
import { createDriver } from '../../device/board/catalogue.ts';
import type { Clock } from '../../device/ports.ts';
import { type Lane, LedgerId, MachineId, type ProductCode, RequestId } from '../../shared/contracts/ids.ts';
import { boardKinds } from '../../simulators/board/model/boards.ts';
import { Cabinet } from '../../simulators/board/model/cabinet.ts';

/** A board whose time passes as fast as possible, so that it adds nothing to the measurement. */
class InstantBoard {
  /** When `VEND` last came over the line; 0 before. */
  vendAt = 0;
  readonly #board;
  readonly #toAgent: (bytes: Uint8Array) => void;
  #nowMs = 1_000;

  constructor(boxes: number, toAgent: (bytes: Uint8Array) => void) {
    this.#board = boardKinds.lbp.make({ cabinet: new Cabinet({ lanes: 1, boxes }), serial: 'BENCH', nvram: '' });
    this.#toAgent = toAgent;
    this.#board.powerOn(this.#nowMs, 'POWER');
  }

  receive(bytes: Uint8Array): void {
    if (Buffer.from(bytes).includes(' VEND ')) this.vendAt = performance.now();
    queueMicrotask(() => {
      this.#board.received(bytes, this.#nowMs);
      this.#answer();
    });
  }

  /** Everything that the board still waits for happens now. */
  settle(): void {
    for (let at = this.#board.wakeAtMs; at !== null; at = this.#board.wakeAtMs) {
      this.#nowMs = Math.max(this.#nowMs, Math.ceil(at));
      this.#board.wake(this.#nowMs);
      this.#answer();
    }
  }

  #answer(): void {
    for (const output of this.#board.drain()) if (output.kind === 'send') this.#toAgent(output.bytes);
  }
}

/** A clock in real time; `stop` cancels its alarm. */
function realClock(): Clock & { stop(): void } {
  const began = performance.now();
  let timer: NodeJS.Timeout | undefined;
  return {
    at: () => Date.now(),
    monoMs: () => Math.floor(performance.now() - began),
    random: () => Math.random(),
    wakeAt: (monoMs, wake) => {
      clearTimeout(timer);
      if (monoMs !== null && Number.isFinite(monoMs))
        timer = setTimeout(wake, Math.max(0, monoMs - (performance.now() - began)));
    },
    stop: () => clearTimeout(timer),
  };
}

/** The real agent, driver and SQLite ledger with one lane, and a board that answers at once. */
export interface InstantKiosk {
  readonly agent: Agent;
  readonly board: Pick<InstantBoard, 'vendAt'>;
  /** Runs agent and board until a condition holds; fails after 20 s. */
  until(holds: () => boolean): Promise<void>;
  /** Counts the replies that the agent gave. */
  readonly replies: () => number;
  close(): void;
}

/** Starts such a kiosk on a folder; it is ready when the promise resolves. */
export async function openInstantKiosk(dataDir: string, boxes: number): Promise<InstantKiosk> {
  const newLedger = (): LedgerId => LedgerId.parse(randomUUID());
  const machine = MachineId.parse('BENCH-1');
  const ledger = openLedger({ dataDir, machine, newLedger, chain: sha256Chain, dated: () => 'bench', say: () => {} });
  const board = new InstantBoard(boxes, (bytes) => agent.line.received(bytes));
  const clock = realClock();
  let replies = 0;
  const agent = createAgent({
    store: ledger,
    clock,
    newLedgerId: newLedger,
    newRequestId: () => RequestId.parse(randomUUID()),
    machine,
    cause: ledger.begun,
    driver: createDriver('lbp'),
    line: {
      open: () => queueMicrotask(() => agent.line.opened()),
      send: (bytes) => board.receive(bytes),
      close: () => {},
    },
    link: { connect: () => {}, publish: () => {}, close: () => {}, isPlain: () => false },
    observer: {
      reply: () => {
        replies += 1;
      },
      recorded: () => {},
      log: () => {},
      restart: () => {},
    },
    builtAtMs: 0,
    version: 'bench',
    lanes: [{ lane: 1 as Lane, product: 'CD-M' as ProductCode, capacity: 200, par: 200 }],
    rssBytes: () => 0,
  });
  const until = async (holds: () => boolean): Promise<void> => {
    const limit = performance.now() + 20_000;
    while (!holds()) {
      if (performance.now() > limit) throw new Error('the bench board does not answer');
      board.settle();
      await new Promise((resolve) => setImmediate(resolve));
    }
  };
  agent.start();
  await until(() => agent.health().board.state === 'ready');
  const close = (): void => {
    clock.stop();
    agent.stop();
    ledger.close();
  };
  return { agent, board, until, replies: () => replies, close };
}
