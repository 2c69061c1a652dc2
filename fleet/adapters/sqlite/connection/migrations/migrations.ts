import { firstTables } from './0001-first-tables.ts';
import { decisionsAndPlaces } from './0002-decisions-and-places.ts';
import { recallsAndTrips } from './0003-recalls-and-trips.ts';
import { restockRecords } from './0004-restock-records.ts';
import { lotTotals } from './0005-lot-totals.ts';
import { auditLog } from './0006-audit-log.ts';
import { tokens } from './0007-tokens.ts';
import { sessionsAndInvitations } from './0008-sessions-and-invitations.ts';
import { staffAndScreens } from './0009-staff-and-screens.ts';
import type { Migration } from './migration.ts';

/** Every step, in order. A new database takes all of them, an older one those that it lacks. */
export const migrations: readonly Migration[] = [
  firstTables,
  decisionsAndPlaces,
  recallsAndTrips,
  restockRecords,
  lotTotals,
  auditLog,
  tokens,
  sessionsAndInvitations,
  staffAndScreens,
];

/** The version of the tables that this server works with. */
export const schemaVersion = migrations.length;
