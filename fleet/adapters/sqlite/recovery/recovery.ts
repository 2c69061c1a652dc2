import { z } from 'zod';
import { CommandView, Suspension } from '../../../../shared/contracts/fleet/history.ts';
import { AreaRecall } from '../../../../shared/contracts/fleet/recall.ts';
import { Trip } from '../../../../shared/contracts/fleet/trip.ts';
import { LineDecisionView } from '../../../../shared/contracts/fleet/uncounted.ts';
import { Account } from '../../../../shared/contracts/fleet/user.ts';
import { MachineId } from '../../../../shared/contracts/ids.ts';
import { DesiredConfig } from '../../../../shared/contracts/plan.ts';
import type { RecoveredData } from '../../../ports/fleet-store.ts';
import { type Connection, isDamage } from '../connection/database.ts';
import { recoverAuditLog } from './audit-recovery.ts';
import { recoverLedgers } from './ledger-recovery.ts';
import { restoreRecalls } from './recalls-from-configs.ts';

const machine = { machine: MachineId };
const place = z.object({
  region: z.string(),
  site: z.string(),
  name: z.string(),
  from: z.string(),
  until: z.string().nullable(),
});

/**
 * What people entered, and what kiosks cannot report again. Everything else stored comes from the
 * ledgers or is reported again.
 */
const tables = {
  machine: z.object({
    ...machine,
    name: z.string(),
    region: z.string(),
    site: z.string(),
    address: z.string().nullable(),
    inServiceFrom: z.string(),
    inServiceUntil: z.string().nullable(),
    registered: z.number(),
    secretHash: z
      .string()
      .regex(/^[0-9a-f]{64}$/)
      .nullable(),
    places: z.array(place).min(1),
  }),
  suspension: Suspension.extend(machine),
  config: z.object({ ...machine, config: DesiredConfig, at: z.number(), by: z.string() }),
  recall: AreaRecall,
  trip: Trip,
  command: CommandView.extend(machine),
  decision: LineDecisionView.extend(machine),
  user: Account.extend({ created: z.number(), lastSignIn: z.number().nullable(), password: z.string().nullable() }),
} as const;

type Table = keyof typeof tables;
type Row = Readonly<Record<string, unknown>> & { readonly doc: string };

/**
 * Tables besides the registry's own that name machines. A record between damaged pages is found by
 * such a name.
 */
const naming = ['heard', 'account', 'view', 'reported', 'ledger', 'config', 'suspension'] as const;

/** The rows that a damaged file yields. */
interface Reading<T> {
  readonly rows: T[];
  /** Whether all pages of the table could be read. */
  readonly whole: boolean;
}

function reading<T>(db: Connection, sql: string): Reading<T> {
  const rows: T[] = [];
  try {
    for (const row of db.prepare(sql).iterate() as IterableIterator<T>) rows.push(row);
    return { rows, whole: true };
  } catch (error) {
    if (!isDamage(error)) throw error;
    return { rows, whole: false };
  }
}

/** Reads a table from its beginning up to the damage, and from its end back to it. */
function fromBothEnds(db: Connection, table: Table): Reading<Row> {
  const key = {
    machine: 'machine',
    suspension: 'id',
    config: 'machine, version',
    recall: 'id',
    trip: 'id',
    command: 'id',
    decision: 'id',
    user: 'user',
  }[table];
  const forth = reading<Row>(db, `SELECT * FROM ${table} ORDER BY ${key}`);
  if (forth.whole) return forth;
  const back = key
    .split(', ')
    .map((column) => `${column} DESC`)
    .join(', ');
  return { rows: [...forth.rows, ...reading<Row>(db, `SELECT * FROM ${table} ORDER BY ${back}`).rows], whole: false };
}

/** Whether a row is as it was once written. Random bytes in a page may look like a row. */
function isSound(table: Table, row: Row): boolean {
  try {
    const read = tables[table].safeParse(JSON.parse(row.doc));
    return read.success && (!('machine' in read.data) || read.data.machine === row.machine);
  } catch {
    return false;
  }
}

/** Whether the file has a table: one of an older version may be without it. */
const hasTable = (db: Connection, table: 'decision' | 'recall' | 'trip'): boolean =>
  reading(db, `SELECT 1 FROM sqlite_schema WHERE name = '${table}'`).rows.length > 0;

/**
 * Notes what a damaged database had folded before closed years existed, as its migration would have
 * done, for the chunks that were saved. Later chunks are not among them.
 */
function keepOpenYears(from: Connection, to: Connection): void {
  const key = hasTable(from, 'decision') ? 'open_years_through' : 'folded';
  const [through] = reading<{ value: unknown }>(from, `SELECT value FROM meta WHERE key = '${key}'`).rows;
  if (Number.isSafeInteger(through?.value))
    to.prepare(
      "INSERT INTO meta SELECT 'open_years_through', min(max(id), ?) FROM chunk HAVING min(max(id), ?) > 0",
    ).run(through?.value, through?.value);
}

const nothingSaved = (): Record<keyof RecoveredData['saved'], number> => ({
  ...{ machines: 0, suspensions: 0, configs: 0, recalls: 0, trips: 0, commands: 0, decisions: 0, users: 0 },
  auditEntries: 0,
  lines: 0,
});

/** Names of machines anywhere in the file. */
function namesIn(db: Connection): Set<string> {
  const names = naming.flatMap((table) => reading<{ machine: unknown }>(db, `SELECT machine FROM ${table}`).rows);
  return new Set(names.flatMap((row) => (MachineId.safeParse(row.machine).success ? [String(row.machine)] : [])));
}

/**
 * Looks up machines one by one that no pass over the table reached, from both sides: the path to a
 * record between two pages may lead over either of them.
 */
function byName(db: Connection, names: readonly string[]): Row[] {
  const fromBelow = db.prepare('SELECT * FROM machine WHERE machine >= ? ORDER BY machine LIMIT 1');
  const fromAbove = db.prepare('SELECT * FROM machine WHERE machine <= ? ORDER BY machine DESC LIMIT 1');
  const one = (ask: typeof fromBelow, name: string): Row | null => {
    try {
      const row = ask.get(name) as Row | undefined;
      return row?.machine === name ? row : null;
    } catch (error) {
      if (!isDamage(error)) throw error;
      return null;
    }
  };
  return names.flatMap((name) => one(fromBelow, name) ?? one(fromAbove, name) ?? []);
}

/**
 * Copies the registry and the ledgers from a damaged database, which is only read, into a new one,
 * as far as they can be read. Machines with the hashes of their secrets, suspensions, desired
 * configurations, recalls, trips, commands and users are copied in one transaction, then the lines.
 * Rows that are not as they were once written are left out, and so is what belongs to a machine
 * that was not saved: such a machine must be registered again. Recalls that could not be read are
 * restored from the machines' configurations. `now` in ms since 1970.
 */
export function recoverDatabase(from: Connection | null, to: Connection, now: number): RecoveredData {
  const saved = nothingSaved();
  if (!from) return { saved, unreadLines: 0, whole: false, lost: [], restoredRecalls: 0 };
  const names = namesIn(from);
  const machines = fromBothEnds(from, 'machine');
  const met = new Set(machines.rows.map((row) => row.machine));
  if (!machines.whole)
    machines.rows.push(
      ...byName(
        from,
        [...names].filter((name) => !met.has(name)),
      ),
    );
  const known = new Set<unknown>();
  let whole = true;
  let restoredRecalls = 0;
  const copy = (table: Table, { rows, whole: readWhole }: Reading<Row>): number => {
    const sound = rows.filter(
      (row) => isSound(table, row) && (!('machine' in row) || table === 'machine' || known.has(row.machine)),
    );
    if (!readWhole || sound.length < rows.length) whole = false;
    let count = 0;
    for (const row of sound) {
      const marks = Object.keys(row).map(() => '?');
      count += to
        .prepare(`INSERT OR IGNORE INTO ${table} VALUES (${marks.join(',')})`)
        .run(...Object.values(row)).changes;
      if (table === 'machine') known.add(row.machine);
    }
    return count;
  };
  to.transaction(() => {
    saved.machines = copy('machine', machines);
    saved.suspensions = copy('suspension', fromBothEnds(from, 'suspension'));
    saved.configs = copy('config', fromBothEnds(from, 'config'));
    saved.commands = copy('command', fromBothEnds(from, 'command'));
    const wholeBefore = whole;
    whole = true;
    saved.recalls = hasTable(from, 'recall') ? copy('recall', fromBothEnds(from, 'recall')) : 0;
    if (!whole) restoredRecalls = restoreRecalls(to, now);
    whole &&= wholeBefore;
    saved.trips = hasTable(from, 'trip') ? copy('trip', fromBothEnds(from, 'trip')) : 0;
    saved.decisions = hasTable(from, 'decision') ? copy('decision', fromBothEnds(from, 'decision')) : 0;
    saved.users = copy('user', fromBothEnds(from, 'user'));
    saved.auditEntries = recoverAuditLog(from, to);
  })();
  const ledgers = recoverLedgers(from, to, known);
  keepOpenYears(from, to);
  saved.lines = ledgers.lines;
  const lost = [...names].filter((name) => !known.has(name)).sort();
  return { saved, unreadLines: ledgers.unread, whole, lost, restoredRecalls };
}
