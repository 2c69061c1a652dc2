import { z } from 'zod';
import { UserName } from './account.ts';
import { AreaCode, asOf, CountyCode, Cursor, Moment, Note, pageLimit, ShownDay, several } from './common.ts';

/** How bad: `urgent` nobody gets a box there, or books can't be trusted; `high` soon so; `normal` this month; `low` good to know. */
export const Severity = z.enum(['urgent', 'high', 'normal', 'low']);
export type Severity = z.infer<typeof Severity>;

/** Figures that a flag's text needs, by name: the console's texts say which. */
export const Facts = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]));
export type Facts = z.infer<typeof Facts>;

const who = { machine: z.string(), name: z.string(), region: CountyCode, site: z.string() };

/** What a person may do about a flag: take it on, open it again, write something down, or hand it to a colleague, who then takes it on. */
export const HandlingKind = z.enum(['acknowledged', 'reopened', 'noted', 'assigned']);
export type HandlingKind = z.infer<typeof HandlingKind>;

/** One thing that a person did about a flag; `to` is the colleague of `assigned`. */
export const HandlingStep = z.object({
  kind: HandlingKind,
  at: Moment,
  by: z.string(),
  note: z.string().nullable(),
  to: z.string().nullable(),
});
export type HandlingStep = z.infer<typeof HandlingStep>;

const what = { note: Note.optional() };
/** POST /flags/{id}/handling · POST /tasks/{id}/handling: what somebody does about it. `to` may act in the machine's area: see /colleagues. */
export const NewHandling = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('acknowledged'), ...what }),
  z.object({ kind: z.literal('reopened'), ...what }),
  z.object({ kind: z.literal('noted'), note: Note.min(1, 'a note is needed') }),
  z.object({ kind: z.literal('assigned'), to: UserName, ...what }),
]);
export type NewHandling = z.infer<typeof NewHandling>;

/** A flag and its life: raised by the facts, acknowledged by a person, cleared by the facts. One flag a cause. */
export const Flag = z.object({
  id: z.string(),
  ...who,
  /** See `flagKinds` of the rules; one of a newer version may come too. */
  kind: z.string(),
  severity: Severity,
  /** Lane, product and lot that it is about, where it is about one. */
  lane: z.int().nullable(),
  product: z.string().nullable(),
  lot: z.string().nullable(),
  raised: Moment,
  /** Since when what it says has been so: one instant for every sentence about it, never in the future. */
  since: Moment,
  /** Why, as figures. */
  facts: Facts,
  /** What to do next, a closed word that the console has a sentence for. */
  next: z.string(),
  acknowledged: z.object({ at: Moment, by: z.string(), note: z.string().nullable() }).nullable(),
  /** Who is to see to it: who took it on or was given it; null for nobody. */
  inCharge: z.string().nullable(),
  /** All that people did about it, the oldest first; only ever added to. */
  handling: z.array(HandlingStep),
  cleared: z.object({ at: Moment, reason: z.string() }).nullable(),
});
export type Flag = z.infer<typeof Flag>;

/** GET /flags: worst first. `open` false shows those that are cleared, newest first. */
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

/** One thing to do at one machine: all flags there that the same visit or call sees to. */
export const Task = z.object({
  id: z.string(),
  ...who,
  /** `restock` carry boxes; `exchange` take lots out; `repair` a fault; `reach` no link or silent; `books` drift, fork, uncertain; `pace` will miss the year. */
  task: z.enum(['restock', 'exchange', 'repair', 'reach', 'books', 'pace']),
  severity: Severity,
  /** Since when what its first flag says has been so. */
  since: Moment,
  /** Do it by this day; null where there is none. */
  by: ShownDay.nullable(),
  /** The flags behind it, worst first: the first one's facts make the line's sentence. */
  flags: z.array(Flag),
  /** What to carry, for `restock`. */
  carry: z.array(z.object({ product: z.string(), boxes: z.int() })),
  acknowledged: z.boolean(),
  /** Who is to see to it; null for nobody. */
  inCharge: z.string().nullable(),
  /** What people did about its flags, the oldest first. */
  handling: z.array(HandlingStep),
});
export type Task = z.infer<typeof Task>;

/** GET /today: what needs doing in an area, worst first, nothing twice. */
export const TodayQuery = z.object({
  region: AreaCode.optional(),
  acknowledged: z.enum(['true', 'false']).optional(),
  /** Only those that the asker is in charge of. */
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
  /** Tasks that fit the question, on all pages. */
  total: z.int(),
  /** By task, how many fit the question but for its `task`: their sum is `total` where no task is named. */
  counts: z.object({
    restock: z.int(),
    exchange: z.int(),
    repair: z.int(),
    reach: z.int(),
    books: z.int(),
    pace: z.int(),
  }),
  /** How many of `counts.pace` stand in each area directly below the one asked for, a county's own; areas without any are left out. */
  pace: z.array(z.object({ region: AreaCode, tasks: z.int() })),
  tasks: z.array(Task),
  next: Cursor.nullable(),
});
export type Today = z.infer<typeof Today>;
