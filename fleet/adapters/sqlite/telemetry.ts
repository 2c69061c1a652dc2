import type { MaybeSync } from '../../ports/maybe-sync.ts';
import type { TelemetryStore } from '../../ports/telemetry-store.ts';
import type { HeardRecord, NoticeRecord, ReportedRecord } from '../../registry/records.ts';
import type { Connection } from './connection/database.ts';
import { readDocs } from './documents.ts';

/** The writer's calls for telemetry. */
export function telemetryWriter(db: Connection): MaybeSync<Omit<TelemetryStore, 'reported'>> {
  const saveReported = db.prepare(`INSERT INTO reported VALUES (:machine, :at, :received, :state)
    ON CONFLICT DO UPDATE SET at = excluded.at, received = excluded.received, state = excluded.state`);
  const saveHeard = db.prepare(
    'INSERT INTO heard VALUES (:machine, :heard, :run) ON CONFLICT DO UPDATE SET heard = excluded.heard, run = excluded.run',
  );
  const saveNotice = db.prepare('INSERT OR REPLACE INTO notice VALUES (?, ?, ?, ?)');
  return {
    saveReported: (record) => void saveReported.run(record),
    heard: () => db.prepare('SELECT machine, heard, run FROM heard').all() as HeardRecord[],
    saveHeard: db.transaction((records: readonly HeardRecord[]) => {
      for (const record of records) saveHeard.run(record);
    }).immediate,
    notices: () => readDocs<NoticeRecord>(db.prepare('SELECT doc FROM notice').pluck().all()),
    saveNotice: (record) =>
      void saveNotice.run(record.machine, record.kind, record.ledger ?? '', JSON.stringify(record)),
    dropNotices: (machine, kind, butOf) =>
      void db
        .prepare('DELETE FROM notice WHERE machine = ? AND kind = ? AND ledger IS NOT ?')
        .run(machine, kind, butOf ?? null),
  };
}

/** The reader's calls for telemetry. */
export const telemetryReader = (db: Connection): MaybeSync<Pick<TelemetryStore, 'reported'>> => ({
  reported: (machine) =>
    (db.prepare('SELECT machine, at, received, state FROM reported WHERE machine = ?').get(machine) as
      | ReportedRecord
      | undefined) ?? null,
});
