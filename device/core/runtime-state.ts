import type { CommandId, Lane, ProductCode, RequestId, Txn } from '../../shared/contracts/ids.ts';
import type { BoardCapabilities, BoardIdentity, BoardLoss } from '../board/port.ts';
import type { ClockNow } from './clock.ts';
import type { DiskCode, Ticket } from './input.ts';

/** What is known of the board at this moment. */
export type BoardNow =
  | { readonly state: 'starting' }
  | { readonly state: 'ready'; readonly identity: BoardIdentity }
  | { readonly state: 'lost'; readonly reason: BoardLoss; readonly sinceMonoMs: number };

/** One request under way. Its motor turns only while the books have a `turning` line for it. */
export interface Dispensing {
  readonly request: RequestId;
  readonly want: { readonly product: ProductCode } | { readonly lane: Lane };
  /** Who waits for the answer: the same request may be asked again and again. */
  readonly tickets: readonly Ticket[];
  /** When it was first asked, and last. */
  readonly firstMonoMs: number;
  readonly askedMonoMs: number;
  /** Lanes that were tried, the present one last. */
  readonly tried: readonly Lane[];
  /** `looking`: a fresh reading before the motor. `turning`: the motor was told to turn. `settling`: it was told before this board came back. */
  readonly phase: 'looking' | 'turning' | 'settling';
  readonly phaseMonoMs: number;
}

/** A motor being homed, for staff or for a command. */
export interface Homing {
  readonly lane: Lane;
  readonly by: string;
  /** Who is to be told how it ended; null where whoever waited was told already that it can't be written down. */
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
  /** Tries since a connection last held. */
  readonly tries: number;
  /** When the next heartbeat is due. */
  readonly heartbeatMonoMs: number;
}

/** The outbox: the ledger behind the last receipt. */
export interface OutboxNow {
  /** The last receipt's `through`. */
  readonly through: number;
  /** How far batches went out since the last (re)start of sending. */
  readonly sent: number;
  /** The last line of each batch that is under way. */
  readonly inFlight: readonly number[];
  /** When sending last began or a receipt last made progress. */
  readonly progressMonoMs: number;
  /** When the last receipt came, null for none in this run. */
  readonly receiptMonoMs: number | null;
  /** A batch was asked of the loop, which has not said yet how far it went. */
  readonly batchRequested: boolean;
  /** Sending began anew and no receipt has come of it yet: one batch at a time. */
  readonly oneAtATime: boolean;
}

/** The reported state as it was last published, and when it is due again even if nothing changed. */
export interface ReportNow {
  readonly atMonoMs: number;
  readonly againMonoMs: number;
  readonly last: number;
  readonly board: BoardNow['state'];
  readonly disk: DiskCode | null;
}

/** What lives only as long as the process; after a crash it is made anew, and nothing is lost by it. */
export interface RuntimeState {
  readonly capabilities: BoardCapabilities;
  readonly board: BoardNow;
  /** The door as it was seen last; null before it was. */
  readonly door: 'open' | 'closed' | null;
  /** Of each that is rate-limited: what its rate is reckoned from, as monotonic ms. */
  readonly rateLimit: { readonly door: number; readonly board: number };
  readonly climate: { readonly tempDeciC: number | null; readonly humidityPct: number | null };
  readonly dispensing: Dispensing | null;
  readonly homing: Homing | null;
  /** The turn that the board is asked about now, and the newest that it was asked about since it was last ready, 0 for none. */
  readonly settling: Txn | null;
  readonly askedTxn: number;
  readonly link: LinkNow;
  readonly outbox: OutboxNow;
  readonly report: ReportNow | null;
  /** What is known of the time. */
  readonly clock: ClockNow;
  /** When the lanes' locks are looked at again, and at which line they were last. */
  readonly locks: { readonly againMonoMs: number; readonly last: number };
  /** Why nothing can be written down now, null while it can. */
  readonly disk: DiskCode | null;
  /** Set by `booted`: nothing is decided before it. */
  readonly started: boolean;
}

/**
 * The volatile state at a start. `through` is the last line that the fleet is known to have; `notBeforeMs` the earliest wall time that it can
 * be.
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
    started: false,
  };
}
