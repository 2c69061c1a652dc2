import { z } from 'zod';
import { ScreenSettings } from './eligibility.ts';
import { ConfigVersion, Lane, LotNumber, ProductCode, ReadLot } from './ids.ts';
import { StaffList } from './staff.ts';
import { typedLine } from './text.ts';
import { utf8Length } from './utf8.ts';

const plannedLane = (reason: z.ZodString) =>
  z
    .object({
      lane: Lane,
      product: ProductCode,
      capacity: z.int().min(1).max(200),
      par: z.int().min(0).max(200),
      /** The reason of a remote lock; absent or null if the lane is not locked. */
      locked: reason.nullable().optional(),
    })
    .refine((lane) => lane.par <= lane.capacity, {
      message: '补到的盒数大于最多盒数 · par is above capacity',
      path: ['par'],
    });

/**
 * One lane of the planogram: the product that it holds, its capacity in boxes, and the par level to
 * fill it up to.
 */
export const PlannedLane = plannedLane(z.string().min(1).max(64));
export type PlannedLane = z.infer<typeof PlannedLane>;

/** A planned lane as a person enters it. */
export const EnteredLane = plannedLane(typedLine(64));

/** A recalled lot: a lane that may hold it gives nothing out. */
export const Recall = z.object({ product: ProductCode, lot: ReadLot });
export type Recall = z.infer<typeof Recall>;

/** The limits that a kiosk works with; each has a default in the kiosk. */
export const KioskLimits = z.object({
  /** How many days before a lot's last usable day the kiosk stops giving it out. */
  lockBeforeExpiryDays: z.int().min(0).max(365).optional(),
  /** Whether the kiosk locks a lane whose front box has no expiry in the books; true by default. */
  lockUndated: z.boolean().optional(),
  /**
   * An expiry more than this many years ahead is not believed; and the values for single products.
   * 10 by default.
   */
  shelfLifeYears: z.int().min(1).max(30).optional(),
  shelfLives: z
    .array(z.object({ product: ProductCode, years: z.int().min(1).max(30) }))
    .max(100)
    .optional(),
  /** Motor turns without a drop, in a row, after which the sensor is suspect. */
  noDropsBeforeSuspect: z.int().min(1).max(20).optional(),
  /** Highest and lowest temperature inside, in 0.1 °C. */
  tempMaxDeciC: z.int().min(-500).max(1000).optional(),
  tempMinDeciC: z.int().min(-500).max(1000).optional(),
  /** Highest humidity inside, in %. */
  humidityMaxPct: z.int().min(0).max(100).optional(),
});
export type KioskLimits = z.infer<typeof KioskLimits>;

/**
 * A stop in force, with its reason. `reason` is a word of the fleet's list (`reasons` of its GET
 * /info); a kiosk only passes it on, so any text is accepted.
 */
export const Stopped = z.object({ reason: z.string().min(1).max(64) });
export type Stopped = z.infer<typeof Stopped>;

/** The most lanes and recalls of one configuration. */
export const planMax = { lanes: 100, recalls: 500 } as const;

const plan = <R extends z.ZodType>(lane: typeof PlannedLane, recall: R) =>
  z.object({
    lanes: z
      .array(lane)
      .max(planMax.lanes)
      .refine((lanes) => new Set(lanes.map((each) => each.lane)).size === lanes.length, {
        message: '货道号重复 · a lane stands twice',
      }),
    recalls: z.array(recall).max(planMax.recalls).default([]),
    limits: KioskLimits.default({}),
    /**
     * The stop in force; if absent or null, the kiosk gives out. A kiosk that doesn't know the
     * field goes on giving out.
     */
    stopped: Stopped.nullable().optional(),
    /** What the screen says, and who may take a box; absent: the kiosk's own defaults. */
    screen: ScreenSettings.optional(),
    /**
     * The public keys (Ed25519, 32 bytes in base64) with which labels for staff may be signed; two
     * while one replaces the other. Absent: no label is accepted.
     */
    labelKeys: z.array(z.base64().length(44)).max(2).optional(),
  });

/** The content of a desired configuration, as ledgers and messages hold it. */
export const Plan = plan(PlannedLane, Recall);

/** A `Plan` as a person enters it; a recall without a lot means every lot of the product. */
export const EnteredPlan = plan(EnteredLane, z.object({ product: ProductCode, lot: LotNumber.nullable() }));
export type Plan = z.infer<typeof Plan>;

/** A configuration becomes one ledger line, and a line must fit into a batch with its header. */
export const configMaxBytes = 64_000;

/** A desired configuration without the staff: what the ledger, pages and lists may show of it. */
export const ShownConfig = z.object({ version: ConfigVersion.min(1), ...Plan.shape });
export type ShownConfig = z.infer<typeof ShownConfig>;

/** The desired configuration, whole, with a rising version [MQTT contract, configuration]. */
export const DesiredConfig = z
  .object({
    ...ShownConfig.shape,
    /**
     * Who may work at the machine with a PIN of their own; absent: the fleet keeps no staff, and
     * only the shared PIN of kiosk.json is accepted. It comes into force together with the rest,
     * and the kiosk keeps it next to its ledger, not in it.
     */
    staff: StaffList.optional(),
  })
  .refine((config) => utf8Length(JSON.stringify(config)) <= configMaxBytes, {
    message: `配置过大，最多 ${configMaxBytes} 字节 · more than ${configMaxBytes} bytes`,
  });
export type DesiredConfig = z.infer<typeof DesiredConfig>;
