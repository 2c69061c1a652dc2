import { z } from 'zod';
import { LaneState } from '../lane-state.ts';
import { AreaCode, asOf, CountyCode, Cursor, Moment, pageLimit, ShownDay, several } from './common.ts';
import { DayChange } from './day-change.ts';
import { Flag, Severity } from './flag.ts';
import { Pace } from './pace.ts';
import { Quarantine } from './quarantine.ts';
import { Position } from './screen.ts';
import { SiteContact } from './site-contact.ts';
import { StopView } from './stop.ts';
import { LineDecisionView, Uncounted } from './uncounted.ts';

/** Whether a machine is in service: not yet, yes, suspended on purpose, or never again. */
export const ServiceState = z.enum(['planned', 'in-service', 'suspended', 'retired']);
/**
 * Whether the machine is connected; `unknown` while the fleet has not heard of it since its own
 * start.
 */
export const Link = z.enum(['up', 'down', 'unknown']);

/**
 * The four health facts, each with its start; `unknown` after the fleet's own restart until the
 * machine is heard.
 */
export const Health = z.object({
  link: z.object({
    state: Link,
    since: Moment.nullable(),
    /**
     * Attempts to connect as this machine with a wrong secret since its last connection; absent or
     * null if there were none.
     */
    refused: z.object({ since: Moment, last: Moment, times: z.int() }).nullable().optional(),
  }),
  agent: z.object({
    state: z.enum(['alive', 'silent', 'unknown']),
    /** The time of the last heartbeat. */
    heard: Moment.nullable(),
    version: z.string().nullable(),
  }),
  hardware: z.object({
    state: z.enum(['answering', 'lost', 'unknown']),
    since: Moment.nullable(),
    reason: z.string().nullable(),
  }),
  lastIssued: z.object({ at: Moment, day: ShownDay, product: z.string().nullable() }).nullable(),
});
export type Health = z.infer<typeof Health>;

/** Boxes of one lot in a lane, and whether they may be given out. */
export const LotView = z.object({
  lot: z.string().nullable(),
  expires: z.string().nullable(),
  count: z.int(),
  state: z.enum(['fit', 'expiring', 'locked', 'expired', 'recalled', 'unknown']),
});

/** One lane of the cabinet, with its lots in the order in which they fall. */
export const LaneView = z.object({
  lane: z.int(),
  product: z.string(),
  capacity: z.int(),
  par: z.int(),
  stock: z.int(),
  /** Boxes that may have fallen or may still be in the lane; not in `stock`. */
  uncertain: z.int(),
  /** Boxes of `stock` that nobody has counted since the machine's ledger was lost. */
  unverified: z.int(),
  state: LaneState,
  reason: z.string().nullable(),
  /** The reason of a desired lock by the planogram. */
  lockedByPlan: z.string().nullable(),
  lots: z.array(LotView),
});
export type LaneView = z.infer<typeof LaneView>;

/** The meaning of a product's stock at this machine. */
export const ProductStock = z.object({
  product: z.string(),
  stock: z.int(),
  capacity: z.int(),
  par: z.int(),
  /** Boxes per day; null without history. */
  rate: z.number().nullable(),
  coverDays: z.number().nullable(),
  runsOut: z.object({ expected: ShownDay, early: ShownDay.nullable(), late: ShownDay.nullable() }).nullable(),
  /** Boxes to bring now, 0 for none. */
  restock: z.int(),
});
export type ProductStock = z.infer<typeof ProductStock>;

const issued = z.object({ today: z.int(), year: z.int(), total: z.int() });
const ofMark = { id: true, kind: true, severity: true, lane: true, product: true } as const;
/** `expires` is the use-by day of the boxes that it is about, where the kind is `expired`. */
const flagMark = Flag.pick(ofMark).extend({ expires: ShownDay.optional() });

/** A row of the machines list. */
export const MachineRow = z.object({
  machine: z.string(),
  name: z.string(),
  region: CountyCode,
  site: z.string(),
  inServiceFrom: ShownDay,
  inServiceUntil: ShownDay.nullable(),
  service: ServiceState,
  stop: StopView,
  link: Link,
  heard: Moment.nullable(),
  lastIssued: Moment.nullable(),
  issued,
  /** Boxes that are uncertain now: they may have fallen or not. */
  uncertain: z.int(),
  stock: z.int(),
  /** Boxes of `stock` that lanes can give out: not expired, recalled, locked or behind a jam. */
  usable: z.int(),
  capacity: z.int(),
  /** Days of cover of the product that runs out first. */
  coverDays: z.number().nullable(),
  pace: Pace.pick({ days: true, due: true, annual: true, chance: true, needed: true, verdict: true }),
  flags: z.array(flagMark),
  worst: Severity.nullable(),
  config: z.object({ asked: z.int().nullable(), inForce: z.int().nullable() }),
});
export type MachineRow = z.infer<typeof MachineRow>;

/** The column by which the list of machines is sorted. */
export const MachineSort = z.enum([
  'machine',
  'name',
  'region',
  'site',
  'worst',
  'issuedToday',
  'issuedYear',
  'annual',
  'chance',
  'stock',
  'coverDays',
  'heard',
  'lastIssued',
  'inServiceFrom',
]);

/**
 * Conditions of a machine now, counted as for areas. `gives-nothing`: it is in service and nobody
 * gets a box there; `to-restock`: it is in service and needs boxes; `issued-today`: one of its
 * boxes fell today.
 */
export const MachineCondition = z.enum(['gives-nothing', 'to-restock', 'issued-today']);
export type MachineCondition = z.infer<typeof MachineCondition>;

/**
 * GET /machines. `sort` is a column, reversed with `-` before it; `q` finds each of its words in
 * id, name, site and address.
 */
export const MachineQuery = z.object({
  region: AreaCode.optional(),
  flag: several(z.string().max(32)),
  severity: several(Severity),
  service: several(ServiceState),
  link: several(Link),
  site: several(z.string().max(128)),
  verdict: several(Pace.shape.verdict),
  condition: several(MachineCondition),
  product: several(z.string().max(16)),
  q: z.string().trim().max(64).optional(),
  sort: z
    .string()
    .refine((text) => MachineSort.safeParse(text.replace(/^-/, '')).success, '没有这一列 · no such column')
    .default('machine'),
  cursor: Cursor.optional(),
  limit: pageLimit(1000, 100),
});
export type MachineQuery = z.infer<typeof MachineQuery>;
/** One page of machines. */
export const MachineList = z.object({
  asOf,
  /** Machines that match the query, on all pages. */
  total: z.int(),
  machines: z.array(MachineRow),
  next: Cursor.nullable(),
});
export type MachineList = z.infer<typeof MachineList>;

/** GET /machines/{id}. */
export const Machine = MachineRow.omit({ pace: true, flags: true }).extend({
  asOf,
  address: z.string().nullable(),
  /** Its coordinates; null if nobody entered them. */
  position: Position.nullable(),
  /** Whom to call at its site; null if nobody entered that. */
  contact: SiteContact.nullable(),
  registered: Moment,
  /** Whether its books stand aside, since when and why; null if they do not. */
  quarantine: Quarantine.nullable(),
  /** The machine's places, the present one last. */
  places: z.array(
    z.object({ region: CountyCode, site: z.string(), name: z.string(), from: ShownDay, until: ShownDay.nullable() }),
  ),
  health: Health,
  lanes: z.array(LaneView),
  products: z.array(ProductStock),
  pace: Pace,
  flags: z.array(Flag),
  /** The ledger in use, how far it is stored and folded, and the earlier ones, oldest first. */
  ledger: z.object({ id: z.string().nullable(), through: z.int(), folded: z.int(), last: z.int().nullable() }),
  ledgersBefore: z.array(z.object({ id: z.string(), through: z.int() })),
  /** Lines not counted that wait for a decision, and the decisions so far, the newest first. */
  uncounted: z.array(Uncounted),
  decisions: z.array(LineDecisionView),
  /** Days that were over when somebody changed whether they count, the newest change first. */
  dayChanges: z.array(DayChange),
  /** The kiosk's last reported state, as received; null if there is none. */
  reported: z.object({ at: Moment, received: Moment, state: z.unknown() }).nullable(),
});
export type Machine = z.infer<typeof Machine>;
