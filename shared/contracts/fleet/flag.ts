import { z } from 'zod';
import { AreaCode, asOf, CountyCode, Cursor, Moment, Note, pageLimit, ShownDay, several } from './common.ts';
import { severities } from './severity.ts';
import { SiteContact } from './site-contact.ts';
import { UserName } from './user.ts';

/**
 * How bad it is. `urgent`: nobody gets a box there, or the books can't be trusted; `high`: soon so;
 * `normal`: this month; `low`: for information.
 */
export const Severity = z.enum(severities);
export type Severity = z.infer<typeof Severity>;

/** The figures for a flag's text, by name: the console's texts say which. */
export const Facts = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]));
export type Facts = z.infer<typeof Facts>;

const who = { machine: z.string(), name: z.string(), region: CountyCode, site: z.string() };

/**
 * What a person may do about a flag: take it on, reopen it, write a note, or assign it to a
 * colleague, who is then in charge.
 */
export const HandlingKind = z.enum(['acknowledged', 'reopened', 'noted', 'assigned']);
export type HandlingKind = z.infer<typeof HandlingKind>;

/** One handling step of a flag; `to` is the colleague of `assigned`. */
export const HandlingStep = z.object({
  kind: HandlingKind,
  at: Moment,
  by: z.string(),
  note: z.string().nullable(),
  to: z.string().nullable(),
});
export type HandlingStep = z.infer<typeof HandlingStep>;

const what = { note: Note.optional() };
/**
 * POST /flags/{id}/handling · POST /tasks/{id}/handling: what a person does about it. `to` may act
 * in the machine's area: see /colleagues.
 */
export const NewHandling = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('acknowledged'), ...what }),
  z.object({ kind: z.literal('reopened'), ...what }),
  z.object({ kind: z.literal('noted'), note: Note.min(1, '请填写备注 · a note is needed') }),
  z.object({ kind: z.literal('assigned'), to: UserName, ...what }),
]);
export type NewHandling = z.infer<typeof NewHandling>;

/**
 * A flag and its life: raised by the facts, acknowledged by a person, cleared by the facts. There
 * is one flag for each cause.
 */
export const Flag = z.object({
  id: z.string(),
  ...who,
  /** One of `flagKinds` of the rules, or a kind of a newer version. */
  kind: z.string(),
  severity: Severity,
  /** The lane, product and lot that it is about, if any. */
  lane: z.int().nullable(),
  product: z.string().nullable(),
  lot: z.string().nullable(),
  raised: Moment,
  /** Since when this has been so: one instant for every sentence about it, never in the future. */
  since: Moment,
  /** The reason, as figures. */
  facts: Facts,
  /** What to do next: a closed word for which the console has a sentence. */
  next: z.string(),
  acknowledged: z.object({ at: Moment, by: z.string(), note: z.string().nullable() }).nullable(),
  /** Who is in charge: the person who took it on or was assigned last; null if nobody is. */
  inCharge: z.string().nullable(),
  /** All handling steps, the oldest first; only ever added to. */
  handling: z.array(HandlingStep),
  cleared: z.object({ at: Moment, reason: z.string() }).nullable(),
});
export type Flag = z.infer<typeof Flag>;

/** GET /flags: worst first. With `open` false: the cleared ones, newest first. */
export const FlagQuery = z.object({
  region: AreaCode.optional(),
  machine: z.string().max(32).optional(),
  kind: several(z.string().max(32)),
  severity: several(Severity),
  acknowledged: z.enum(['true', 'false']).optional(),
  open: z.enum(['true', 'false']).default('true'),
  cursor: Cursor.optional(),
  limit: pageLimit(500, 100),
});
export type FlagQuery = z.infer<typeof FlagQuery>;
/** One page of flags. */
export const FlagList = z.object({ asOf, total: z.int(), flags: z.array(Flag), next: Cursor.nullable() });
export type FlagList = z.infer<typeof FlagList>;

/** POST /flags/{id}/acknowledge */
export const Acknowledge = z.object({ note: Note.optional() });

/** One thing to do at one machine: all flags there that one visit or call resolves. */
export const Task = z.object({
  id: z.string(),
  ...who,
  /**
   * `restock`: bring boxes; `exchange`: take lots out; `repair`: a fault; `reach`: no link, or
   * silent; `books`: drift, fork, uncertain; `pace`: will miss the year.
   */
  task: z.enum(['restock', 'exchange', 'repair', 'reach', 'books', 'pace']),
  severity: Severity,
  /** Since when its first flag has been so. */
  since: Moment,
  /** The day by which it should be done; null if there is none. */
  by: ShownDay.nullable(),
  /** Its flags, worst first: the facts of the first one make the sentence of the list. */
  flags: z.array(Flag),
  /** The boxes to bring, for `restock`. */
  carry: z.array(z.object({ product: z.string(), boxes: z.int() })),
  /** Whom to call, if the next step is a call and a contact was entered; null otherwise. */
  contact: SiteContact.nullable(),
  acknowledged: z.boolean(),
  /** Who is in charge; null if nobody is. */
  inCharge: z.string().nullable(),
  /** The handling steps of its flags, the oldest first. */
  handling: z.array(HandlingStep),
});
export type Task = z.infer<typeof Task>;

/** GET /today: what needs doing in an area, worst first, nothing twice. */
export const TodayQuery = z.object({
  region: AreaCode.optional(),
  acknowledged: z.enum(['true', 'false']).optional(),
  /** Only the tasks that the caller is in charge of. */
  mine: z.literal('true').optional(),
  task: several(Task.shape.task),
  cursor: Cursor.optional(),
  limit: pageLimit(500, 100),
});
export type TodayQuery = z.infer<typeof TodayQuery>;
/** One page of today's tasks, the most urgent first. */
export const Today = z.object({
  asOf,
  day: ShownDay,
  /** Tasks that match the query, on all pages. */
  total: z.int(),
  /**
   * For each kind of task, how many match the rest of the query; if no `task` is queried, their sum
   * is `total`.
   */
  counts: z.object({
    restock: z.int(),
    exchange: z.int(),
    repair: z.int(),
    reach: z.int(),
    books: z.int(),
    pace: z.int(),
  }),
  /**
   * How many of `counts.pace` are in each area directly below the queried one, or in the county
   * itself; areas without any are left out.
   */
  pace: z.array(z.object({ region: AreaCode, tasks: z.int() })),
  tasks: z.array(Task),
  next: Cursor.nullable(),
});
export type Today = z.infer<typeof Today>;
