import type { LedgerId, MachineId } from '../../../shared/contracts/ids.ts';
import { formatDay, type LocalDay } from '../../../shared/rules/calendar.ts';
import { rankText, severities, severityOf } from '../../evaluate/severity.ts';
import type { DecisionRecord } from '../../ledger/uncounted.ts';
import type {
  CommandRecord,
  ConfigRecord,
  FlagRecord,
  HeardRecord,
  MachineRecord,
  MachineViewRecord,
  NoticeRecord,
  ReportedRecord,
  SessionRecord,
  SuspensionRecord,
  UserRecord,
} from '../../registry/records.ts';
import { regionOn } from '../../registry/stays.ts';
import type { Connection } from './database.ts';
import { monthSums } from './months.ts';

const docs = <T>(rows: unknown[]): T[] => (rows as string[]).map((doc) => JSON.parse(doc) as T);

const isFinal = (state: CommandRecord['state']): boolean =>
  state === 'done' || state === 'failed' || state === 'expired' || state === 'unknown';

/** What people and judging write: the writer's half of a SQLite store. */
export function sqliteRegistry(db: Connection) {
  const all = (work: () => void): void => db.transaction(work).immediate();
  const machine = db.prepare(
    'INSERT INTO machine VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET region = excluded.region, doc = excluded.doc',
  );
  const viewPlace = db.prepare('UPDATE view SET region = ?, name = ?, site = ? WHERE machine = ?');
  const months = monthSums(db);
  const daysOf = db.prepare(
    'SELECT day, product, issued, uncertain - settled AS uncertain FROM day_total WHERE machine = ?',
  );
  const machines = db.prepare('SELECT doc FROM machine ORDER BY machine').pluck();
  const machineDoc = db.prepare('SELECT doc FROM machine WHERE machine = ?').pluck();
  const suspension = db.prepare('INSERT INTO suspension VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET doc = excluded.doc');
  const dropSuspension = db.prepare('DELETE FROM suspension WHERE id = ?');
  const suspensions = db.prepare('SELECT doc FROM suspension').pluck();
  const suspensionsOf = db.prepare('SELECT doc FROM suspension WHERE machine = ?').pluck();
  const config = db.prepare('INSERT INTO config VALUES (?, ?, ?)');
  const configs = db
    .prepare('SELECT doc FROM config c WHERE version = (SELECT max(version) FROM config d WHERE d.machine = c.machine)')
    .pluck();
  const command = db.prepare(
    'INSERT INTO command VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET open = excluded.open, doc = excluded.doc',
  );
  const openCommands = db.prepare('SELECT doc FROM command WHERE open = 1 ORDER BY asked, id').pluck();
  const reported = db.prepare(`INSERT INTO reported VALUES (:machine, :at, :received, :state)
    ON CONFLICT DO UPDATE SET at = excluded.at, received = excluded.received, state = excluded.state`);
  const heard = db.prepare(
    'INSERT INTO heard VALUES (:machine, :heard, :run) ON CONFLICT DO UPDATE SET heard = excluded.heard, run = excluded.run',
  );
  const notice = db.prepare('INSERT OR REPLACE INTO notice VALUES (?, ?, ?, ?)');
  const flag =
    db.prepare(`INSERT INTO flag VALUES (:id, :machine, :region, :kind, :severity, :rank, :raised, :acknowledged, :cleared, :doc)
    ON CONFLICT DO UPDATE SET region = excluded.region, severity = excluded.severity, rank = excluded.rank,
    acknowledged = excluded.acknowledged, cleared = excluded.cleared, doc = excluded.doc`);
  const view =
    db.prepare(`INSERT OR REPLACE INTO view VALUES (:machine, :region, :name, :site, :address, :service, :link, :heard, :lastIssued,
    :inServiceFrom, :today, :year, :issuedToday, :issuedYear, :issuedTotal, :uncertain, :stock, :capacity, :coverDays, :annual, :chance,
    :verdict, :worst, :products, :judged, :atPace, :boxes, :days, :empty, :restock)`);
  const dropParts = db.prepare('DELETE FROM view_part WHERE machine = ?');
  const part = db.prepare('INSERT INTO view_part VALUES (?, ?, ?, ?, ?, ?, ?)');
  const viewDoc = db.prepare(
    'INSERT INTO view_doc VALUES (:machine, :doc, :detail, :stop) ON CONFLICT DO UPDATE SET doc = excluded.doc, detail = excluded.detail, stop = excluded.stop',
  );
  const user = db.prepare('INSERT INTO user VALUES (?, ?) ON CONFLICT DO UPDATE SET doc = excluded.doc');
  const session = db.prepare(
    'INSERT INTO session VALUES (:token, :user, :expires) ON CONFLICT DO UPDATE SET expires = excluded.expires',
  );

  const regions = new Map<MachineId, MachineRecord>();
  const recordOf = (id: MachineId): MachineRecord | null => {
    const known = regions.get(id);
    if (known) return known;
    const doc = machineDoc.get(id) as string | undefined;
    if (doc === undefined) return null;
    const record = JSON.parse(doc) as MachineRecord;
    regions.set(id, record);
    return record;
  };

  /** Books a machine's months anew where it stood: after its places changed. */
  const replace = (record: MachineRecord): void => {
    months.forget(record.machine);
    const rows = daysOf.all(record.machine) as { day: LocalDay; product: string; issued: number; uncertain: number }[];
    for (const { day, product, issued, uncertain } of rows)
      if (issued !== 0 || uncertain !== 0)
        months.add(regionOn(record, day), formatDay(day).slice(0, 7), record.machine, product, issued, uncertain);
  };

  const saveView = (each: MachineViewRecord): void => {
    const { row } = each;
    view.run({
      ...row,
      address: each.address ?? '',
      today: each.today,
      year: each.year,
      issuedToday: row.issued.today,
      issuedYear: row.issued.year,
      issuedTotal: row.issued.total,
      annual: row.pace.annual,
      chance: row.pace.chance,
      verdict: row.pace.verdict,
      worst: each.worstRank,
      products: `,${each.products.join(',')},`,
      judged: each.sum.judged,
      atPace: each.sum.atPace,
      boxes: each.sum.boxes,
      days: each.sum.days,
      empty: each.empty ? 1 : 0,
      restock: each.toRestock ? 1 : 0,
    });
    dropParts.run(row.machine);
    for (const [place, { region, days, ofYear, boxes, uncertain }] of each.parts.entries())
      part.run(row.machine, place, region, days, ofYear, boxes, uncertain);
    viewDoc.run({
      machine: row.machine,
      doc: JSON.stringify(row),
      detail: JSON.stringify({ ...each, stop: null }),
      stop: JSON.stringify(each.stop),
    });
  };

  const saveFlag = ({ id, flag: each }: FlagRecord): void => {
    flag.run({
      id,
      machine: each.machine,
      region: recordOf(each.machine as MachineId)?.region ?? '',
      kind: each.finding.kind,
      severity: severities.indexOf(severityOf(each.finding)),
      rank: rankText(each.finding),
      raised: each.raised.at,
      acknowledged: each.acknowledged === null ? 0 : 1,
      cleared: each.cleared?.at ?? null,
      doc: JSON.stringify(each),
    });
  };

  return {
    /** The county where a machine stood on a day; null for one that is not registered. */
    regionOn: (id: MachineId, day: LocalDay): string | null => {
      const record = recordOf(id);
      return record && regionOn(record, day);
    },
    /** Books those machines' months anew that were once booked without a county. */
    mendMonths: () =>
      all(() => {
        for (const id of months.withoutCounty()) {
          const record = recordOf(id);
          if (record) replace(record);
          else months.forget(id);
        }
      }),
    machines: () => docs<MachineRecord>(machines.all()),
    saveMachine: (record: MachineRecord) =>
      all(() => {
        const before = recordOf(record.machine);
        machine.run(record.machine, record.region, JSON.stringify(record));
        viewPlace.run(record.region, record.name, record.site, record.machine);
        regions.set(record.machine, record);
        // Lines may have been folded before their machine was registered: they had no county to be booked in.
        if (JSON.stringify(before?.places) !== JSON.stringify(record.places)) replace(record);
      }),
    suspensions: (of?: MachineId) =>
      docs<SuspensionRecord>(of === undefined ? suspensions.all() : suspensionsOf.all(of)),
    saveSuspension: (record: SuspensionRecord) =>
      void suspension.run(record.id, record.machine, JSON.stringify(record)),
    dropSuspension: (id: string) => void dropSuspension.run(id),
    decisions: () => docs<DecisionRecord>(db.prepare('SELECT doc FROM decision ORDER BY at, id').pluck().all()),
    configs: () => docs<ConfigRecord>(configs.all()),
    saveConfig: (record: ConfigRecord) =>
      void config.run(record.machine, record.config.version, JSON.stringify(record)),
    openCommands: () => docs<CommandRecord>(openCommands.all()),
    saveCommand: (record: CommandRecord) =>
      void command.run(record.id, record.machine, record.asked, isFinal(record.state) ? 0 : 1, JSON.stringify(record)),
    saveReported: (record: ReportedRecord) => void reported.run(record),
    heard: () => db.prepare('SELECT machine, heard, run FROM heard').all() as HeardRecord[],
    saveHeard: (records: readonly HeardRecord[]) =>
      all(() => {
        for (const record of records) heard.run(record);
      }),
    notices: () => docs<NoticeRecord>(db.prepare('SELECT doc FROM notice').pluck().all()),
    saveNotice: (record: NoticeRecord) =>
      void notice.run(record.machine, record.kind, record.ledger ?? '', JSON.stringify(record)),
    dropNotices: (of: MachineId, kind: NoticeRecord['kind'], butOf: LedgerId | null = null) =>
      void db.prepare('DELETE FROM notice WHERE machine = ? AND kind = ? AND ledger IS NOT ?').run(of, kind, butOf),
    openFlags: () =>
      (db.prepare('SELECT id, doc FROM flag WHERE cleared IS NULL').all() as { id: string; doc: string }[]).map(
        readFlag,
      ),
    saveJudged: (views: readonly MachineViewRecord[], flags: readonly FlagRecord[]) =>
      all(() => {
        for (const each of views) saveView(each);
        for (const each of flags) saveFlag(each);
      }),
    saveUser: (record: UserRecord) => void user.run(record.user, JSON.stringify(record)),
    dropUser: (name: string) =>
      all(() => {
        db.prepare('DELETE FROM user WHERE user = ?').run(name);
        db.prepare('DELETE FROM session WHERE user = ?').run(name);
      }),
    saveSession: (record: SessionRecord) => void session.run(record),
    dropSessions: (of: { token: string } | { user: string } | { expiredBy: number }) => {
      if ('token' in of) db.prepare('DELETE FROM session WHERE token = ?').run(of.token);
      else if ('user' in of) db.prepare('DELETE FROM session WHERE user = ?').run(of.user);
      else db.prepare('DELETE FROM session WHERE expires <= ?').run(of.expiredBy);
    },
  };
}

/** A flag from its row. Throws if the document is not JSON. */
export const readFlag = (row: { id: string; doc: string }): FlagRecord => ({
  id: row.id,
  flag: JSON.parse(row.doc) as FlagRecord['flag'],
});
