import type { Books } from '../../shared/ledger/books.ts';
import { defaultRules } from '../../shared/rules/defaults.ts';
import { machineRules } from '../../shared/rules/machine-rules.ts';

/**
 * Every bound of the kiosk: name, unit, reason, and what gets worse in either direction. Times are ms. Those that the fleet may set
 * come with the configuration in force, see `limitsOf`.
 */
export const limits = {
  /** [LBP/1 owes 6] whoever waits has an answer within this time. Longer: a citizen stares; shorter: slow motors end as uncertain. */
  answerWithinMs: 60_000,
  /** A motor starts only for somebody who still stands there: nobody asked for longer than this, nothing turns any more. */
  startWithinMs: 10_000,
  /** How long a written order may still go out, again too: an order that waited for a cable must not start a motor minutes later. */
  orderWithinMs: 5_000,
  /** How long one look at the board may take. Its own questions are repeated within; longer: the citizen waits for a dead board. */
  lookWithinMs: 5_000,
  /** Homing a motor takes at most 10 s [LBP/1, `JAM`], and its answer some more. */
  homeWithinMs: 20_000,
  /** Lanes tried for one request: the first, and one other of the same product. More: a blind sensor costs more boxes. */
  lanesPerRequest: 2,
  /** Another lane is begun so long after the asking. Longer: its motor's end would come too late to be the answer; shorter: none after a jam. */
  anotherLaneWithinMs: 30_000,
  /** A board must be away this long before its loss is written down: a flapping cable must not wear out the disk. */
  boardLostAfterMs: 5_000,
  /**
   * A door that rattles and a board that comes and goes may be written down so often at once, and then once in so long: some 500 lines a
   * day at worst. More: years of it fill the disk; fewer: the fleet learns late that a door stands open.
   */
  rateLimitBurst: 20,
  rateLimitEveryMs: 180_000,
  /** [MQTT contract, presence] a heartbeat every 60 s, with ± this share of jitter. */
  heartbeatMs: 60_000,
  heartbeatJitter: 0.1,
  /** [MQTT contract, reported state] on change, at most one in 5 s, and every 15 minutes. */
  reportGapMs: 5_000,
  reportEveryMs: 900_000,
  /** [MQTT contract, storms] reconnects back off from 1 s to 60 s with full jitter; only a connection that held so long resets them. */
  reconnectFirstMs: 1_000,
  reconnectMostMs: 60_000,
  heldAfterMs: 60_000,
  /** One try to connect; the link's own deadline is shorter. */
  connectWithinMs: 45_000,
  /** [MQTT contract, events] unreceipted lines are sent again after 30 s without progress. */
  resendAfterMs: 30_000,
  /**
   * A receipt may be up to this old, so the time that it tells may be this much behind. If larger, a clock that is wrong by that much is
   * trusted; if smaller, an expired command may run.
   */
  receiptLateMs: 120_000,
  /**
   * Further ahead of all that is known the own clock is not believed where a line was written by it. Longer: a clock that was mad once keeps
   * lanes locked until the fleet tells the time; shorter: a kiosk that stood unplugged for long forgets what it saw of the time.
   */
  clockAheadMs: 730 * 86_400_000,
  /** An own clock so far behind what is known is said to be doubtful. Shorter: one that runs slow is; longer: a day may be given out too much. */
  clockBehindMs: 86_400_000,
  /** How often the told time is kept on the disk while no receipt comes. More often: wear for nothing; less: a start without network begins earlier. */
  keepTimeEveryMs: 6 * 3_600_000,
  /** Batches under way at once: enough to fill a slow link, few enough to be repeated cheaply. */
  batchesInFlight: 4,
  /** A wrong clock is put right by the fleet's; locks are looked at again this often, and at each change of the books. */
  locksEveryMs: 60_000,
} as const;

/** Outside these the machine stops giving out and says so; narrowed by the configuration in force. */
const climate = { tempMaxDeciC: 400, tempMinDeciC: -100, humidityMaxPct: 95 } as const;

/** Motor turns in a row without a drop, after which the sensor is suspect: each may be an uncounted box. */
const noDropsBeforeSuspect = 3;

/** The bounds in force, as the fleet configured them. */
export function limitsOf(books: Books) {
  const set = books.limits;
  return {
    rules: machineRules(defaultRules, set),
    noDropsBeforeSuspect: set.noDropsBeforeSuspect ?? noDropsBeforeSuspect,
    tempMaxDeciC: set.tempMaxDeciC ?? climate.tempMaxDeciC,
    tempMinDeciC: set.tempMinDeciC ?? climate.tempMinDeciC,
    humidityMaxPct: set.humidityMaxPct ?? climate.humidityMaxPct,
  };
}

/** Expiry is a day on the wall calendar of the province. */
export const kioskTimeZone = 'Asia/Shanghai';
