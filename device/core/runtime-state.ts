import type { CommandId, Lane, ProductCode, RequestId, Txn } from '../../shared/contracts/ids.ts';
import type { StaffId } from '../../shared/contracts/staff.ts';
import type { BoardCapabilities, BoardIdentity, BoardLoss } from '../board/port.ts';
import type { ClockNow } from './clock.ts';
import type { DiskCode, Ticket } from './input.ts';
import { newStaffKept, type StaffKept, type TestTurn } from './screen/staff/state.ts';
import { newScreen, type ScreenNow } from './screen/state.ts';

/** What is known of the board now. */
export type BoardNow =
  | { readonly state: 'starting' }
  | { readonly state: 'ready'; readonly identity: BoardIdentity }
  | { readonly state: 'lost'; readonly reason: BoardLoss; readonly sinceMonoMs: number };

/** The request under way. Its motor turns only while the books have a `turning` line for it. */
export interface Dispensing {
  readonly request: RequestId;
  readonly want: { readonly product: ProductCode } | { readonly lane: Lane };
  /** The callers that wait for the answer: the same request may be asked repeatedly. */
  readonly tickets: readonly Ticket[];
  /** When it was first asked, and last. */
  readonly firstMonoMs: number;
  readonly askedMonoMs: number;
  /** The lanes tried so far, the present one last. */
  readonly tried: readonly Lane[];
  /**
   * `looking`: the board is read before the motor turns. `turning`: the motor was ordered to turn.
   * `settling`: it was ordered before this board came back.
   */
  readonly phase: 'looking' | 'turning' | 'settling';
  readonly phaseMonoMs: number;
}

/** A motor that is being homed, for staff or for a command. */
export interface Homing {
  readonly lane: Lane;
  readonly by: string;
  readonly person?: StaffId | undefined;
  /**
   * Who is informed how it ended; null if the caller was already informed that the end can't be
   * recorded.
   */
  readonly for: { readonly ticket: Ticket } | { readonly command: CommandId } | null;
  readonly sinceMonoMs: number;
}

/** The connection to the fleet as it is now. Times are monotonic ms of this run. */
export interface LinkNow {
  readonly state: 'down' | 'connecting' | 'up';
  readonly reason: string | null;
  readonly sinceMonoMs: number;
  /** While down: when to try again. */
  readonly retryMonoMs: number;
  /** Attempts since a connection last lasted. */
  readonly tries: number;
  /** When the next heartbeat is due. */
  readonly heartbeatMonoMs: number;
}

/** The outbox: the ledger after the last receipt. */
export interface OutboxNow {
  /** The last receipt's `through`. */
  readonly through: number;
  /** The last line sent since sending last (re)started. */
  readonly sent: number;
  /** The last line of each batch that is under way. */
  readonly inFlight: readonly number[];
  /** When sending last began or a receipt last made progress. */
  readonly progressMonoMs: number;
  /** When the last receipt came, null if none came in this run. */
  readonly receiptMonoMs: number | null;
  /** A batch was requested from the loop, which has not yet reported how far it went. */
  readonly batchRequested: boolean;
  /** Sending restarted and no receipt has come for it yet: one batch at a time. */
  readonly oneAtATime: boolean;
}

/**
 * The reported state as it was last published, and when it is due again even if nothing changed.
 */
export interface ReportNow {
  readonly atMonoMs: number;
  readonly againMonoMs: number;
  readonly last: number;
  readonly board: BoardNow['state'];
  readonly disk: DiskCode | null;
}

/**
 * What lives only as long as the process. After a crash it is created again, and nothing is lost by
 * that.
 */
export interface RuntimeState {
  readonly capabilities: BoardCapabilities;
  readonly board: BoardNow;
  /** The door as it was seen last; null before that. */
  readonly door: 'open' | 'closed' | null;
  /** What the rate of each rate-limited thing is computed from, as monotonic ms. */
  readonly rateLimit: { readonly door: number; readonly board: number };
  readonly climate: { readonly tempDeciC: number | null; readonly humidityPct: number | null };
  readonly dispensing: Dispensing | null;
  readonly homing: Homing | null;
  /**
   * The turn that the board is asked about now; and the newest that it was asked about since it was
   * last ready, 0 for none.
   */
  readonly settling: Txn | null;
  readonly askedTxn: number;
  readonly link: LinkNow;
  readonly outbox: OutboxNow;
  readonly report: ReportNow | null;
  /** What is known of the time. */
  readonly clock: ClockNow;
  /** When the lanes' locks are evaluated again, and at which line they were evaluated last. */
  readonly locks: { readonly againMonoMs: number; readonly last: number };
  /** Why nothing can be recorded now, null if it can. */
  readonly disk: DiskCode | null;
  /** The session at the screen, if there is one, and what is shown besides. */
  readonly screen: ScreenNow;
  /** What staff mode keeps while nobody is in it. */
  readonly staff: StaffKept;
  /** The motor that staff turn as a test now. */
  readonly testTurn: TestTurn | null;
  /** When kept uses are next deleted, as monotonic ms. */
  readonly forgetMonoMs: number;
  /** Set by `booted`: nothing is decided before it. */
  readonly started: boolean;
}

/**
 * The runtime state at a start. `through` is the last line that the fleet is known to have; `clock`
 * what is known of the time.
 */
export function newRuntimeState(through: number, clock: ClockNow): RuntimeState {
  return {
    capabilities: { remembersTransaction: false, countsDrops: false, homes: false },
    board: { state: 'starting' },
    door: null,
    rateLimit: { door: 0, board: 0 },
    climate: { tempDeciC: null, humidityPct: null },
    dispensing: null,
    homing: null,
    settling: null,
    askedTxn: 0,
    link: { state: 'down', reason: null, sinceMonoMs: 0, retryMonoMs: 0, tries: 0, heartbeatMonoMs: 0 },
    outbox: {
      through,
      sent: through,
      inFlight: [],
      progressMonoMs: 0,
      receiptMonoMs: null,
      batchRequested: false,
      oneAtATime: true,
    },
    report: null,
    clock,
    locks: { againMonoMs: 0, last: -1 },
    disk: null,
    screen: newScreen,
    staff: newStaffKept,
    testTurn: null,
    forgetMonoMs: 0,
    started: false,
  };
}
