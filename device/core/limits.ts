import type { Books } from '../../shared/ledger/books.ts';
import { defaultRules } from '../../shared/rules/defaults.ts';
import { machineRules } from '../../shared/rules/machine-rules.ts';

/**
 * Every bound of the kiosk: name, unit, reason, and what gets worse in either direction. Times are
 * ms. Those that the fleet may set come with the configuration in force, see `limitsOf`.
 */
export const limits = {
  /**
   * [LBP/1 owes 6] Every waiting caller has an answer within this time. Longer: a citizen waits for
   * nothing; shorter: slow motors end as uncertain.
   */
  answerWithinMs: 60_000,
  /**
   * A motor starts only for somebody who is still present: this long after the last request nothing
   * turns any more.
   */
  startWithinMs: 10_000,
  /**
   * How long a recorded order may still be sent, or sent again: an order that waited for a cable
   * must not start a motor minutes later.
   */
  orderWithinMs: 5_000,
  /**
   * How long one look at the board may take, including repeated questions. Longer: the citizen
   * waits for a dead board.
   */
  lookWithinMs: 5_000,
  /** Homing a motor takes at most 10 s [LBP/1, `JAM`], and its answer some more. */
  homeWithinMs: 20_000,
  /**
   * Lanes tried for one request: the first, and one other with the same product. More: a blind
   * sensor costs more boxes.
   */
  lanesPerRequest: 2,
  /**
   * Another lane is begun within this time after the request. Longer: its motor's end would come
   * too late for the answer; shorter: there is no second lane after a jam.
   */
  anotherLaneWithinMs: 30_000,
  /**
   * A board must be away this long before its loss is recorded: a flapping cable must not wear out
   * the disk.
   */
  boardLostAfterMs: 5_000,
  /**
   * How many reports of a rattling door or an unstable board are recorded at once; after these one
   * is recorded per interval: some 500 lines a day at worst. More: they fill the disk over the
   * years; fewer: the fleet learns late that a door is open.
   */
  rateLimitBurst: 20,
  rateLimitEveryMs: 180_000,
  /** [MQTT contract, presence] A heartbeat every 60 s, with ± this share of jitter. */
  heartbeatMs: 60_000,
  heartbeatJitter: 0.1,
  /** [MQTT contract, reported state] On change, at most one in 5 s, and every 15 minutes. */
  reportGapMs: 5_000,
  reportEveryMs: 900_000,
  /**
   * [MQTT contract, storms] Reconnects back off from 1 s to 60 s with full jitter; only a
   * connection that lasted this long resets them.
   */
  reconnectFirstMs: 1_000,
  reconnectMostMs: 60_000,
  heldAfterMs: 60_000,
  /** One attempt to connect; the link's own deadline is shorter. */
  connectWithinMs: 45_000,
  /** [MQTT contract, events] Unreceipted lines are sent again after 30 s without progress. */
  resendAfterMs: 30_000,
  /**
   * A receipt may be up to this old, so its time may be this much late. If larger, a clock that is
   * wrong by that much is trusted; if smaller, an expired command may run.
   */
  receiptLateMs: 120_000,
  /**
   * A time that is further than this after the floor is not believed, even if the own clock wrote a
   * line at it. Longer: a clock that was once wrong keeps lanes locked until the fleet sends the
   * time; shorter: a kiosk that was unplugged for long forgets what it knew of the time.
   */
  clockAheadMs: 730 * 86_400_000,
  /**
   * An own clock that is this far before the floor is reported as doubtful. Shorter: a slow clock
   * is reported, too; longer: boxes may be given out for a day too long.
   */
  clockBehindMs: 86_400_000,
  /**
   * How often the fleet's time is kept on the disk while no receipt comes. More often: needless
   * wear; less often: a start without network begins with an earlier time.
   */
  keepTimeEveryMs: 6 * 3_600_000,
  /** Batches under way at once: enough to fill a slow link, few enough to be repeated cheaply. */
  batchesInFlight: 4,
  /**
   * How often locks are evaluated again, because the fleet may correct a wrong clock. They are also
   * evaluated at each change of the books.
   */
  locksEveryMs: 60_000,
  /**
   * How long a screen is shown until the session ends by itself; large type doubles these times.
   * Longer: the next person finds a stranger's session; shorter: slow readers lose theirs.
   */
  screenChoiceMs: 45_000,
  screenReadingMs: 10_000,
  screenTakeMs: 8_000,
  screenEndedMs: 15_000,
  screenUncertainMs: 30_000,
  /**
   * Staff mode is left when nobody touches the screen for this long; large type doubles it. Longer:
   * a stranger finds it open; shorter: people who count boxes must sign in again and again.
   */
  staffIdleMs: 180_000,
  /** How long before the end of a choice the page asks whether more time is needed. */
  screenWarningMs: 20_000,
  /** How long a sentence is shown over a screen, such as that a second card is ignored. */
  screenAsideMs: 4_000,
  /**
   * After a turn without a box, the same person may choose again for this long without a card.
   * Longer: somebody else takes a box on it; shorter: the person has to identify twice.
   */
  screenIdentityMs: 60_000,
  /** How often uses that are no longer needed are deleted and their keys destroyed. */
  forgetEveryMs: 3_600_000,
  /** A turn this recent at a start after a power cut is mentioned on the screen, and how long. */
  screenRecentTurnMs: 300_000,
  screenPowerFailedMs: 600_000,
  /** Up to this many boxes the screen says how many are left. */
  screenFewBoxes: 3,
  /**
   * Typed codes: after this many wrong ones within the time, typing pauses; each further pause is
   * twice as long, and all is forgotten after an hour without one.
   */
  wrongCodesBeforePause: 5,
  wrongCodesWithinMs: 600_000,
  codePauseFirstMs: 60_000,
  codePauseMostMs: 900_000,
  codePausesForgottenMs: 3_600_000,
} as const;

/**
 * Outside these the machine stops giving out and reports it; the configuration in force may narrow
 * them.
 */
const climate = { tempMaxDeciC: 400, tempMinDeciC: -100, humidityMaxPct: 95 } as const;

/**
 * Motor turns in a row without a drop after which the sensor is suspect: each may be an uncounted
 * box.
 */
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
