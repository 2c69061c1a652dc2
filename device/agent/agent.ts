import type { LedgerId, MachineId, RequestId } from '../../shared/contracts/ids.ts';
import type { PlannedLane } from '../../shared/contracts/plan.ts';
import type { ReportedState } from '../../shared/contracts/reported.ts';
import type { FleetChannel } from '../../shared/contracts/topics.ts';
import type { PostedAction } from '../../shared/screen/action.ts';
import type { ScreenView } from '../../shared/screen/view.ts';
import type { BoardDriver, BoardLoss } from '../board/port.ts';
import type { Health } from '../core/health.ts';
import type { Input } from '../core/input.ts';
import type { AgentObserver, BoardLine, Clock, FleetLink, LedgerStore } from '../ports.ts';
import type { IdentityParts, ReaderLines } from './identity.ts';
import type { StaffParts } from './staff.ts';

/** One kiosk: the loop around the pure core. All calls are synchronous; nothing here waits. */
export interface Agent {
  /** Records that the agent came up, and then opens the serial line. */
  start(): void;
  /** Hands an input to the loop: decide, record, act. */
  handle(input: Input): void;
  /** Called with what the serial line reports. */
  readonly line: { opened(): void; closed(reason: BoardLoss): void; received(bytes: Uint8Array): void };
  /** Called with what the serial lines of card reader and scanner report. */
  readonly readers: ReaderLines;
  /** What somebody did at the screen. Returns whether it changed something. */
  atScreen(posted: PostedAction): boolean;
  /** The support bundle while a technician is signed in at the screen; else null. */
  bundle(): string | null;
  /** What the screen shows now, and until when it is certain to stay so if nothing happens. */
  screen(): ScreenView;
  /** Called with what the MQTT link reports. Payloads are text decoded as UTF-8. */
  readonly link: { up(): void; down(reason: string): void; message(channel: FleetChannel, payload: string): void };
  /**
   * Checks that what was recorded can still be found on the disk. Each commit checks too; call this
   * now and then.
   */
  checkLedgerFile(): void;
  /** The reported state as the fleet would get it now. */
  reported(): ReportedState;
  health(): Health;
  stop(): void;
}

/** All that the agent needs from outside. */
export interface AgentParts {
  readonly store: LedgerStore;
  readonly driver: BoardDriver;
  readonly line: BoardLine;
  readonly link: FleetLink;
  readonly clock: Clock;
  readonly observer: AgentObserver;
  /** A fresh random UUID, for a new ledger. */
  readonly newLedgerId: () => LedgerId;
  readonly version: string;
  /**
   * When the program was built, ms since 1970: a clock that shows an earlier time is wrong. 0 if
   * unknown.
   */
  readonly builtAtMs: number;
  /** The first planogram, of kiosk.json. */
  readonly lanes: readonly PlannedLane[];
  /** Why the store begins as it does. */
  readonly cause: 'start' | 'new-disk' | 'damaged' | 'missing';
  /** What identifies persons; absent: everybody who asks gets a box. */
  readonly identity?: IdentityParts;
  /** What staff mode needs; absent: nobody can sign in at the screen. */
  readonly staff?: StaffParts;
  readonly machine: MachineId;
  /** A fresh random UUID, for a turn that the screen asks for. */
  readonly newRequestId: () => RequestId;
  /** The process's resident memory in bytes. */
  readonly rssBytes: () => number;
}
