import { z } from 'zod';
import { EnteredPlan, KioskLimits, PlannedLane, Recall } from '../plan.ts';
import { asOf, Cursor, Day, Moment, Note, pageLimit, ReasonCode, ShownDay, several } from './common.ts';
import { DayChange } from './day-change.ts';
import { UncountedReason } from './uncounted.ts';

/** A stored ledger line: as received in `line`, or in `text` if it is not JSON. */
export const StoredEvent = z.object({
  ledger: z.string(),
  seq: z.int(),
  received: Moment,
  /**
   * When it happened, as computed by the fleet; the kiosk's own time is in the line. null while
   * that is not known.
   */
  at: Moment.nullable(),
  /** True if the kiosk's clock was wrong and the time was computed from a heartbeat. */
  corrected: z.boolean(),
  day: ShownDay,
  /** Why it is not counted; null if it is, or if it changes no count. */
  uncounted: UncountedReason.nullable(),
  line: z.record(z.string(), z.unknown()).nullable(),
  text: z.string().optional(),
});
export type StoredEvent = z.infer<typeof StoredEvent>;

/** Whether two days are in order; true if one is absent. */
const daysInOrder = (it: { from?: string | undefined; to?: string | undefined }) =>
  it.from === undefined || it.to === undefined || it.from <= it.to;
/** The message about days that are not in order. */
const daysOrder = { message: '结束日期早于开始日期 · to is before from', path: ['to'] };

/**
 * GET /machines/{id}/events: `after` is an earlier `next`, the number of a line of the newest
 * ledger, or empty; `order=newest` goes backwards.
 * `from` and `to` are local days of the fleet's time zone, both included; `day` is a single one.
 */
export const EventQuery = z
  .object({
    after: Cursor.optional(),
    order: z.enum(['oldest', 'newest']).default('oldest'),
    kind: several(z.string().max(64)),
    day: Day.optional(),
    from: Day.optional(),
    to: Day.optional(),
    limit: pageLimit(1000, 100),
  })
  .refine(({ day, from, to }) => day === undefined || (from === undefined && to === undefined), {
    message: '某一天和起止日期只能填写一种 · day stands alone, or from and to',
    path: ['day'],
  })
  .refine(daysInOrder, daysOrder);
/** Which ledger lines are asked for. */
export type EventQuery = z.infer<typeof EventQuery>;
/** One page of a machine's ledger lines, in the requested order. */
export const EventList = z.object({ events: z.array(StoredEvent), next: Cursor.nullable() });
export type EventList = z.infer<typeof EventList>;

/**
 * GET /machines/{id}/issues?from=&to=: whole local days, both counted; by default the current year.
 */
export const SpanQuery = z.object({ from: Day.optional(), to: Day.optional() });
/** Boxes that a machine issued, by day. */
export const Issues = z.object({
  asOf,
  machine: z.string(),
  from: ShownDay,
  to: ShownDay,
  /** Days with a value; the others are 0. */
  days: z.array(
    z.object({ day: ShownDay, issued: z.int(), uncertain: z.int(), products: z.record(z.string(), z.int()) }),
  ),
  /** Confirmed boxes by the hour of the local day, 24 numbers, over the span. */
  hours: z.array(z.int()).length(24),
});
export type Issues = z.infer<typeof Issues>;

/** GET /machines/{id}/stock?from=&to=: the stock at the end of each day. */
export const StockHistory = z.object({
  asOf,
  machine: z.string(),
  days: z.array(
    z.object({
      day: ShownDay,
      stock: z.int(),
      uncertain: z.int(),
      added: z.int(),
      removed: z.int(),
      coverDays: z.number().nullable(),
    }),
  ),
});
export type StockHistory = z.infer<typeof StockHistory>;

/** The reason `other` explains nothing by itself, so it needs a note. */
export function noteWhereOther(
  it: { reason?: string | undefined; note?: string | null | undefined },
  context: z.RefinementCtx,
): void {
  if (it.reason === 'other' && !it.note)
    context.addIssue({
      code: 'custom',
      path: ['note'],
      message: '原因为其他时请填写备注 · the reason "other" needs a note',
    });
}
const span = { from: Day, until: Day.nullable(), reason: ReasonCode, note: Note.nullable() };
const inOrder = (it: { from?: string | undefined; until?: string | null | undefined }) =>
  it.from === undefined || it.until === undefined || it.until === null || it.from <= it.until;
const order = { message: '结束日期早于开始日期 · until is before from', path: ['until'] };

/** The first and last suspended day; `until` null: not ended yet. */
export const Suspension = z.object({
  id: z.string(),
  ...span,
  reason: z.string(),
  note: z.string().nullable(),
  from: ShownDay,
  until: ShownDay.nullable(),
  by: z.string(),
  entered: Moment,
  /** Days that were over when it was entered or changed; absent if there were none. */
  dayChanges: z.array(DayChange).optional(),
  /** Who removed it, when and why; absent or null while it holds. */
  removed: z.object({ at: Moment, by: z.string(), why: z.string().nullable() }).nullable().optional(),
});
export type Suspension = z.infer<typeof Suspension>;
/** A suspension to be entered; `until` null: until it is ended. */
export const NewSuspension = z
  .object({ ...span, until: Day.nullable().default(null), note: Note.nullable().default(null) })
  .refine(inOrder, order)
  .superRefine(noteWhereOther);
export type NewSuspension = z.infer<typeof NewSuspension>;
/** The changes to a suspension; what is absent stays. */
export const SuspensionChange = z.object(span).partial().refine(inOrder, order);
export type SuspensionChange = z.infer<typeof SuspensionChange>;
/** A machine's suspensions. */
export const SuspensionList = z.object({
  suspensions: z.array(Suspension),
  /** Those that were removed. Their days count. */
  removed: z.array(Suspension),
});
/** DELETE /machines/{id}/suspensions/{suspension}?why= */
export const SuspensionRemoval = z.object({ why: Note.optional() });

/** A recall as it is shown: the lot as it was entered. */
const shownRecall = Recall.extend({ lot: z.string().nullable() });

/** GET /machines/{id}/config: the desired configuration and the one in force. */
export const ConfigView = z.object({
  asked: z
    .object({
      version: z.int(),
      lanes: z.array(PlannedLane),
      /** Entered for the machine itself; without a lot: every lot of the product. */
      recalls: z.array(shownRecall),
      /** Added by the open recalls of its area; absent in answers of older versions. */
      areaRecalls: z.array(shownRecall).optional(),
      /** Lanes that the kiosk is sent as locked, because every lot is recalled; not in `lanes`. */
      recallLocks: z.array(z.int()).optional(),
      limits: KioskLimits,
      at: Moment,
      by: z.string(),
    })
    .nullable(),
  inForce: z
    .object({ version: z.int(), lanes: z.array(PlannedLane), recalls: z.array(shownRecall), limits: KioskLimits })
    .nullable(),
  /** Whether the desired configuration is not in force yet. */
  pending: z.boolean(),
});
export type ConfigView = z.infer<typeof ConfigView>;

/**
 * PUT /machines/{id}/config: lanes, recalls and limits; a stop has its own paths and stays
 * unchanged. `basedOn` is the desired version that the editor saw, null for none; 409 if it has
 * changed since.
 */
export const ConfigChange = z.object({
  basedOn: z.int().nullable(),
  ...EnteredPlan.omit({ stopped: true }).shape,
  /**
   * Refused rather than ignored, so that nobody assumes that a machine is stopped which goes on
   * giving out.
   */
  stopped: z
    .never({ error: 'POST /machines/{id}/stop stops a machine, POST /machines/{id}/resume lets it go on' })
    .optional(),
});
export type ConfigChange = z.infer<typeof ConfigChange>;

/** POST /machines/{id}/commands. */
export const NewCommand = z.object({
  kind: z.enum(['report', 'clear', 'restart']),
  lane: z.int().min(1).max(9999).optional(),
  /** How long it may wait for the kiosk. */
  expiresInMinutes: z
    .int()
    .min(1)
    .max(7 * 24 * 60)
    .default(60),
});
export type NewCommand = z.infer<typeof NewCommand>;

/** The state of a command, from the fleet's queue to its end. */
export const CommandState = z.enum(['queued', 'sent', 'accepted', 'done', 'failed', 'expired', 'unknown']);

/**
 * A command with each state that it reached and the evidence: when, and what the kiosk reported.
 */
export const CommandView = z.object({
  id: z.string(),
  kind: z.string(),
  lane: z.int().nullable(),
  state: CommandState,
  asked: Moment,
  by: z.string(),
  expires: Moment,
  steps: z.array(
    z.object({ state: CommandState, at: Moment, code: z.string().nullable(), detail: z.string().nullable() }),
  ),
});
export type CommandView = z.infer<typeof CommandView>;
/** Which commands of a machine are returned. */
export const CommandQuery = z.object({ cursor: Cursor.optional(), limit: pageLimit(200, 50) });
export type CommandQuery = z.infer<typeof CommandQuery>;
/** One page of a machine's commands. */
export const CommandList = z.object({ commands: z.array(CommandView), next: Cursor.nullable() });
export type CommandList = z.infer<typeof CommandList>;
