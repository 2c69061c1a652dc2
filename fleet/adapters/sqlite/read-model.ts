import type { MaybeSync } from '../../ports/maybe-sync.ts';
import type { ReadStore } from '../../ports/read-store.ts';
import type { FlagRecord, MachineViewRecord } from '../../registry/records.ts';
import type { Connection } from './connection/database.ts';
import { flagReader, flagSaver, openFlags } from './flags.ts';
import type { MachineRecords } from './machine-records.ts';
import { viewReader, viewSaver } from './views.ts';

/** The writer's calls for the read model. */
export function readModelWriter(
  db: Connection,
  machines: MachineRecords,
): MaybeSync<Pick<ReadStore, 'openFlags' | 'saveEvaluations'>> {
  const saveView = viewSaver(db);
  const saveFlag = flagSaver(db, machines);
  return {
    openFlags: () => openFlags(db),
    saveEvaluations: db.transaction((views: readonly MachineViewRecord[], flags: readonly FlagRecord[]) => {
      for (const each of views) saveView(each);
      for (const each of flags) saveFlag(each);
    }).immediate,
  };
}

/** The reader's calls for the read model. */
export const readModelReader = (db: Connection): MaybeSync<Omit<ReadStore, 'openFlags' | 'saveEvaluations'>> => ({
  ...viewReader(db),
  ...flagReader(db),
});
