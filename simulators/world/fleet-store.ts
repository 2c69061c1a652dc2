import type { LedgerEngine } from '../../fleet/ledger/engine.ts';
import type { AuditStore } from '../../fleet/ports/audit-store.ts';
import type { DayIssue, FigureStore } from '../../fleet/ports/figure-store.ts';
import type { FleetStore, StoreLifecycle } from '../../fleet/ports/fleet-store.ts';
import type { Ledgers } from '../../fleet/ports/ledgers.ts';
import type { ReadStore } from '../../fleet/ports/read-store.ts';
import type { RegistryStore } from '../../fleet/ports/registry-store.ts';
import type { SetAsideStore } from '../../fleet/ports/set-aside-store.ts';
import type { TelemetryStore } from '../../fleet/ports/telemetry-store.ts';
import type { TripStore } from '../../fleet/ports/trip-store.ts';
import type { UserStore } from '../../fleet/ports/user-store.ts';
import { scopeKey } from '../../fleet/registry/screen-choices.ts';
import type { MachineId } from '../../shared/contracts/ids.ts';
import type { FleetDatabase } from './fleet-database.ts';

/**
 * The store of one process: once the process is dead, what it asked for is neither done nor
 * answered.
 */
export function storeOf(
  process: { readonly lives: () => boolean },
  database: FleetDatabase,
  engine: LedgerEngine,
): FleetStore {
  return new Proxy(worldStore(database, engine), {
    get: (store, name) => (process.lives() ? Reflect.get(store, name) : () => new Promise(() => {})),
  });
}

/**
 * The real service's store port on the world's fleet database. What only pages for people need is
 * missing, since nobody opens pages here.
 */
const worldStore = (database: FleetDatabase, engine: LedgerEngine): FleetStore => ({
  ...lifecycle(engine),
  ...ledgers(database, engine),
  ...registry(database),
  ...telemetry(database),
  ...readModel(database),
  ...figures(database),
  ...trips,
  restockRecords: notHere,
  lastWork: notHere,
  ...users,
  ...auditLog,
  tokens: notHere,
  saveToken: notHere,
});

const notHere = (): Promise<never> => Promise.reject(new Error('no page is asked for in the world'));

/** Reads from a database; fails while that refuses everything. */
async function read<T>(database: FleetDatabase, what: () => T): Promise<T> {
  if (database.refuses) throw new Error('the store refuses');
  return what();
}

const lifecycle = (engine: LedgerEngine): StoreLifecycle => ({
  open: async () => {
    await engine.open();
    return { quarantined: null, migrated: null };
  },
  close: async () => {},
});

const ledgers = (database: FleetDatabase, engine: LedgerEngine): Ledgers & SetAsideStore => ({
  ingest: async (arrived, now) => {
    const report = await engine.ingest(arrived, now);
    if (!report.stored) await engine.open().catch(() => {});
    return report;
  },
  fold: (lines) => engine.fold(lines),
  mark: (machine, ledger) => read(database, () => engine.mark(machine, ledger)),
  noteHeartbeatClock: (machine, heartbeat, received) => engine.noteHeartbeatClock(machine, heartbeat, received),
  account: (machine) => engine.account(machine),
  setAside: async () => engine.setAside(),
  quarantine: (machines) => engine.quarantine(machines),
  decide: (decision) => engine.decide(decision),
  decisions: () => read(database, () => database.decisions()),
  rebuild: () => engine.rebuild(),
  fill: async () => ({ left: 0, total: 0 }),
  audit: notHere,
  ledgersOf: notHere,
  lotIssues: notHere,
  events: notHere,
});

const isOver = (state: string): boolean => state === 'done' || state === 'failed' || state === 'expired';

const registry = (database: FleetDatabase): RegistryStore => ({
  machines: () => read(database, () => [...database.rows.machines.values()]),
  saveMachine: (record) => database.commit(() => database.rows.machines.set(record.machine, record)),
  suspensions: () => read(database, () => []),
  saveSuspension: notHere,
  configs: () => read(database, () => [...database.rows.configs.values()]),
  saveConfig: (record) => {
    database.onConfigAsked?.(record);
    return database.commit(() => database.rows.configs.set(record.machine, record));
  },
  recalls: () => read(database, () => [...database.rows.recalls.values()]),
  saveRecall: (recall) => database.commit(() => database.rows.recalls.set(recall.id, recall)),
  staff: () => read(database, () => [...database.rows.staff.values()]),
  saveStaff: (record) => database.commit(() => database.rows.staff.set(record.id, record)),
  screenChoices: () => read(database, () => [...database.rows.screenChoices.values()]),
  saveScreenChoice: (record) => database.commit(() => database.rows.screenChoices.set(scopeKey(record.of), record)),
  openCommands: () => read(database, () => [...database.rows.commands.values()].filter(({ state }) => !isOver(state))),
  commands: notHere,
  saveCommand: (record) => database.commit(() => database.rows.commands.set(record.id, record)),
});

const telemetry = (database: FleetDatabase): TelemetryStore => ({
  reported: (machine) => read(database, () => database.rows.reported.get(machine) ?? null),
  saveReported: (record) => database.commit(() => database.rows.reported.set(record.machine, record)),
  heard: () => read(database, () => [...database.rows.heard.values()]),
  saveHeard: (records) =>
    database.commit(() => {
      for (const record of records) database.rows.heard.set(record.machine, record);
    }),
  notices: () => read(database, () => [...database.rows.notices.values()]),
  saveNotice: (record) =>
    database.commit(() => database.rows.notices.set(`${record.machine} ${record.kind} ${record.ledger}`, record)),
  dropNotices: (machine, kind, butOf) =>
    database.commit(() => {
      for (const [key, notice] of database.rows.notices)
        if (notice.machine === machine && notice.kind === kind && notice.ledger !== (butOf ?? ''))
          database.rows.notices.delete(key);
    }),
});

const readModel = (database: FleetDatabase): ReadStore => ({
  saveEvaluations: (_views, flags) =>
    database.commit(() => {
      for (const flag of flags) database.rows.flags.set(flag.id, flag);
    }),
  openFlags: () => read(database, () => [...database.rows.flags.values()].filter(({ flag }) => flag.cleared === null)),
  flag: (id) => read(database, () => database.rows.flags.get(id) ?? null),
  // Nobody opens lists here, so none are restored after a restart.
  briefs: () => read(database, () => []),
  rows: notHere,
  view: notHere,
  visits: notHere,
  clearedFlags: notHere,
});

function figures(database: FleetDatabase): FigureStore {
  const issuesOf = (machine: string, fromDay: number): (DayIssue & { machine: MachineId })[] =>
    database
      .totals(machine)
      .filter(({ day, issued }) => day >= fromDay && issued > 0)
      .map(({ day, product, issued }) => ({ machine: machine as MachineId, day, product, issued }));
  return {
    dayIssues: (machines, fromDay) => read(database, () => machines.flatMap((name) => issuesOf(name, fromDay))),
    dayIssuesOf: (machine, fromDay) => read(database, () => issuesOf(machine, fromDay)),
    issues: notHere,
    stockHistory: notHere,
    months: notHere,
    monthsOf: notHere,
    totals: notHere,
    yearIssues: notHere,
  };
}

const trips: TripStore = { trips: notHere, trip: notHere, saveTrip: notHere };

const users: UserStore = {
  users: notHere,
  saveUser: notHere,
  dropUser: notHere,
  saveSession: notHere,
  session: notHere,
  dropSessions: notHere,
  replaceSessions: notHere,
  sessionsOf: notHere,
  signInFailures: notHere,
  saveSignInFailures: notHere,
  userRequests: notHere,
  dropUserRequest: notHere,
};

const auditLog: AuditStore = {
  appendAuditEntry: notHere,
  auditRecords: notHere,
  auditHead: notHere,
  checkAuditChain: notHere,
};
