import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The path of the fleet's database in its data folder. */
export const databaseIn = (dataDir: string): string => join(dataDir, 'fleet.db');

/** A file that marks a folder in which a fleet server has had its database. */
const markerFileIn = (dataDir: string): string => join(dataDir, 'fleet.mark');

/** Whether a folder has had a database and now has neither it nor a finished copy of it. */
export const isDatabaseMissing = (dataDir: string): boolean =>
  existsSync(markerFileIn(dataDir)) && !existsSync(databaseIn(dataDir)) && !existsSync(`${databaseIn(dataDir)}.new`);

/** Notes that a database is in this folder. */
export function writeMarkerFile(dataDir: string): void {
  if (!existsSync(markerFileIn(dataDir)))
    writeFileSync(markerFileIn(dataDir), 'A fleet server has its database here.\n');
}
