import type { Agent } from '../../../device/agent/agent.ts';
import type { MemoryDisk } from '../memory-disk.ts';
import type { ScriptedBoard } from '../scripted-board.ts';
import type { AgentRecord } from './agent-record.ts';
import { agentRun, type TestKioskOptions } from './agent-run.ts';
import { type BoardSide, boardSide } from './board-side.ts';
import { type FleetSide, fleetSide } from './fleet-side.ts';
import { type LedgerSide, ledgerSide } from './ledger-side.ts';
import { type PeopleSide, peopleSide } from './people-side.ts';
import type { VirtualTime } from './virtual-time.ts';

/**
 * One kiosk's agent with everything around it controlled by the test: board, people, fleet, disk
 * and time.
 */
export interface TestKiosk
  extends BoardSide,
    PeopleSide,
    FleetSide,
    LedgerSide,
    Pick<AgentRecord, 'published' | 'wills' | 'connects' | 'opened' | 'logged'> {
  readonly disk: MemoryDisk;
  readonly board: ScriptedBoard;
  readonly time: VirtualTime['wall'];
  readonly agent: Agent;
  /** Monotonic ms of the run. */
  readonly up: number;
  /** When the kiosk must be woken next, as monotonic ms; null for never. */
  readonly wakeUp: number | null;
  /** How often it asked to be restarted. */
  readonly restarts: number;
  start(): TestKiosk;
  /** The process is killed and started again; only the disk's content is left. */
  restart(): TestKiosk;
  /** Starts it, with its board and each lane filled. */
  ready(boxes?: number): TestKiosk;
  /** Time passes; every due wake is called. */
  pass(ms: number): TestKiosk;
}

export function testKiosk(options: TestKioskOptions = {}): TestKiosk {
  const run = agentRun(options);
  const { disk, board, virtual, lanes } = run;
  const { published, wills, connects, opened, logged } = run.record;
  const boardIs = boardSide(run);
  const kiosk: TestKiosk = {
    published,
    wills,
    connects,
    opened,
    logged,
    disk,
    board,
    time: virtual.wall,
    ...boardIs,
    ...peopleSide(run, boardIs),
    ...fleetSide(run),
    ...ledgerSide(run),
    get agent() {
      return run.agent;
    },
    get up() {
      return virtual.up;
    },
    get wakeUp() {
      return virtual.wakeUp;
    },
    get restarts() {
      return run.record.restarts;
    },
    start() {
      run.agent.start();
      return kiosk;
    },
    restart() {
      run.replaceAgent();
      return kiosk.start();
    },
    ready(boxes = 5) {
      kiosk.start();
      kiosk.boardReady();
      for (const each of lanes) if (boxes > 0) kiosk.restock(each.lane, boxes, each.product);
      return kiosk;
    },
    pass(ms) {
      virtual.pass(ms);
      return kiosk;
    },
  };
  return kiosk;
}
