import { zoneOf } from '../../../shared/rules/calendar.ts';
import { type IngestReport, LedgerEngine } from '../../ledger/engine.ts';
import { foldChunkBy } from '../../ledger/machine-fold.ts';
import type { FleetStore, QuarantinedDatabase } from '../../ports/fleet-store.ts';
import { byteCodec } from '../native/byte-lines.ts';
import { type BatchTransfer, unpackBatches } from './batch-transfer.ts';
import { type Connection, isDamage, memory, openReader, openWriter } from './database.ts';
import { sqliteFigures } from './figures.ts';
import { sqliteLedgers } from './ledgers.ts';
import { sqliteLists } from './lists.ts';
import { noteDamage, openOrQuarantine } from './quarantine.ts';
import { refoldDoubts } from './refold.ts';
import { sqliteRegistry } from './registry.ts';

/** What both halves of a SQLite store are opened with; plain data, so that it can go to a thread. */
export interface SqliteOptions {
  readonly file: string;
  readonly timeZone: string;
  /** How far a kiosk's clock may be off before its time is not taken, in ms. */
  readonly clockToleranceMs: number;
  /** Days after a year's end at which its figures are closed. */
  readonly yearClosesDays: number;
  /** As in `FoldRules`. */
  readonly fastestTurnMs: number;
  readonly now: number;
}

/** Calls that need the one writing connection, and those that any reader answers. */
export const writerCalls = [
  'ingest',
  'fold',
  'mark',
  'noteHeartbeatClock',
  'account',
  'setAside',
  'rebuild',
  'decide',
  'decisions',
  'machines',
  'saveMachine',
  'suspensions',
  'saveSuspension',
  'dropSuspension',
  'configs',
  'saveConfig',
  'openCommands',
  'saveCommand',
  'saveReported',
  'heard',
  'saveHeard',
  'notices',
  'saveNotice',
  'dropNotices',
  'openFlags',
  'saveJudged',
  'saveUser',
  'dropUser',
  'saveSession',
  'dropSessions',
] as const satisfies readonly (keyof FleetStore)[];

export const readerCalls = [
  'audit',
  'briefs',
  'rows',
  'view',
  'events',
  'issues',
  'stockHistory',
  'clearedFlags',
  'flag',
  'stops',
  'months',
  'monthsOf',
  'totals',
  'yearIssues',
  'dayIssues',
  'dayIssuesOf',
  'commands',
  'reported',
  'ledgersOf',
  'users',
  'session',
] as const satisfies readonly (keyof FleetStore)[];

type Calls<Names extends keyof FleetStore> = {
  [Name in Names]: (
    ...given: Parameters<FleetStore[Name]>
  ) => Awaited<ReturnType<FleetStore[Name]>> | ReturnType<FleetStore[Name]>;
};
/** The store's calls that write; all run on one connection. */
export type WriterHalf = Calls<(typeof writerCalls)[number]> & {
  /** `take` of a group that came from another thread. */
  ingestTransferred(packed: BatchTransfer, now: number): Promise<IngestReport>;
  close(): void;
  idle(): void;
};
/** The store's calls that only read; they run beside the writer. */
export type ReaderHalf = Calls<(typeof readerCalls)[number]> & { close(): void };

const foldBy = ({ timeZone, ...rules }: SqliteOptions) => foldChunkBy({ zone: zoneOf(timeZone), ...rules });

/** The one writer: ledgers, books and registry over one connection. */
export async function openWriterHalf(
  options: SqliteOptions,
): Promise<{ half: WriterHalf; db: Connection; putAside: QuarantinedDatabase | null }> {
  const { db, putAside } = openOrQuarantine(options.file, options.now);
  const { mendMonths, ...registry } = sqliteRegistry(db);
  mendMonths();
  const ledgers = sqliteLedgers(db, registry.regionOn);
  const append: typeof ledgers.append = (chunks) => {
    try {
      return ledgers.append(chunks);
    } catch (error) {
      // The keeper makes a reason of it: here is the last place that knows the code.
      if (isDamage(error)) noteDamage(options.file);
      throw error;
    }
  };
  const fold = foldBy(options);
  const keeper = new LedgerEngine({ ...ledgers, append }, byteCodec(), fold);
  refoldDoubts(db, ledgers, fold);
  await keeper.open();
  const half: WriterHalf = {
    ...registry,
    ingest: (arrived, now) => keeper.ingest(arrived, now),
    ingestTransferred: (packed, now) => keeper.ingest(unpackBatches(packed), now),
    fold: (lines) => keeper.fold(lines),
    mark: (machine, ledger) => keeper.mark(machine, ledger),
    noteHeartbeatClock: (machine, run, up, received) => keeper.noteHeartbeatClock(machine, run, up, received),
    account: (machine) => keeper.account(machine),
    setAside: () => keeper.setAside(),
    decide: (decision) => keeper.decide(decision),
    rebuild: () => keeper.rebuild(),
    // Nothing is going on: bring the write-ahead log into the file and cut it, so that it never grows without bound.
    idle: () => void db.pragma('wal_checkpoint(TRUNCATE)'),
    close: () => {
      db.close();
    },
  };
  return { half, db, putAside };
}

/** A reader beside the writer; with `shared`, on the writer's own connection, for a store in memory. */
export function openReaderHalf(options: SqliteOptions, shared: Connection | null): ReaderHalf {
  const db = shared ?? openReader(options.file);
  return {
    ...sqliteLists(db),
    ...sqliteFigures(db),
    audit: () => audit(db, options),
    close: () => {
      if (!shared) db.close();
    },
  };
}

/** Copies the ledgers into memory, folds them anew there, and names the machines whose totals come out otherwise. */
async function audit(db: Connection, options: SqliteOptions): Promise<string[]> {
  const copy = openWriter(memory);
  try {
    copyLedgers(db, copy);
    const registry = sqliteRegistry(copy);
    const keeper = new LedgerEngine(sqliteLedgers(copy, registry.regionOn), byteCodec(), foldBy(options));
    await keeper.open();
    while (!(await keeper.fold(20_000)).done);
    const wrong = new Set<string>();
    for (const table of ['day_total', 'month_total'])
      for (const name of differing(rowsBy(db, table, 'machine'), rowsBy(copy, table, 'machine'))) wrong.add(name);
    for (const region of differing(rowsBy(db, 'county_month', 'region'), rowsBy(copy, 'county_month', 'region')))
      wrong.add(region);
    return [...wrong].sort();
  } finally {
    copy.close();
  }
}

function copyLedgers(from: Connection, to: Connection): void {
  const folded = from.prepare("SELECT value FROM meta WHERE key = 'folded'").pluck().get() as number;
  for (const [table, condition] of [
    ['ledger', '1'],
    ['chunk', `id <= ${folded}`],
    ['chunk_of', '1'],
    ['machine', '1'],
    ['decision', '1'],
  ] as const) {
    const select = from.prepare(`SELECT * FROM ${table} WHERE ${condition}`).raw();
    const insert = to.prepare(
      `INSERT INTO ${table} VALUES (${select
        .columns()
        .map(() => '?')
        .join(',')})`,
    );
    to.transaction(() => {
      for (const row of select.iterate()) insert.run(...(row as unknown[]));
    })();
  }
}

/** A table's lines as text, by machine or region. Lines that say nothing, left behind by a move, count for nothing. */
function rowsBy(db: Connection, table: string, key: 'machine' | 'region'): Map<string, string> {
  const rows = new Map<string, string>();
  const saying = key === 'region' ? 'WHERE issued <> 0 OR uncertain <> 0' : '';
  const all = db.prepare(`SELECT * FROM ${table} ${saying} ORDER BY ${key}, 1, 2, 3, 4`).iterate() as IterableIterator<
    Record<string, unknown>
  >;
  for (const row of all) rows.set(String(row[key]), `${rows.get(String(row[key])) ?? ''}${JSON.stringify(row)}\n`);
  return rows;
}

function differing(ours: Map<string, string>, theirs: Map<string, string>): string[] {
  return [...new Set([...ours.keys(), ...theirs.keys()])].filter(
    (machine) => ours.get(machine) !== theirs.get(machine),
  );
}
