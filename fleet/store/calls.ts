import type { IngestReport } from '../ledger/engine.ts';
import type { StorePorts } from '../ports/fleet-store.ts';
import type { MaybeSync } from '../ports/maybe-sync.ts';
import type { BatchTransfer } from './batch-transfer.ts';

/**
 * A store's threads. The writer has the only writing connection; each reader has its own reading
 * connection.
 */
export type Role = 'writer' | 'reader';

/**
 * The thread that handles each call. If a method is missing here, or belongs to no port, this does
 * not compile.
 */
const threadOf = {
  ingest: 'writer',
  fold: 'writer',
  mark: 'writer',
  noteHeartbeatClock: 'writer',
  account: 'writer',
  setAside: 'writer',
  quarantine: 'writer',
  rebuild: 'writer',
  fill: 'writer',
  decide: 'writer',
  decisions: 'writer',
  audit: 'reader',
  ledgersOf: 'reader',
  lotIssues: 'reader',
  events: 'reader',
  machines: 'writer',
  saveMachine: 'writer',
  suspensions: 'writer',
  saveSuspension: 'writer',
  configs: 'writer',
  saveConfig: 'writer',
  recalls: 'writer',
  saveRecall: 'writer',
  staff: 'writer',
  saveStaff: 'writer',
  screenChoices: 'writer',
  saveScreenChoice: 'writer',
  openCommands: 'writer',
  commands: 'reader',
  saveCommand: 'writer',
  reported: 'reader',
  saveReported: 'writer',
  heard: 'writer',
  saveHeard: 'writer',
  notices: 'writer',
  saveNotice: 'writer',
  dropNotices: 'writer',
  saveEvaluations: 'writer',
  briefs: 'reader',
  rows: 'reader',
  view: 'reader',
  visits: 'reader',
  openFlags: 'writer',
  flag: 'reader',
  clearedFlags: 'reader',
  dayIssues: 'reader',
  dayIssuesOf: 'reader',
  issues: 'reader',
  stockHistory: 'reader',
  months: 'reader',
  monthsOf: 'reader',
  totals: 'reader',
  yearIssues: 'reader',
  trips: 'reader',
  trip: 'reader',
  saveTrip: 'writer',
  restockRecords: 'reader',
  lastWork: 'reader',
  users: 'reader',
  saveUser: 'writer',
  dropUser: 'writer',
  saveSession: 'writer',
  session: 'reader',
  sessionsOf: 'reader',
  dropSessions: 'writer',
  replaceSessions: 'writer',
  appendAuditEntry: 'writer',
  tokens: 'writer',
  saveToken: 'writer',
  auditRecords: 'reader',
  checkAuditChain: 'reader',
  auditHead: 'reader',
  signInFailures: 'reader',
  saveSignInFailures: 'writer',
  userRequests: 'reader',
  dropUserRequest: 'writer',
} as const satisfies Record<keyof StorePorts, Role>;

type MethodOf<R extends Role> = {
  [Method in keyof StorePorts]: (typeof threadOf)[Method] extends R ? Method : never;
}[keyof StorePorts];

/** What the store itself, and no port, asks of the writer's thread. */
interface WriterThread {
  /** `ingest` for a group whose memory was transferred to the thread. */
  ingestTransferred(group: BatchTransfer, now: number): Promise<IngestReport>;
  /** Nothing was written for a while, so that there is time for housekeeping. */
  idle(): Promise<void>;
}

/** The calls that the writer's thread handles. */
export type WriterPorts = Pick<StorePorts, MethodOf<'writer'>> & WriterThread;
/** The calls that a reader's thread handles. */
export type ReaderPorts = Pick<StorePorts, MethodOf<'reader'>>;
/** The writer's calls as its thread implements them. */
export type WriterCalls = MaybeSync<WriterPorts>;
/** A reader's calls as its thread implements them. */
export type ReaderCalls = MaybeSync<ReaderPorts>;

const methodsOf = <R extends Role>(role: R): readonly MethodOf<R>[] =>
  (Object.keys(threadOf) as (keyof StorePorts)[]).filter((name): name is MethodOf<R> => threadOf[name] === role);

/** The names of `WriterPorts`. */
export const writerMethods: readonly (keyof WriterPorts)[] = [...methodsOf('writer'), 'ingestTransferred', 'idle'];
/** The names of `ReaderPorts`. */
export const readerMethods: readonly (keyof ReaderPorts)[] = methodsOf('reader');

/** The parameters of a method. */
export type ArgumentsOf<Ports, Method extends keyof Ports> = Ports[Method] extends (...args: infer G) => unknown
  ? G
  : never;
type Answered<Ports, Method extends keyof Ports> = Ports[Method] extends (...args: never) => Promise<infer Value>
  ? Value
  : never;

/** Carries a call to the thread that handles it. */
export type Caller<Ports> = <Method extends keyof Ports>(
  method: Method,
  args: ArgumentsOf<Ports, Method>,
) => Promise<Answered<Ports, Method>>;

/**
 * Returns an implementation of ports that passes every method to `call`. `methods` are all their
 * names.
 */
export function remote<Ports>(methods: readonly (keyof Ports)[], call: Caller<Ports>): Ports {
  const ports: Partial<Record<keyof Ports, unknown>> = {};
  for (const method of methods) ports[method] = (...args: ArgumentsOf<Ports, typeof method>) => call(method, args);
  return ports as Ports;
}

/** The other end of `remote`: calls the implementation of a method. */
export const callMethod = <Ports>(calls: MaybeSync<Ports>, method: keyof Ports, args: readonly unknown[]): unknown =>
  (calls[method] as (...args: readonly unknown[]) => unknown)(...args);
