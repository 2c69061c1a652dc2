import { z } from 'zod';
import { AreaCode, asOf, Cursor, Day, Moment, pageLimit, several } from './common.ts';

/**
 * What the audit log has entries of: every operation of the API that changes something, by its
 * operation id; every export; what happens at the door; and what the server does by itself.
 */
export const auditActs = [
  'sign-in',
  'sign-in-failed',
  'sign-out',
  'token-refused',
  'export',
  'registerMachine',
  'changeMachine',
  'setContact',
  'removeContact',
  'renewSecret',
  'moveMachine',
  'retireMachine',
  'quarantineMachine',
  'releaseMachine',
  'suspendMachine',
  'changeSuspension',
  'dropSuspension',
  'stopMachine',
  'resumeMachine',
  'askForConfig',
  'askCommand',
  'acknowledgeFlag',
  'handleFlag',
  'handleTask',
  'decideOnLines',
  'addRecall',
  'endRecall',
  'setAreaScreen',
  'setMachineScreen',
  'addStaff',
  'changeStaff',
  'renewStaffPin',
  'addTrip',
  'closeTrip',
  'addUser',
  'changeUser',
  'dropUser',
  'resetUser',
  'endSessions',
  'acceptInvitation',
  'changeAccount',
  'changeOwnPassword',
  'endOwnSession',
  'endOtherSessions',
  'beginSecondFactor',
  'confirmSecondFactor',
  'dropSecondFactor',
  'newPasskeyOptions',
  'addPasskey',
  'dropPasskey',
  'issueEnrolmentCode',
  'withdrawEnrolmentCode',
  'revokeKeys',
  'enrol',
  'renew',
  'addToken',
  'revokeToken',
  'database-migrated',
  'database-rewritten',
  'audit-log-broken',
  'database-quarantined',
] as const;
/** One of the acts that the audit log knows. */
export type AuditAct = (typeof auditActs)[number];

/**
 * Who did it: a signed-in user, a token, a command on the server itself, the server by itself, or
 * somebody who is not signed in. `name` is the name of the user or token, or the command; it is
 * empty for the other two.
 */
export const AuditActor = z.object({
  kind: z.enum(['user', 'token', 'command', 'system', 'nobody']),
  name: z.string(),
});
export type AuditActor = z.infer<typeof AuditActor>;

/**
 * What became of it. `begun`: it was about to be done, and its end is not recorded, so it may have
 * happened or not. `refused`: nothing was changed. `failed`: an error ended it; some of it may have
 * happened.
 */
export const AuditOutcome = z.enum(['begun', 'done', 'refused', 'failed']);
export type AuditOutcome = z.infer<typeof AuditOutcome>;

/**
 * The fields that an entry may have. What is not on this list is never recorded: no password, no
 * secret, no telephone number. Entries are never deleted, so they have nothing that has to be.
 */
export const auditFields = [
  'name',
  'region',
  'site',
  'address',
  'inServiceFrom',
  'inServiceUntil',
  'from',
  'until',
  'reason',
  'note',
  'verdict',
  'product',
  'lane',
  'lanes',
  'lots',
  'recalls',
  'limits',
  'command',
  'handling',
  'assignedTo',
  'reference',
  'day',
  'person',
  'checked',
  'closedAs',
  'contact',
  'role',
  'area',
  'password',
  'pin',
  'stopped',
  'machines',
  'rules',
  'discreet',
  'volume',
  'servicePoints',
  'position',
  'locked',
  'language',
  'secondFactor',
  'scope',
  'expires',
  'query',
  'count',
  'addresses',
  'file',
  'version',
  'lines',
] as const;
/** One of these fields. */
export type AuditField = (typeof auditFields)[number];

/** What was or is to be there, by field. */
export const AuditFields = z.record(z.string(), z.unknown());
/**
 * The same, as an entry is made. `password` and `pin` say only that there is a new one, and
 * `contact` only whether there is one.
 */
export type AuditFields = {
  readonly [Field in AuditField]?: Field extends 'password' | 'pin' | 'contact' ? boolean | undefined : unknown;
};

/** What an entry is about. Each is null if it is about no such thing. */
const about = {
  machine: z.string().nullable(),
  user: z.string().nullable(),
  /** The id of anything else: a suspension, a recall, a trip, a flag, a token, an exported list. */
  subject: z.string().nullable(),
  /** The area that it concerns; people of other areas do not see the entry. */
  region: AreaCode,
};

/**
 * An entry of the audit log. An act has two: one before it is done, with outcome `begun`, and one
 * after it, which names the first in `of`. What cannot be prevented has one.
 */
export const AuditEntry = z.object({
  seq: z.int().min(1),
  at: Moment,
  actor: AuditActor,
  /** The network address that it came from; null for the server itself and for commands. */
  address: z.string().nullable(),
  act: z.string(),
  ...about,
  /** What was there before, and what is to be there (`begun`) or is there (`done`) now. */
  before: AuditFields.nullable(),
  after: AuditFields.nullable(),
  /** The reason that was given, or why it was refused or failed. */
  why: z.string().nullable(),
  outcome: AuditOutcome,
  of: z.int().nullable(),
});
export type AuditEntry = z.infer<typeof AuditEntry>;

/** An act with its end: one row of the list. `ended` is null if its end is not recorded. */
export const AuditRecord = AuditEntry.omit({ of: true }).extend({ ended: Moment.nullable() });
export type AuditRecord = z.infer<typeof AuditRecord>;

/**
 * GET /audit: who did what, the newest first. `from` and `to` are local days of the fleet's time
 * zone, both included. `user` finds what a user or token of this name did, and what was done to
 * that user.
 */
export const AuditQuery = z.object({
  region: AreaCode.optional(),
  machine: z.string().max(32).optional(),
  user: z.string().max(64).optional(),
  act: several(z.enum(auditActs)),
  from: Day.optional(),
  to: Day.optional(),
  cursor: Cursor.optional(),
  limit: pageLimit(1000, 100),
});
export type AuditQuery = z.infer<typeof AuditQuery>;

/** One page of the audit log. */
export const AuditList = z.object({
  asOf,
  region: AreaCode,
  records: z.array(AuditRecord),
  next: Cursor.nullable(),
});
export type AuditList = z.infer<typeof AuditList>;

/**
 * Entries whose place in the chain is broken, by number. `missing`: they are not there any more.
 * `changed`: they, or the entry before them, are not as they were written.
 */
export const AuditBreak = z.object({ from: z.int(), to: z.int(), why: z.enum(['missing', 'changed']) });
export type AuditBreak = z.infer<typeof AuditBreak>;

/**
 * GET /audit/verify: every entry of the log compared with its chain. `last` is the newest entry and
 * the chain's state after it: a copy of it kept elsewhere later shows that nothing before
 * it was exchanged. The server keeps one next to the database, and compares with that too.
 */
export const AuditCheck = z.object({
  asOf,
  sound: z.boolean(),
  entries: z.int(),
  last: z.object({ seq: z.int(), head: z.string() }).nullable(),
  breaks: z.array(AuditBreak),
});
export type AuditCheck = z.infer<typeof AuditCheck>;
