import type { FlagQuery } from '../shared/contracts/fleet/flag.ts';
import type { EventList, Issues, StockHistory } from '../shared/contracts/fleet/history.ts';
import type { LedgerId, MachineId, ProductCode } from '../shared/contracts/ids.ts';
import type { FleetChannel, KioskChannel } from '../shared/contracts/topics.ts';
import type { LocalDay } from '../shared/rules/calendar.ts';
import type { IngestReport } from './ledger/engine.ts';
import type { FoldReport } from './ledger/fold-report.ts';
import type { LedgerMark, ReceivedBatch } from './ledger/ingest.ts';
import type { SetAside } from './ledger/machine-fold.ts';
import type { DecisionRecord } from './ledger/uncounted.ts';
import type { MachineBrief } from './lists/machine-brief.ts';
import type {
  CommandRecord,
  ConfigRecord,
  FlagRecord,
  HeardRecord,
  MachineRecord,
  MachineViewRecord,
  MonthIssue,
  MonthsBy,
  NoticeRecord,
  ReportedRecord,
  SessionRecord,
  SuspensionRecord,
  UserRecord,
} from './registry/records.ts';

/** Time comes from outside: ms since 1970. */
export interface Clock {
  now(): number;
  /** Lets everybody else have their turn, and `ms` go by: for long work between its parts. A simulated fleet has none, its work takes no time. */
  rest?(ms: number): Promise<void>;
}

/** Ids and secrets come from outside, so that a simulated fleet repeats itself. */
export interface Ids {
  /** A random UUID. */
  uuid(): string;
  /** A random secret of at least 160 bits, as text a person can copy. */
  secret(): string;
  /** SHA-256 in lower-case hex. */
  hash(text: string): string;
}

/** What the fleet says to kiosks: any MQTT broker, embedded or not. Never throws; what is lost is said again at the next heartbeat. */
export interface Broker {
  send(machine: MachineId, channel: FleetChannel, payload: string): void;
  /** Ends a machine's connection: its secret was renewed or it was retired. */
  drop(machine: MachineId): void;
}

/** What a link says to the fleet. `connection` is a number that rises with every connection; an external broker knows none and says 0. */
export interface BrokerEvents {
  connected(machine: MachineId, connection: number): void;
  disconnected(machine: MachineId, connection: number): void;
  /** `text` is null where the bytes are no UTF-8. */
  message(machine: MachineId, channel: KioskChannel, text: string | null, bytes: number): void;
  /** What a kiosk said under `events`, untouched: the bytes are checked, hashed and stored as they came. They are the fleet's own from now on. */
  batch(machine: MachineId, payload: Uint8Array): void;
  /** Something was refused: counted, logged. */
  refused(why: BrokerRefusal, machine: string | null): void;
}

/** Why the broker refused a connection or a message. */
export type BrokerRefusal =
  | 'wrong-secret'
  | 'unknown-machine'
  | 'client-id'
  | 'session'
  | 'will'
  | 'foreign-topic'
  | 'retained'
  | 'oversized'
  /** Its connection was closed, since it does not read what is sent to it. */
  | 'slow-reader'
  | 'rate'
  | 'protocol';

/** Whether somebody who connects is who they say: held in memory, asked without waiting. */
export interface MachineAuthenticator {
  authenticate(machine: string, secret: string): 'yes' | 'wrong-secret' | 'unknown-machine';
}

/** What the service says to its watchers: the console's stream, metrics, the log. */
export type FleetEvent =
  | { readonly kind: 'folded'; readonly report: FoldReport }
  | { readonly kind: 'machine'; readonly machine: MachineId }
  | { readonly kind: 'registry'; readonly machine: MachineId }
  | {
      readonly kind: 'flag';
      readonly change: 'raised' | 'changed' | 'acknowledged' | 'cleared';
      readonly flag: FlagRecord;
    }
  | { readonly kind: 'command'; readonly command: CommandRecord }
  | { readonly kind: 'refused'; readonly why: BrokerRefusal; readonly machine: string | null }
  | { readonly kind: 'malformed'; readonly what: KioskChannel; readonly machine: MachineId; readonly why: string }
  | {
      readonly kind: 'batch';
      readonly machine: MachineId;
      readonly became: 'new' | 'held' | 'gap' | 'fork' | 'over-quota';
      readonly lines: number;
    }
  /** Lines of a machine cannot be booked, or it cannot be judged; the others go on. */
  | { readonly kind: 'not-booked' | 'not-judged'; readonly machine: MachineId; readonly why: string }
  | { readonly kind: 'store'; readonly state: 'ok' | 'failed'; readonly why: string | null };

/** A page of a list and where it goes on. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly total: number;
  readonly next: string | null;
}

/** What could be saved of a damaged database. */
export interface RecoveredData {
  readonly saved: Readonly<
    Record<'machines' | 'suspensions' | 'configs' | 'commands' | 'decisions' | 'users' | 'lines', number>
  >;
  /** Ledger lines that are known to have stood there, and could not be read. */
  readonly unreadLines: number;
  /** Whether all of the registry could be read. */
  readonly whole: boolean;
  /** Machines whose names stand in the damaged database, and whose records could not be read. */
  readonly lost: readonly string[];
}

/** A damaged database that was put aside: where it is now, what was wrong, and what the new one has of it. */
export interface QuarantinedDatabase extends RecoveredData {
  readonly file: string;
  readonly why: string;
}

/** A day's confirmed boxes of one product. */
export interface DayIssue {
  readonly day: LocalDay;
  readonly product: ProductCode;
  readonly issued: number;
}

/**
 * The fleet's store. One implementation stands behind SQLite, another may behind PostgreSQL: the suite in `test/ports/store.suite.ts` is its
 * definition. All calls are asynchronous; writes are durable when their promise resolves, and happen in the order in which they were called.
 * Queries that take an `area` answer nothing outside of it.
 */
export interface FleetStore {
  /** Opens, makes the tables, reads the marks, and says whether an unusable database was put aside. */
  open(): Promise<{ readonly putAside: QuarantinedDatabase | null }>;
  close(): Promise<void>;

  // The ledgers: see `Keeper`.
  ingest(arrived: readonly ReceivedBatch[], now: number): Promise<IngestReport>;
  fold(lines: number): Promise<FoldReport>;
  mark(machine: MachineId, ledger: LedgerId): Promise<LedgerMark>;
  noteHeartbeatClock(machine: MachineId, run: number, up: number, received: number): Promise<void>;
  account(machine: MachineId): Promise<string>;
  /** The machines whose lines cannot be folded. */
  setAside(): Promise<readonly SetAside<MachineId>[]>;
  rebuild(): Promise<number>;
  /** Keeps what a person decided about lines of a machine, and makes its books anew by it: both or neither. Answers its account. */
  decide(decision: DecisionRecord): Promise<string>;
  /** All that people decided about lines, the oldest first. */
  decisions(): Promise<readonly DecisionRecord[]>;
  /** Folds all lines anew beside the kept totals and names the machines and counties whose totals differ; empty: the books balance to the last box. */
  audit(): Promise<readonly string[]>;

  // The registry.
  machines(): Promise<readonly MachineRecord[]>;
  saveMachine(record: MachineRecord): Promise<void>;
  suspensions(machine?: MachineId): Promise<readonly SuspensionRecord[]>;
  saveSuspension(record: SuspensionRecord): Promise<void>;
  dropSuspension(id: string): Promise<void>;
  configs(): Promise<readonly ConfigRecord[]>;
  saveConfig(record: ConfigRecord): Promise<void>;
  openCommands(): Promise<readonly CommandRecord[]>;
  commands(machine: MachineId, cursor: string | null, limit: number): Promise<Page<CommandRecord>>;
  saveCommand(record: CommandRecord): Promise<void>;
  reported(machine: MachineId): Promise<ReportedRecord | null>;
  saveReported(record: ReportedRecord): Promise<void>;
  heard(): Promise<readonly HeardRecord[]>;
  saveHeard(records: readonly HeardRecord[]): Promise<void>;
  notices(): Promise<readonly NoticeRecord[]>;
  saveNotice(record: NoticeRecord): Promise<void>;
  /** Drops a machine's notices of one kind, but not those of the ledger `butOf`. */
  dropNotices(machine: MachineId, kind: NoticeRecord['kind'], butOf?: LedgerId): Promise<void>;
  ledgersOf(machine: MachineId): Promise<readonly { readonly id: LedgerId; readonly through: number }[]>;

  // What judging makes.
  openFlags(): Promise<readonly FlagRecord[]>;
  flag(id: string): Promise<FlagRecord | null>;
  saveJudged(views: readonly MachineViewRecord[], flags: readonly FlagRecord[]): Promise<void>;
  /** Confirmed boxes of some machines by day and product, from a day on. */
  dayIssues(machines: readonly MachineId[], fromDay: LocalDay): Promise<readonly (DayIssue & { machine: MachineId })[]>;
  dayIssuesOf(machine: MachineId, fromDay: LocalDay): Promise<readonly DayIssue[]>;

  // Lists and figures.
  /** The briefs of all judged machines. */
  briefs(): Promise<readonly MachineBrief[]>;
  /** The list's rows of some machines, as they were last judged. */
  rows(machines: readonly MachineId[]): Promise<readonly MachineViewRecord['row'][]>;
  view(machine: MachineId): Promise<MachineViewRecord | null>;
  events(
    machine: MachineId,
    query: { after: string | null; order: 'oldest' | 'newest'; kinds: readonly string[]; limit: number },
  ): Promise<EventList>;
  issues(machine: MachineId, from: LocalDay, to: LocalDay): Promise<Pick<Issues, 'days' | 'hours'>>;
  stockHistory(machine: MachineId, from: LocalDay, to: LocalDay): Promise<StockHistory['days']>;
  /** Flags that are cleared, the newest first. */
  clearedFlags(query: FlagQuery, area: string): Promise<Page<FlagRecord>>;
  /** What visits to some machines would bring and take. */
  stops(machines: readonly MachineId[]): Promise<readonly MachineViewRecord['stop'][]>;
  months(area: string, from: string, to: string, by: MonthsBy): Promise<readonly MonthIssue[]>;
  /** The months of some machines in an area. */
  monthsOf(area: string, from: string, to: string, machines: readonly MachineId[]): Promise<readonly MonthIssue[]>;
  /** Confirmed boxes ever, and boxes in doubt now, by the county where they fell or came to be so. */
  totals(
    area: string,
  ): Promise<readonly { readonly region: string; readonly issued: number; readonly uncertain: number }[]>;
  /** Confirmed boxes of some machines in a year, by the county where they fell. */
  yearIssues(
    year: number,
    machines: readonly MachineId[],
  ): Promise<readonly { readonly machine: MachineId; readonly region: string; readonly issued: number }[]>;

  // People.
  users(): Promise<readonly UserRecord[]>;
  saveUser(record: UserRecord): Promise<void>;
  dropUser(user: string): Promise<void>;
  saveSession(record: SessionRecord): Promise<void>;
  session(token: string): Promise<SessionRecord | null>;
  dropSessions(of: { token: string } | { user: string } | { expiredBy: number }): Promise<void>;
}
