import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The path of the fleet's database in its data folder. */
export const databaseIn = (dataDir: string): string => join(dataDir, 'fleet.db');

/** A file that marks a folder in which a fleet server has had its database. */
const markIn = (dataDir: string): string => join(dataDir, 'fleet.mark');

/** Whether a folder has had a database and now has neither it nor a finished copy of it. */
export const isDatabaseMissing = (dataDir: string): boolean =>
  existsSync(markIn(dataDir)) && !existsSync(databaseIn(dataDir)) && !existsSync(`${databaseIn(dataDir)}.new`);

/** Notes that a database is in this folder. */
export function markDatabase(dataDir: string): void {
  if (!existsSync(markIn(dataDir))) writeFileSync(markIn(dataDir), 'A fleet server has its database here.\n');
}
