import type { AreaRecall } from '../../../shared/contracts/fleet/recall.ts';
import type { MaybeSync } from '../../ports/maybe-sync.ts';
import type { TimePosition } from '../../ports/page.ts';
import type { RegistryStore } from '../../ports/registry-store.ts';
import type { CommandRecord, ConfigRecord, MachineRecord, SuspensionRecord } from '../../registry/records.ts';
import { type ScreenChoiceRecord, scopeKey } from '../../registry/screen-choices.ts';
import type { StaffRecord } from '../../registry/staff-records.ts';
import type { Connection } from './connection/database.ts';
import { readDocs } from './documents.ts';
import { pageAfter, Where } from './list-query.ts';
import type { MachineRecords } from './machine-records.ts';

const isFinal = (state: CommandRecord['state']): boolean =>
  state === 'done' || state === 'failed' || state === 'expired' || state === 'unknown';

/** The writer's calls for the registry. */
export const registryWriter = (
  db: Connection,
  machines: MachineRecords,
): MaybeSync<Omit<RegistryStore, 'commands'>> => ({
  ...machineWriter(db, machines),
  ...suspensionWriter(db),
  ...configWriter(db),
  ...recallWriter(db),
  ...frontWriter(db),
  ...commandWriter(db),
});

function machineWriter(
  db: Connection,
  records: MachineRecords,
): MaybeSync<Pick<RegistryStore, 'machines' | 'saveMachine'>> {
  const all = db.prepare('SELECT doc FROM machine ORDER BY machine').pluck();
  const save = db.prepare(
    'INSERT INTO machine VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET region = excluded.region, doc = excluded.doc',
  );
  const saveView = db.prepare('UPDATE view SET region = ?, name = ?, site = ? WHERE machine = ?');
  return {
    machines: () => readDocs<MachineRecord>(all.all()),
    saveMachine: db.transaction((record: MachineRecord) => {
      const before = records.of(record.machine);
      save.run(record.machine, record.region, JSON.stringify(record));
      saveView.run(record.region, record.name, record.site, record.machine);
      records.saved(record, before);
    }).immediate,
  };
}

function suspensionWriter(db: Connection): MaybeSync<Pick<RegistryStore, 'suspensions' | 'saveSuspension'>> {
  const all = db.prepare('SELECT doc FROM suspension').pluck();
  const ofMachine = db.prepare('SELECT doc FROM suspension WHERE machine = ?').pluck();
  const save = db.prepare('INSERT INTO suspension VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET doc = excluded.doc');
  return {
    suspensions: (machine) => readDocs<SuspensionRecord>(machine === undefined ? all.all() : ofMachine.all(machine)),
    saveSuspension: (record) => void save.run(record.id, record.machine, JSON.stringify(record)),
  };
}

function configWriter(db: Connection): MaybeSync<Pick<RegistryStore, 'configs' | 'saveConfig'>> {
  const newest = db
    .prepare('SELECT doc FROM config c WHERE version = (SELECT max(version) FROM config d WHERE d.machine = c.machine)')
    .pluck();
  const save = db.prepare('INSERT INTO config VALUES (?, ?, ?)');
  return {
    configs: () => readDocs<ConfigRecord>(newest.all()),
    saveConfig: (record) => void save.run(record.machine, record.config.version, JSON.stringify(record)),
  };
}

function recallWriter(db: Connection): MaybeSync<Pick<RegistryStore, 'recalls' | 'saveRecall'>> {
  const all = db.prepare('SELECT doc FROM recall ORDER BY at, id').pluck();
  const save = db.prepare('INSERT INTO recall VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET doc = excluded.doc');
  return {
    recalls: () => readDocs<AreaRecall>(all.all()),
    saveRecall: (recall) => void save.run(recall.id, recall.at, JSON.stringify(recall)),
  };
}

type FrontStore = Pick<RegistryStore, 'staff' | 'saveStaff' | 'screenChoices' | 'saveScreenChoice'>;

function frontWriter(db: Connection): MaybeSync<FrontStore> {
  const staff = db.prepare('SELECT doc FROM staff ORDER BY id').pluck();
  const saveStaff = db.prepare('INSERT INTO staff VALUES (?, ?) ON CONFLICT DO UPDATE SET doc = excluded.doc');
  const choices = db.prepare('SELECT doc FROM screen_choice ORDER BY scope').pluck();
  const saveChoice = db.prepare('INSERT INTO screen_choice VALUES (?, ?) ON CONFLICT DO UPDATE SET doc = excluded.doc');
  return {
    staff: () => readDocs<StaffRecord>(staff.all()),
    saveStaff: (record) => void saveStaff.run(record.id, JSON.stringify(record)),
    screenChoices: () => readDocs<ScreenChoiceRecord>(choices.all()),
    saveScreenChoice: (record) => void saveChoice.run(scopeKey(record.of), JSON.stringify(record)),
  };
}

function commandWriter(db: Connection): MaybeSync<Pick<RegistryStore, 'openCommands' | 'saveCommand'>> {
  const open = db.prepare('SELECT doc FROM command WHERE open = 1 ORDER BY asked, id').pluck();
  const save = db.prepare(
    'INSERT INTO command VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET open = excluded.open, doc = excluded.doc',
  );
  return {
    openCommands: () => readDocs<CommandRecord>(open.all()),
    saveCommand: (record) =>
      void save.run(record.id, record.machine, record.asked, isFinal(record.state) ? 0 : 1, JSON.stringify(record)),
  };
}

/** The reader's calls for the registry. */
export const registryReader = (db: Connection): MaybeSync<Pick<RegistryStore, 'commands'>> => ({
  commands: (machine, after, limit) => {
    const where = new Where().and('machine = ?', machine);
    const total = db
      .prepare(`SELECT count(*) FROM command WHERE ${where}`)
      .pluck()
      .get(...where.values) as number;
    if (after) where.and('(asked, id) < (?, ?)', ...after);
    const rows = db
      .prepare(`SELECT id, asked, doc FROM command WHERE ${where} ORDER BY asked DESC, id DESC LIMIT ?`)
      .all(...where.values, limit + 1) as { id: string; asked: number; doc: string }[];
    const { items, next } = pageAfter(rows, limit, ({ asked, id }): TimePosition => [asked, id]);
    return { items: items.map((row) => JSON.parse(row.doc) as CommandRecord), total, next };
  },
});
