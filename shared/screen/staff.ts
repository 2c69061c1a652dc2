import { z } from 'zod';
import { ExpiryDay, Instant, Lane } from '../contracts/ids.ts';
import { StaffRole } from '../contracts/staff.ts';

/** The parts of staff mode, in the order of a visit. */
export const StaffPart = z.enum(['round', 'jams', 'sensor', 'test', 'return', 'technician', 'leave']);
export type StaffPart = z.infer<typeof StaffPart>;

/** Why a count differs from the books, as the person who counted says. */
export const DifferenceReason = z.enum(['miscounted', 'unbooked', 'missing', 'damaged', 'unknown']);
export type DifferenceReason = z.infer<typeof DifferenceReason>;

/** What a scanner brings, at most. */
const Scanned = z.string().max(512);

/** What staff did in staff mode. One that the present step does not offer changes nothing. */
export const StaffAction = z.discriminatedUnion('do', [
  /** `person` is an id of the list; null for the one shared PIN of kiosk.json. */
  z.object({ do: z.literal('sign-in'), person: z.string().max(64).nullable(), pin: z.string().max(64) }),
  /** Leaves staff mode. */
  z.object({ do: z.literal('sign-out') }),
  z.object({ do: z.literal('open'), part: StaffPart }),
  /** To the parts, or one step back. */
  z.object({ do: z.literal('back') }),
  z.object({ do: z.literal('turn-page'), to: z.enum(['next', 'previous']) }),
  z.object({ do: z.literal('lane'), lane: Lane }),
  /** The number that the step asks for: boxes counted, taken out or put in. */
  z.object({ do: z.literal('boxes'), boxes: z.int().min(0).max(200) }),
  z.object({ do: z.literal('reason'), reason: DifferenceReason }),
  /** What a scanner read, for a scanner that is not connected to the agent. */
  z.object({ do: z.literal('scan'), text: Scanned }),
  /** A lot that was typed, or chosen among those that the step suggests. */
  z.object({ do: z.literal('lot'), lot: z.string().min(1).max(32), expires: ExpiryDay.nullable() }),
  /** An expiry that was typed: six digits for a month, eight for a day. */
  z.object({ do: z.literal('expiry'), digits: z.string().regex(/^\d{6}(\d\d)?$/) }),
  /** The answer to a yes-or-no question. */
  z.object({ do: z.literal('answer'), yes: z.boolean() }),
  /** Goes on: a lane is finished, the round is to be reviewed, or what was reviewed is entered. */
  z.object({ do: z.literal('confirm') }),
  /** Writes the support bundle to the USB stick. */
  z.object({ do: z.literal('bundle') }),
]);
export type StaffAction = z.infer<typeof StaffAction>;

const InBoth = z.object({ zh: z.string().max(160), en: z.string().max(160) });
const Page = z.object({ number: z.int().min(1), of: z.int().min(1) });
const Boxes = z.int().min(0).max(10_000);

/** A lane, with the name of its product. */
const NamedLane = z.object({ lane: Lane, name: InBoth });

/** Why something was not taken, each with a sentence of its own. */
export const StaffProblem = z.enum([
  'wrong-product',
  'carton',
  'code-unknown',
  'code-check-digit',
  'code-no-day',
  'code-separator',
  'code-tracing',
  'label-wrong',
  'label-altered',
  'label-other-machine',
  'label-used',
  'label-other-product',
  'expiry-no-day',
  'already-expired',
  'expires-too-late',
  'lot-recalled',
  'earlier-behind',
  'lot-other-expiry',
  'over-capacity',
  'lane-changed',
  'door-open',
  'busy',
  'board-lost',
  'cannot-record',
  'not-possible',
]);
export type StaffProblem = z.infer<typeof StaffProblem>;

/** Why boxes of a lot are to be taken out. */
export const RemovalReason = z.enum(['expired', 'closing', 'recalled', 'misdated', 'undated', 'returned']);
export type RemovalReason = z.infer<typeof RemovalReason>;

/** What a lane needs; null for nothing in particular. */
const LaneNeed = z.enum(['unfit', 'count', 'jam', 'empty', 'low']).nullable();

/** One thing that must be in order before staff leave. */
export const LeaveCheck = z.enum([
  'round',
  'door',
  'board',
  'sensor',
  'jams',
  'uncounted',
  'locked',
  'climate',
  'disk',
  'reader',
  'scanner',
  'stopped',
]);
export type LeaveCheck = z.infer<typeof LeaveCheck>;

/** What a technician sees of one part of the kiosk. */
export const TechnicianTopic = z.enum([
  'board',
  'lanes',
  'transaction',
  'reader',
  'scanner',
  'link',
  'unsent',
  'clock',
  'disk',
  'door',
  'climate',
  'version',
  'page',
]);
export type TechnicianTopic = z.infer<typeof TechnicianTopic>;

const Lot = z.object({ lot: z.string().max(96).nullable(), expires: ExpiryDay.nullable() });

/** A lane's part of what is about to be entered. `after` is what it holds then. */
export const ReviewLine = z.object({
  ...NamedLane.shape,
  before: Boxes,
  counted: Boxes.nullable(),
  removed: Boxes,
  added: Boxes,
  after: Boxes,
});
export type ReviewLine = z.infer<typeof ReviewLine>;

/** A screen of staff mode. Citizens see at its lower edge that staff are at work. */
export const StaffView = z.discriminatedUnion('step', [
  z.object({
    step: z.literal('sign-in'),
    /** Who may sign in with a PIN of their own. Empty: only the shared PIN. */
    people: z.array(z.object({ id: z.string().max(64), name: z.string().max(64) })).max(100),
    /** Whether the last PIN was wrong. */
    wrong: z.boolean(),
    /** After wrong PINs: seconds until the next one is compared, 0 for none. */
    waitSeconds: z.int().min(0),
  }),
  z.object({
    step: z.literal('home'),
    /** Null: signed in with the shared PIN. */
    name: z.string().max(64).nullable(),
    role: StaffRole.nullable(),
    parts: z.array(StaffPart).max(8),
    /** Lanes of a round that is not entered yet. */
    drafted: z.int().min(0),
    /** The last entry in the books. `at` is null if the kiosk does not trust its time. */
    last: z.object({ at: Instant.nullable(), lanes: z.int().min(0), added: Boxes, removed: Boxes }).nullable(),
    /** Lines that the fleet does not have yet. */
    unsent: z.int().min(0),
  }),
  z.object({
    step: z.literal('lanes'),
    part: z.enum(['round', 'jams', 'test', 'return']),
    lanes: z.array(z.object({ ...NamedLane.shape, need: LaneNeed, done: z.boolean() })).max(6),
    page: Page,
    /** Whether there is something to review. */
    mayReview: z.boolean(),
    problem: StaffProblem.nullable(),
  }),
  /** How many boxes are in the lane? `book` is null if the books are not to be shown. */
  z.object({ step: z.literal('count'), ...NamedLane.shape, most: Boxes, book: Boxes.nullable() }),
  z.object({ step: z.literal('difference'), ...NamedLane.shape, counted: Boxes, book: Boxes }),
  /** Boxes of this lot are to be taken out; the step asks how many were. */
  z.object({
    step: z.literal('remove'),
    ...NamedLane.shape,
    ...Lot.shape,
    reason: RemovalReason,
    /** How many there are by the books, and their place from the front: the first of them. */
    boxes: Boxes,
    from: z.int().min(1),
  }),
  /**
   * Loading. `ask`: a code is scanned or the lot typed; the expiry is typed; how many boxes; or
   * whether `lot` and `expires` are what is on the pack, because the code is ambiguous.
   */
  z.object({
    step: z.literal('load'),
    ...NamedLane.shape,
    ask: z.enum(['code', 'lot', 'expiry', 'boxes', 'which']),
    ...Lot.shape,
    /** How many boxes fit, and how many the label says. */
    room: Boxes,
    suggested: Boxes,
    /** Lots to choose from: those of the label, and those in the books. */
    lots: z.array(Lot).max(4),
    /** Boxes of this lane that are noted so far. */
    added: Boxes,
    problem: StaffProblem.nullable(),
  }),
  z.object({
    step: z.literal('review'),
    part: z.enum(['round', 'return']),
    lines: z.array(ReviewLine).max(6),
    page: Page,
    problem: StaffProblem.nullable(),
  }),
  z.object({
    step: z.literal('entered'),
    lanes: z.int().min(0),
    added: Boxes,
    removed: Boxes,
    warned: z.boolean(),
  }),
  /** Is it to be done? Then it is under way, and then it has ended. */
  z.object({
    step: z.literal('task'),
    part: z.enum(['jams', 'sensor', 'test']),
    lane: Lane.nullable(),
    state: z.enum(['ask', 'working', 'done', 'failed']),
    /** For a test turn that ended: boxes that fell; null if nobody can know. */
    fell: Boxes.nullable(),
    problem: StaffProblem.nullable(),
  }),
  z.object({
    step: z.literal('leave'),
    checks: z.array(z.object({ check: LeaveCheck, isGood: z.boolean(), lanes: z.array(Lane).max(20) })).max(12),
  }),
  z.object({
    step: z.literal('technician'),
    topics: z.array(z.object({ topic: TechnicianTopic, isGood: z.boolean().nullable(), value: InBoth })).max(8),
    /** The last warnings and errors of the log, newest first; on the last pages. */
    errors: z.array(z.object({ at: Instant, text: InBoth })).max(4),
    page: Page,
    /** The stick for the support bundle; null if no folder for one is configured. */
    stick: z.enum(['absent', 'ready', 'written', 'failed']).nullable(),
  }),
]);
export type StaffView = z.infer<typeof StaffView>;
