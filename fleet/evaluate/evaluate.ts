import { laneState, laneStock } from '../../shared/ledger/books.ts';
import { type AreaSum, areaSumOf } from '../../shared/rules/area-pace.ts';
import {
  addDays,
  dayFrom,
  firstDayOfYear,
  type LocalDay,
  parseDay,
  yearOf,
  type Zone,
} from '../../shared/rules/calendar.ts';
import type { Rules } from '../../shared/rules/defaults.ts';
import type { FlagFacts } from '../../shared/rules/flag.ts';
import {
  driftOf,
  type HealthFacts,
  healthFacts,
  type LifeSigns,
  type Reach,
  reachOf,
  type StockAt,
  silenceOf,
} from '../../shared/rules/health.ts';
import type { Recall } from '../../shared/rules/lot.ts';
import { type MachineFacts, machineFindings } from '../../shared/rules/machine-findings.ts';
import { type MachineRules, machineRules } from '../../shared/rules/machine-rules.ts';
import { type Pace, type PaceBooks, paceBooks, paceOf } from '../../shared/rules/pace.ts';
import type { RatePrior } from '../../shared/rules/prior.ts';
import { meanRate, type Rate, rateOf } from '../../shared/rules/rate.ts';
import { type Lane, type Restock, type RunOut, restockOf, runOut } from '../../shared/rules/restock.ts';
import { isInService, type Service, suspensionOn } from '../../shared/rules/suspension.ts';
import { type DayCount, emptyTally, type Tally, tallyOf } from '../../shared/rules/tally.ts';
import type { MachineAccount } from '../ledger/account.ts';
import type { ConfigRecord, MachineRecord, NoticeRecord, SuspensionRecord, YearPart } from '../registry/records.ts';
import { regionOn } from '../registry/stays.ts';
import { stopView } from '../registry/stop.ts';
import type { PresenceState } from './presence.ts';
import { lastCounted, yearParts } from './year-parts.ts';

/** A machine's confirmed boxes as the rules need them: counted once a day and when older days change. */
export interface Tallies {
  readonly today: LocalDay;
  readonly pace: PaceBooks;
  readonly products: ReadonlyMap<string, Tally>;
  /** Boxes of the year up to yesterday by the county where they fell. */
  readonly counties: ReadonlyMap<string, number>;
}

/** All that is known of a machine when it is judged. */
export interface EvaluationInput {
  readonly record: MachineRecord;
  readonly suspensions: readonly SuspensionRecord[];
  readonly account: MachineAccount;
  readonly tallies: Tallies;
  readonly prior: RatePrior;
  readonly productPrior: (product: string) => RatePrior;
  readonly presence: PresenceState;
  /** The stock that the kiosk last reported, and at which line. */
  readonly reported: StockAt | null;
  readonly config: ConfigRecord | null;
  readonly notices: readonly NoticeRecord[];
  /** When the first of its lines that cannot be booked was received; null: all are booked. */
  readonly notBooked: number | null;
  readonly fleetUpSince: number;
}

/** What a product comes to at a machine. */
export interface ProductEvaluation {
  readonly restock: Restock;
  readonly runOut: RunOut;
  readonly rate: Rate;
}

/** What the facts of a machine come to at one moment. */
export interface Evaluation {
  readonly service: Service;
  readonly reach: Reach;
  readonly health: HealthFacts;
  readonly pace: Pace;
  readonly sum: AreaSum;
  readonly parts: readonly YearPart[];
  readonly products: readonly ProductEvaluation[];
  readonly lanes: readonly Lane[];
  readonly recalls: readonly Recall[];
  /** The rules for its lots, by the limits in force at the machine. */
  readonly rules: MachineRules;
  readonly flags: FlagFacts;
}

/** A machine's life as the rules read it. */
export function serviceOf(record: MachineRecord, suspensions: readonly SuspensionRecord[]): Service {
  // A day ahead of the calendar, as an earlier version took it, is as good as the calendar's first.
  const from = record.inServiceFrom < '1000' ? dayFrom(1000, 1, 1) : parseDay(record.inServiceFrom);
  if (from === null) throw new Error(`${record.machine}: inServiceFrom holds ${record.inServiceFrom}`);
  return {
    from,
    until: record.inServiceUntil === null ? null : parseDay(record.inServiceUntil),
    suspensions: suspensions.flatMap((each) => {
      const first = parseDay(each.from);
      return first === null
        ? []
        : [{ from: first, until: each.until === null ? null : parseDay(each.until), reason: each.reason }];
    }),
  };
}

/** Boxes of the year up to yesterday by the county where they fell. */
function countyBoxes(record: MachineRecord, counts: readonly DayCount[], today: LocalDay): Map<string, number> {
  const counties = new Map<string, number>();
  const first = firstDayOfYear(yearOf(today));
  for (const { day, boxes } of counts) {
    if (day < first || day >= today) continue;
    const region = regionOn(record, day);
    counties.set(region, (counties.get(region) ?? 0) + boxes);
  }
  return counties;
}

/** Counts a machine's daily boxes for the rules. */
export function talliesOf(
  record: MachineRecord,
  service: Service,
  counts: readonly { readonly day: LocalDay; readonly product: string; readonly issued: number }[],
  uncertain: number,
  today: LocalDay,
  rules: Rules,
): Tallies {
  const boxes = counts.map(({ day, issued }) => ({ day, boxes: issued }));
  const byProduct = new Map<string, { day: LocalDay; boxes: number }[]>();
  for (const { day, product, issued } of counts) {
    const list = byProduct.get(product) ?? [];
    byProduct.set(product, list);
    list.push({ day, boxes: issued });
  }
  const first = addDays(today, -rules.restockRateDays);
  const tally = (list: readonly { day: LocalDay; boxes: number }[]) =>
    tallyOf(list, service, first, addDays(today, -1));
  return {
    today,
    pace: paceBooks(service, boxes, uncertain, today, rules),
    products: new Map([...byProduct].map(([product, list]) => [product, tally(list)])),
    counties: countyBoxes(record, boxes, today),
  };
}

/** The recalls that are asked for, which the kiosk may not have in force yet. */
function recallsOf(account: MachineAccount, config: ConfigRecord | null): readonly Recall[] {
  return config?.config.recalls ?? account.books.recalls;
}

function lanesOf(account: MachineAccount): Lane[] {
  return [...account.books.lanes.values()]
    .sort((a, b) => a.lane - b.lane)
    .map((lane) => ({
      lane: lane.lane,
      product: lane.product,
      capacity: lane.capacity,
      par: lane.par,
      // The kiosk's own lock over a lot is found again from the lots: a filler who takes those out can fill the lane.
      state: lane.lockedByPlan !== null || lane.next !== null ? 'locked' : lane.condition,
      lots: lane.lots.map((lot) => ({ product: lane.product, ...lot })),
    }));
}

/** First whole day since which it could give out without a break; null: it can't now. */
function ableFrom(known: EvaluationInput, reach: Reach, zone: Zone): LocalDay | null {
  const { account } = known;
  const { books } = account;
  if (reach !== 'online' || books.boardState === 'lost' || books.sensor === 'suspect' || books.door === 'open')
    return null;
  if (books.stopped !== null) return null;
  const since = [...books.lanes.values()]
    .filter((lane) => laneState(lane) === 'ready' && laneStock(lane) > 0)
    .map((lane) => account.laneSince.get(lane.lane) ?? 0);
  if (since.length === 0) return null;
  const { board, sensor, climate, stopped } = account.since;
  const whole = Math.max(board ?? 0, sensor ?? 0, climate ?? 0, stopped ?? 0);
  const from = Math.max(Math.min(...since), whole, account.stockedSince ?? 0);
  return addDays(zone.dayOf(from === 0 ? known.record.registered : from), 1);
}

function lifeSigns(known: EvaluationInput, inService: boolean): LifeSigns {
  const { account, presence } = known;
  const { boardState } = account.books;
  return {
    inService,
    link: presence.link,
    lastHeartbeatAt: presence.heard,
    expectedSince: known.record.registered,
    fleetUpSince: known.fleetUpSince,
    board: boardState === null ? null : { answering: boardState === 'found', since: account.since.board ?? 0 },
    lastIssuedAt: account.lastIssued?.at ?? null,
  };
}

function productsOf(
  known: EvaluationInput,
  lanes: readonly Lane[],
  recalls: readonly Recall[],
  today: LocalDay,
  rules: MachineRules,
): ProductEvaluation[] {
  return [...new Set(lanes.map((lane) => lane.product))].sort().map((product) => {
    const rate = rateOf(known.productPrior(product), known.tallies.products.get(product) ?? emptyTally, rules);
    const restock = restockOf({ product, lanes, rate, freshExpires: null, recalls }, today, rules);
    return { restock, runOut: runOut(restock.stock, rate, today, rules), rate };
  });
}

/** What the books themselves say is wrong. */
function bookFacts(
  known: EvaluationInput,
  now: number,
): Omit<MachineFacts, 'reach' | 'silence' | 'pace' | 'restocks' | 'lanes' | 'recalls'> {
  const { account, presence, config, notices } = known;
  const { books, since } = account;
  const twice = notices.find((notice) => notice.kind === 'identity-twice');
  const stop = stopView(config, account);
  return {
    lastHeartbeatAt: presence.heard,
    boardLostSince: books.boardState === 'lost' ? (since.board ?? now) : null,
    sensorSuspectSince: books.sensor === 'suspect' ? (since.sensor ?? now) : null,
    doorOpenSince: books.door === 'open' ? (since.door ?? now) : null,
    climate: books.climate === 'out' ? { since: since.climate ?? now, tempDeciC: account.tempDeciC } : null,
    jams: [...books.lanes.values()]
      .filter((lane) => lane.condition === 'jam')
      .map(({ lane, product }) => ({ lane, product, since: account.laneSince.get(lane) ?? now })),
    forks: notices
      .filter((notice) => notice.kind === 'fork')
      .map((notice) => ({ ledger: notice.ledger ?? '', through: notice.through })),
    ledgerLost: lostUnsettled(known),
    identityTwiceSince: twice?.at ?? null,
    notBookedSince: known.notBooked,
    overQuotaSince: notices.find((notice) => notice.kind === 'over-quota')?.at ?? null,
    unreadable: account.unreadable ? [account.unreadable] : [],
    uncounted: account.uncounted,
    clockOffByMs: presence.clockOffByMs,
    config: {
      desired: config?.config.version ?? books.configVersion,
      inForce: books.configVersion,
      desiredSince: config?.at ?? 0,
    },
    stop: {
      asked: stop.asked,
      inForce: stop.inForce && { reason: stop.inForce.reason, since: stop.inForce.since ?? now },
      unsupported: stop.state === 'unsupported',
    },
    drift: known.reported === null ? null : driftOf(known.reported, stockAt(account)),
    uncertain: books.uncertain.size,
    newLedger: [...books.lanes.values()].some((lane) => lane.doubted && laneStock(lane) > 0),
  };
}

/** The ledger that was lost, unless somebody said what became of its boxes. */
function lostUnsettled({ account: { lost }, notices }: EvaluationInput): MachineAccount['lost'] {
  if (lost === null) return null;
  const { ledger, through } = lost;
  const settled = notices.some(
    (notice) => notice.kind === 'ledger-settled' && notice.ledger === ledger && notice.through === through,
  );
  return settled ? null : lost;
}

/** The books' stock at the last folded line. */
function stockAt(account: MachineAccount): StockAt {
  return {
    ledger: account.ledger ?? '',
    last: account.seq,
    lanes: [...account.books.lanes.values()].map((lane) => ({
      lane: lane.lane,
      product: lane.product,
      stock: laneStock(lane),
    })),
  };
}

/** Judges a machine by the rules, as of `now` and the local day that it is. Pure. */
export function evaluate(known: EvaluationInput, now: number, zone: Zone, rules: Rules): Evaluation {
  const today = zone.dayOf(now);
  const service = serviceOf(known.record, known.suspensions);
  const signs = lifeSigns(known, isInService(service, today));
  const reach = reachOf(signs, now, rules);
  const pace = paceOf(
    { ...known.tallies.pace, uncertain: known.account.books.uncertain.size },
    known.prior,
    today,
    rules,
  );
  const lanes = lanesOf(known.account);
  const recalls = recallsOf(known.account, known.config);
  const own = machineRules(rules, known.account.books.limits);
  const products = productsOf(known, lanes, recalls, today, own);
  const silence = silenceOf(
    {
      service,
      history: known.tallies.pace.history,
      lastIssuedDay: known.account.lastIssued?.day ?? null,
      ableFrom: ableFrom(known, reach, zone),
    },
    known.prior,
    today,
    rules,
  );
  const facts: MachineFacts = { ...bookFacts(known, now), reach, silence, pace, restocks: products, lanes, recalls };
  return {
    service,
    reach,
    health: healthFacts(signs, now, rules),
    pace,
    sum: areaSumOf(pace, rules),
    parts: yearParts(
      known.record,
      service,
      known.account.doubts,
      { year: pace.year, through: lastCounted(pace.year, today) },
      known.tallies.counties,
    ),
    products,
    lanes,
    recalls,
    rules: own,
    flags: machineFindings(facts, today, now, own),
  };
}

/** Boxes a day that a product is expected to give. */
export const perDay = (judged: ProductEvaluation): number => meanRate(judged.rate);

/** Whether a machine serves now: not yet, yes, out of service on purpose, or never again. */
export type ServiceState = 'planned' | 'in-service' | 'suspended' | 'retired';

/** A machine's service state on a local day. */
export function serviceState(service: Service, today: LocalDay): ServiceState {
  if (today < service.from) return 'planned';
  if (service.until !== null && today > service.until) return 'retired';
  return suspensionOn(service, today) === null ? 'in-service' : 'suspended';
}
