import { addDays, type LocalDay, laterDay } from './calendar.ts';
import type { Rules } from './defaults.ts';
import type { RatePrior } from './prior.ts';
import { chanceOfSilence, rateOf } from './rate.ts';
import { inServiceDays, type Service } from './suspension.ts';
import { beforeQuiet, type Tally } from './tally.ts';

const MINUTE_MS = 60_000;

/** What is known of a machine's connection and board; instants in ms, by the fleet's clock. */
export interface LifeSigns {
  /** Whether today is one of its days in service. */
  readonly inService: boolean;
  /**
   * Whether the broker has its connection, and since when; null: not heard of since the fleet
   * started.
   */
  readonly link: { readonly up: boolean; readonly since: number } | null;
  readonly lastHeartbeatAt: number | null;
  /** Since when the fleet has expected to hear it: registered, or back in service. */
  readonly expectedSince: number;
  /** When the fleet last started: nothing before that counts against a machine. */
  readonly fleetUpSince: number;
  /** The board as the kiosk last reported it; null: never reported. */
  readonly board: { readonly answering: boolean; readonly since: number } | null;
  readonly lastIssuedAt: number | null;
}

/** `waiting`: silent so far, but the fleet has not run long enough to call it offline. */
export type Reach = 'online' | 'waiting' | 'offline' | 'outOfService';

/**
 * Whether a machine is heard [rules, offline]. Silence is counted from the fleet's own start at the
 * earliest.
 */
export function reachOf(signs: LifeSigns, now: number, rules: Rules): Reach {
  if (!signs.inService) return 'outOfService';
  const limitMs = rules.offlineMinutes * MINUTE_MS;
  if (signs.lastHeartbeatAt !== null && now - signs.lastHeartbeatAt < limitMs) return 'online';
  const listenedFrom = Math.max(signs.lastHeartbeatAt ?? signs.expectedSince, signs.expectedSince, signs.fleetUpSince);
  return now - listenedFrom < limitMs ? 'waiting' : 'offline';
}

/** One sign of health: yes, no, or unknown; and since when, if that is known. */
export interface HealthSign {
  readonly state: 'yes' | 'no' | 'unknown';
  readonly since: number | null;
}

/** "Online" is four signs, shown separately [rules, health]. */
export interface HealthSigns {
  readonly linkUp: HealthSign;
  readonly agentAlive: HealthSign;
  readonly hardwareAnswering: HealthSign;
  readonly lastIssuedAt: number | null;
}

const unknownSign: HealthSign = { state: 'unknown', since: null };
const signOf = (yes: boolean, since: number | null): HealthSign => ({ state: yes ? 'yes' : 'no', since });

/**
 * The four signs of health. What a machine last reported about its board is unknown once its agent
 * is no longer heard.
 */
export function healthSigns(signs: LifeSigns, now: number, rules: Rules): HealthSigns {
  const reach = reachOf({ ...signs, inService: true }, now, rules);
  const alive = reach === 'online';
  return {
    linkUp: signs.link === null ? unknownSign : signOf(signs.link.up, signs.link.since),
    agentAlive:
      reach === 'waiting' ? { ...unknownSign, since: signs.lastHeartbeatAt } : signOf(alive, signs.lastHeartbeatAt),
    hardwareAnswering: alive && signs.board !== null ? signOf(signs.board.answering, signs.board.since) : unknownSign,
    lastIssuedAt: signs.lastIssuedAt,
  };
}

/** What is needed to evaluate a silence. */
export interface SilenceBooks {
  readonly service: Service;
  /** See `historyOf`. */
  readonly history: Tally;
  /** Business day of the last box, or null. */
  readonly lastIssuedDay: LocalDay | null;
  /**
   * The first of the whole days up to now in which it could give out without a break (online, in
   * stock, no fault); null: it can't now.
   */
  readonly ableFrom: LocalDay | null;
}

/** Whether a machine has issued nothing for so long that it is unlikely to be chance. */
export interface Silence {
  readonly silent: boolean;
  /** Whole days in service without a box, up to yesterday, in which it could have given one. */
  readonly quietDays: number;
  /**
   * Probability of this many quiet days under the rate that it had before them; 1 if it can't be
   * evaluated.
   */
  readonly chance: number;
}

/**
 * Whether a machine is silent [rules, silent]. Whole days are counted, so that a night never makes
 * a busy machine silent. The rate is taken with all its uncertainty from the days before the
 * silence, so a machine with little history isn't flagged.
 */
export function silenceOf(books: SilenceBooks, prior: RatePrior, today: LocalDay, rules: Rules): Silence {
  if (books.ableFrom === null) return { silent: false, quietDays: 0, chance: 1 };
  const from =
    books.lastIssuedDay === null ? books.ableFrom : laterDay(addDays(books.lastIssuedDay, 1), books.ableFrom);
  const quietDays = inServiceDays(books.service, from, addDays(today, -1));
  const rate = rateOf(prior, beforeQuiet(books.history, quietDays), rules);
  const chance = chanceOfSilence(rate, quietDays);
  return { silent: chance < rules.silentChance, quietDays, chance };
}

/** The stock at a line of a ledger: by the kiosk's report, or by the fleet's books. */
export interface StockAt {
  readonly ledger: string;
  readonly last: number;
  readonly lanes: readonly { readonly lane: number; readonly product: string; readonly stock: number }[];
}

/** A lane whose reported stock differs from its books, in boxes. */
export interface LaneDrift {
  readonly lane: number;
  /** Null: there is no such lane on that side. */
  readonly reported: number | null;
  readonly booked: number | null;
}

/**
 * The lanes whose report and books differ at the same line [rules, drift]; null if the two can't be
 * compared (yet).
 */
export function driftOf(reported: StockAt, booked: StockAt): readonly LaneDrift[] | null {
  if (reported.ledger !== booked.ledger || reported.last !== booked.last) return null;
  const numbers = new Set([...reported.lanes, ...booked.lanes].map((lane) => lane.lane));
  const drifts: LaneDrift[] = [];
  for (const lane of [...numbers].sort((a, b) => a - b)) {
    const theirs = reported.lanes.find((l) => l.lane === lane);
    const ours = booked.lanes.find((l) => l.lane === lane);
    if (theirs?.stock === ours?.stock && theirs?.product === ours?.product) continue;
    drifts.push({ lane, reported: theirs?.stock ?? null, booked: ours?.stock ?? null });
  }
  return drifts;
}
