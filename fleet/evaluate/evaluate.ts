import { laneState, laneStock } from '../../shared/ledger/books.ts';
import { type AreaSum, areaSumOf } from '../../shared/rules/area-pace.ts';
import { addDays, type LocalDay, type Zone } from '../../shared/rules/calendar.ts';
import type { Rules } from '../../shared/rules/defaults.ts';
import type { FlagFacts } from '../../shared/rules/flag.ts';
import {
  type HealthSigns,
  healthSigns,
  type LifeSigns,
  type Reach,
  reachOf,
  silenceOf,
} from '../../shared/rules/health.ts';
import type { LotRecall } from '../../shared/rules/lot.ts';
import { type MachineFacts, machineFindings } from '../../shared/rules/machine-findings.ts';
import { type MachineRules, machineRules } from '../../shared/rules/machine-rules.ts';
import { type Pace, paceOf } from '../../shared/rules/pace.ts';
import { meanRate, type Rate, rateOf } from '../../shared/rules/rate.ts';
import { type Restock, type RunOut, restockOf, runOut, type StockedLane } from '../../shared/rules/restock.ts';
import { isInService, type Service } from '../../shared/rules/suspension.ts';
import { emptyTally } from '../../shared/rules/tally.ts';
import type { MachineAccount } from '../ledger/account.ts';
import { recallsWanted } from '../registry/holdings.ts';
import type { ConfigRecord, YearPart } from '../registry/records.ts';
import { bookFacts } from './book-facts.ts';
import type { EvaluationInput } from './evaluation-input.ts';
import { serviceOf } from './service-state.ts';
import { lastCounted, yearParts } from './year-parts.ts';

/** The evaluation of one product at a machine. */
export interface ProductEvaluation {
  readonly restock: Restock;
  readonly runOut: RunOut;
  readonly rate: Rate;
}

/** The evaluation of a machine at one moment. */
export interface Evaluation {
  readonly service: Service;
  readonly reach: Reach;
  readonly health: HealthSigns;
  readonly pace: Pace;
  readonly sum: AreaSum;
  readonly parts: readonly YearPart[];
  readonly products: readonly ProductEvaluation[];
  readonly lanes: readonly StockedLane[];
  readonly recalls: readonly LotRecall[];
  /** The rules for its lots, with the limits in force at the machine. */
  readonly rules: MachineRules;
  readonly flags: FlagFacts;
}

/** The recalls asked for. The kiosk may not have them in force yet. */
function recallsOf(account: MachineAccount, config: ConfigRecord | null): readonly LotRecall[] {
  return config === null ? account.books.recalls : recallsWanted(config);
}

function lanesOf(account: MachineAccount): StockedLane[] {
  return [...account.books.lanes.values()]
    .sort((a, b) => a.lane - b.lane)
    .map((lane) => ({
      lane: lane.lane,
      product: lane.product,
      capacity: lane.capacity,
      par: lane.par,
      // The kiosk's own lock of a lot is derived again from the lots: once the lot is taken out,
      // the lane can be filled.
      state: lane.lockedByPlan !== null || lane.next !== null ? 'locked' : lane.condition,
      lots: lane.lots.map((lot) => ({ product: lane.product, ...lot })),
    }));
}

/**
 * The first whole day since which the machine could give out without a break. Null if it cannot
 * now.
 */
function ableFrom(input: EvaluationInput, reach: Reach, zone: Zone): LocalDay | null {
  const { account } = input;
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
  return addDays(zone.dayOf(from === 0 ? input.record.registered : from), 1);
}

function lifeSigns(input: EvaluationInput, inService: boolean): LifeSigns {
  const { account, presence } = input;
  const { boardState } = account.books;
  return {
    inService,
    link: presence.link,
    lastHeartbeatAt: presence.heard,
    expectedSince: input.record.registered,
    fleetUpSince: input.fleetUpSince,
    board: boardState === null ? null : { answering: boardState === 'found', since: account.since.board ?? 0 },
    lastIssuedAt: account.lastIssued?.at ?? null,
  };
}

function productsOf(
  input: EvaluationInput,
  lanes: readonly StockedLane[],
  recalls: readonly LotRecall[],
  today: LocalDay,
  rules: MachineRules,
): ProductEvaluation[] {
  return [...new Set(lanes.map((lane) => lane.product))].sort().map((product) => {
    const rate = rateOf(input.productPrior(product), input.tallies.products.get(product) ?? emptyTally, rules);
    const restock = restockOf({ product, lanes, rate, freshExpires: null, recalls }, today, rules);
    return { restock, runOut: runOut(restock.stock, rate, today, rules), rate };
  });
}

/** Evaluates a machine by the rules, as of `now` (ms since 1970) and its local day. */
export function evaluate(input: EvaluationInput, now: number, zone: Zone, rules: Rules): Evaluation {
  const today = zone.dayOf(now);
  const service = serviceOf(input.record, input.suspensions);
  const signs = lifeSigns(input, isInService(service, today));
  const reach = reachOf(signs, now, rules);
  const pace = paceOf(
    { ...input.tallies.pace, uncertain: input.account.books.uncertain.size },
    input.prior,
    today,
    rules,
  );
  const lanes = lanesOf(input.account);
  const recalls = recallsOf(input.account, input.config);
  const lotRules = machineRules(rules, input.account.books.limits);
  const products = productsOf(input, lanes, recalls, today, lotRules);
  const silence = silenceOf(
    {
      service,
      history: input.tallies.pace.history,
      lastIssuedDay: input.account.lastIssued?.day ?? null,
      ableFrom: ableFrom(input, reach, zone),
    },
    input.prior,
    today,
    rules,
  );
  const facts: MachineFacts = { ...bookFacts(input, now), reach, silence, pace, restocks: products, lanes, recalls };
  return {
    service,
    reach,
    health: healthSigns(signs, now, rules),
    pace,
    sum: areaSumOf(pace, rules),
    parts: yearParts(
      input.record,
      service,
      input.account.uncertainTurns,
      { year: pace.year, through: lastCounted(pace.year, today) },
      input.tallies.counties,
    ),
    products,
    lanes,
    recalls,
    rules: lotRules,
    flags: machineFindings(facts, today, now, lotRules),
  };
}

/** The expected number of boxes of a product per day. */
export const perDay = ({ rate }: ProductEvaluation): number => meanRate(rate);
