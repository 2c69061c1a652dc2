import type { Health, LaneView, Machine, ProductStock } from '../../shared/contracts/fleet/machine.ts';
import type { Pace as PaceView } from '../../shared/contracts/fleet/pace.ts';
import { severities } from '../../shared/contracts/fleet/severity.ts';
import { formatDay, type LocalDay, yearOf, type Zone } from '../../shared/rules/calendar.ts';
import type { Rules } from '../../shared/rules/defaults.ts';
import { severityOf } from '../../shared/rules/flag-rules.ts';
import type { HealthSign } from '../../shared/rules/health.ts';
import { isJudged, type Pace } from '../../shared/rules/pace.ts';
import type { Evaluation } from '../evaluate/evaluate.ts';
import type { EvaluationInput } from '../evaluate/evaluation-input.ts';
import { givesNothing } from '../evaluate/gives-nothing.ts';
import { type ServiceState, serviceState } from '../evaluate/service-state.ts';
import { countedEver } from '../ledger/account.ts';
import type { FlagRecord, MachineViewRecord } from '../registry/records.ts';
import { laneOf, productOf } from './flag-view.ts';
import { laneView, productView } from './lane-view.ts';
import { restockVisit } from './restock-visit.ts';
import { round, rounded } from './rounding.ts';

const readings = { onPace: 'on-pace', uncertain: 'uncertain', below: 'below' } as const;

/** The pace as the API shows it. */
function paceView(pace: Pace, rules: Rules): PaceView {
  const hasBegun = pace.days > 0;
  return {
    year: pace.year,
    target: rules.target,
    days: pace.days,
    daysOfYear: pace.days + pace.daysLeft,
    issued: pace.issued,
    due: rounded(pace.due, 2),
    dueOfYear: pace.owed,
    annual: round(pace.annual, 1),
    chance: hasBegun ? round(pace.chance, 4) : null,
    needed: round(pace.needed, 2),
    expected: hasBegun ? round(pace.expected, 1) : null,
    band: hasBegun ? pace.band : null,
    verdict: isJudged(pace.days, rules) ? readings[pace.reading] : 'too-early',
  };
}

const states = <Yes extends string, No extends string>(sign: HealthSign, yes: Yes, no: No): Yes | No | 'unknown' =>
  sign.state === 'unknown' ? 'unknown' : sign.state === 'yes' ? yes : no;

/**
 * The four signs of health as the API shows them at an instant. No time in them is later than that,
 * because a kiosk's clock may be ahead.
 */
function healthView({ account, presence }: EvaluationInput, evaluation: Evaluation, now: number): Health {
  const { linkUp, agentAlive, hardwareAnswering } = evaluation.health;
  const past = (at: number | null): number | null => (at === null ? null : Math.min(at, now));
  return {
    link: { state: states(linkUp, 'up', 'down'), since: past(linkUp.since) },
    agent: {
      state: states(agentAlive, 'alive', 'silent'),
      heard: past(presence.heard),
      version: account.books.version,
    },
    hardware: {
      state: states(hardwareAnswering, 'answering', 'lost'),
      since: past(hardwareAnswering.since),
      reason: account.books.boardState === 'lost' ? account.boardReason : null,
    },
    lastIssued:
      account.lastIssued === null
        ? null
        : {
            at: Math.min(account.lastIssued.at, now),
            day: formatDay(account.lastIssued.day),
            product: account.lastIssued.product,
          },
  };
}

/** The row of the list of machines. `flags` are the open ones, worst first. */
function rowOf(
  { record, account, presence, config }: EvaluationInput,
  flags: readonly FlagRecord[],
  view: {
    readonly today: LocalDay;
    readonly service: ServiceState;
    readonly health: Health;
    readonly pace: PaceView;
    readonly lanes: readonly LaneView[];
    readonly products: readonly ProductStock[];
  },
): MachineViewRecord['row'] {
  const { today, service, health, pace, lanes, products } = view;
  const covers = products.flatMap((each) => (each.coverDays === null ? [] : [each.coverDays]));
  return {
    machine: record.machine,
    name: record.name,
    region: record.region,
    site: record.site,
    inServiceFrom: record.inServiceFrom,
    inServiceUntil: record.inServiceUntil,
    service,
    link: health.link.state,
    heard: presence.heard,
    lastIssued: health.lastIssued?.at ?? null,
    issued: {
      today: account.issuedToday.day === today ? account.issuedToday.boxes : 0,
      year: account.issuedYears[yearOf(today)] ?? 0,
      total: countedEver(account),
    },
    uncertain: account.books.uncertain.size,
    stock: lanes.reduce((sum, lane) => sum + lane.stock, 0),
    usable: products.reduce((sum, product) => sum + product.stock, 0),
    capacity: lanes.reduce((sum, lane) => sum + lane.capacity, 0),
    coverDays: covers.length === 0 ? null : Math.min(...covers),
    pace: {
      days: pace.days,
      due: pace.due,
      annual: pace.annual,
      chance: pace.chance,
      needed: pace.needed,
      verdict: pace.verdict,
    },
    flags: flags.map(({ id, flag: { finding } }) => ({
      id,
      kind: finding.kind,
      severity: severityOf(finding),
      lane: laneOf(finding),
      product: productOf(finding),
      ...(finding.kind === 'expired' ? { expires: formatDay(finding.expires) } : {}),
    })),
    worst: flags[0] ? severityOf(flags[0].flag.finding) : null,
    config: { asked: config?.config.version ?? null, inForce: account.books.configVersion },
  };
}

/**
 * Everything that lists and pages show of a machine, from its evaluation and its open flags, worst
 * first.
 */
export function viewOf(
  input: EvaluationInput,
  evaluation: Evaluation,
  flags: readonly FlagRecord[],
  now: number,
  zone: Zone,
  rules: Rules,
): MachineViewRecord {
  const { record, account, presence } = input;
  const today = zone.dayOf(now);
  const lanes = [...account.books.lanes.values()]
    .sort((a, b) => a.lane - b.lane)
    .map((lane) => laneView(lane, evaluation, today));
  const products = evaluation.products.map((each) => productView(each, account));
  const health = healthView(input, evaluation, now);
  const pace = paceView(evaluation.pace, rules);
  const service = serviceState(evaluation.service, today);
  const row = rowOf(input, flags, { today, service, health, pace, lanes, products });
  const inService = service === 'in-service';
  const { judged, atPace, boxes, days } = evaluation.sum;
  return {
    row,
    today,
    year: yearOf(today),
    worstRank: row.worst === null ? null : severities.indexOf(row.worst),
    address: record.address,
    products: products.map((each) => each.product),
    parts: evaluation.parts,
    sum: { judged, atPace, boxes, days },
    empty: inService && givesNothing(account.books, evaluation.products),
    toRestock: inService && evaluation.products.some((each) => each.restock.reason !== null),
    detail: {
      health,
      lanes,
      products,
      pace,
      ledger: { id: account.ledger, through: account.seq, folded: account.seq, last: presence.last },
    } satisfies Pick<Machine, 'health' | 'lanes' | 'products' | 'pace' | 'ledger'>,
    visit: restockVisit(input, evaluation, products, lanes),
  };
}
