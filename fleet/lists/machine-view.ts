import type { RestockStop } from '../../shared/contracts/fleet/area.ts';
import type { Facts, Flag as FlagView } from '../../shared/contracts/fleet/flag.ts';
import type {
  Health,
  LaneView,
  Machine,
  Pace as PaceView,
  ProductStock,
} from '../../shared/contracts/fleet/machine.ts';
import { type LaneBook, laneState, laneStock } from '../../shared/ledger/books.ts';
import { earlierDay, formatDay, type LocalDay, yearOf, type Zone } from '../../shared/rules/calendar.ts';
import type { Rules } from '../../shared/rules/defaults.ts';
import { type Finding, nextStep } from '../../shared/rules/finding.ts';
import { isOpen } from '../../shared/rules/flag.ts';
import type { Fact } from '../../shared/rules/health.ts';
import { type LotFitness, lotFitness } from '../../shared/rules/lot.ts';
import type { Pace } from '../../shared/rules/pace.ts';
import { givesNothing } from '../evaluate/able.ts';
import {
  type Evaluation,
  type EvaluationInput,
  type ProductEvaluation,
  perDay,
  serviceState,
} from '../evaluate/evaluate.ts';
import { severities, severityOf } from '../evaluate/severity.ts';
import { countedEver, type MachineAccount } from '../ledger/account.ts';
import type { FlagRecord, MachineRecord, MachineViewRecord } from '../registry/records.ts';

const round = (value: number | null, digits: number): number | null =>
  value === null || !Number.isFinite(value) ? null : Number(value.toFixed(digits));

const rounded = (value: number, digits: number): number => Number(value.toFixed(digits));

const readings = { onPace: 'on-pace', uncertain: 'uncertain', below: 'below' } as const;

/** The pace as the API shows it. */
function paceView(pace: Pace, rules: Rules): PaceView {
  const known = pace.days > 0;
  return {
    year: pace.year,
    target: rules.target,
    days: pace.days,
    daysOfYear: pace.days + pace.daysLeft,
    issued: pace.issued,
    due: rounded(pace.due, 2),
    dueOfYear: pace.owed,
    annual: round(pace.annual, 1),
    chance: known ? round(pace.chance, 4) : null,
    needed: round(pace.needed, 2),
    expected: known ? round(pace.expected, 1) : null,
    band: known ? pace.band : null,
    verdict: pace.days < rules.paceMinDays ? 'too-early' : readings[pace.reading],
  };
}

const states = <Yes extends string, No extends string>(fact: Fact, yes: Yes, no: No): Yes | No | 'unknown' =>
  fact.state === 'unknown' ? 'unknown' : fact.state === 'yes' ? yes : no;

/** The four facts as the API shows them. */
function healthView(known: EvaluationInput, judged: Evaluation): Health {
  const { linkUp, agentAlive, hardwareAnswering } = judged.health;
  const { account } = known;
  return {
    link: { state: states(linkUp, 'up', 'down'), since: linkUp.since },
    agent: {
      state: states(agentAlive, 'alive', 'silent'),
      heard: known.presence.heard,
      version: account.books.version,
    },
    hardware: {
      state: states(hardwareAnswering, 'answering', 'lost'),
      since: hardwareAnswering.since,
      reason: account.books.boardState === 'lost' ? account.boardReason : null,
    },
    lastIssued:
      account.lastIssued === null
        ? null
        : { at: account.lastIssued.at, day: formatDay(account.lastIssued.day), product: account.lastIssued.product },
  };
}

const lotStates: Readonly<Record<LotFitness, LaneView['lots'][number]['state']>> = {
  fit: 'fit',
  undated: 'unknown',
  misdated: 'unknown',
  expiring: 'expiring',
  closing: 'locked',
  expired: 'expired',
  recalled: 'recalled',
};

function laneView(lane: LaneBook, judged: Evaluation, today: LocalDay): LaneView {
  return {
    lane: lane.lane,
    product: lane.product,
    capacity: lane.capacity,
    par: lane.par,
    stock: laneStock(lane),
    uncertain: lane.uncertain,
    unverified: lane.doubted ? laneStock(lane) : 0,
    state: laneState(lane),
    reason: lane.reason,
    lockedByPlan: lane.lockedByPlan,
    lots: lane.lots.map((lot) => ({
      ...lot,
      state: lotStates[lotFitness({ product: lane.product, ...lot }, today, judged.recalls, judged.rules)],
    })),
  };
}

const dayText = (day: LocalDay | null): string | null => (day === null ? null : formatDay(day));

function productView(each: ProductEvaluation, account: MachineAccount): ProductStock {
  const lanes = [...account.books.lanes.values()].filter((lane) => lane.product === each.restock.product);
  const { day, earliest, latest } = each.runOut;
  return {
    product: each.restock.product,
    stock: each.restock.stock,
    capacity: lanes.reduce((sum, lane) => sum + lane.capacity, 0),
    par: lanes.reduce((sum, lane) => sum + lane.par, 0),
    rate: round(perDay(each), 4),
    coverDays: round(each.restock.coverDays, 1),
    runsOut: day === null ? null : { expected: formatDay(day), early: dayText(earliest), late: dayText(latest) },
    restock: each.restock.boxes,
  };
}

/** Whether a lot may not be given out, so that a visit takes it away. */
const mustLeave = (state: LaneView['lots'][number]['state']): boolean =>
  state === 'expired' || state === 'recalled' || state === 'locked';

/** What a visit to the machine would bring and take, asked for or not. */
function stopOf(
  known: EvaluationInput,
  judged: Evaluation,
  products: readonly ProductStock[],
  lanes: readonly LaneView[],
): RestockStop {
  const { machine, name, region, site, address } = known.record;
  const needed = judged.products.filter((each) => each.restock.reason !== null);
  const by = needed
    .map((each) => each.runOut.day)
    .reduce<LocalDay | null>((a, b) => (a === null ? b : b === null ? a : earlierDay(a, b)), null);
  return {
    machine,
    name,
    region,
    site,
    address,
    by: dayText(by),
    boxes: judged.products.reduce((sum, each) => sum + each.restock.boxes, 0),
    products: judged.products.flatMap((each, index) => {
      const shown = products[index];
      if (!shown) return [];
      const add = new Map(each.restock.lanes.map((lane) => [lane.lane, lane.boxes]));
      const here = lanes.filter((lane) => lane.product === each.restock.product);
      return [
        {
          ...shown,
          why: each.restock.reason ?? ('none' as const),
          lanes: here.map((lane) => ({
            lane: lane.lane,
            stock: lane.stock,
            par: lane.par,
            takeOut: lane.lots.reduce((sum, { count, state }) => sum + (mustLeave(state) ? count : 0), 0),
            add: add.get(lane.lane) ?? 0,
          })),
        },
      ];
    }),
    takeOut: lanes.flatMap((lane) =>
      lane.lots.flatMap(({ lot, expires, count, state }) =>
        state === 'fit' || state === 'unknown'
          ? []
          : [{ lane: lane.lane, product: lane.product, lot, expires, count, why: state }],
      ),
    ),
  };
}

/** Everything that lists and pages show of a machine, from how it was judged and its open flags, the worst first. */
export function viewOf(
  known: EvaluationInput,
  judged: Evaluation,
  flags: readonly FlagRecord[],
  now: number,
  zone: Zone,
  rules: Rules,
): MachineViewRecord {
  const { record, account, presence } = known;
  const today = zone.dayOf(now);
  const year = yearOf(today);
  const lanes = [...account.books.lanes.values()]
    .sort((a, b) => a.lane - b.lane)
    .map((lane) => laneView(lane, judged, today));
  const products = judged.products.map((each) => productView(each, account));
  const health = healthView(known, judged);
  const pace = paceView(judged.pace, rules);
  const worst = flags[0] ? severityOf(flags[0].flag.finding) : null;
  const service = serviceState(judged.service, today);
  const stock = lanes.reduce((sum, lane) => sum + lane.stock, 0);
  const covers = products.flatMap((each) => (each.coverDays === null ? [] : [each.coverDays]));
  const row: MachineViewRecord['row'] = {
    machine: record.machine,
    name: record.name,
    region: record.region,
    site: record.site,
    inServiceFrom: record.inServiceFrom,
    inServiceUntil: record.inServiceUntil,
    service,
    link: health.link.state,
    heard: presence.heard,
    lastIssued: account.lastIssued?.at ?? null,
    issued: {
      today: account.issuedToday.day === today ? account.issuedToday.boxes : 0,
      year: account.issuedYears[year] ?? 0,
      total: countedEver(account),
    },
    uncertain: account.books.uncertain.size,
    stock,
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
    })),
    worst,
    config: { asked: known.config?.config.version ?? null, inForce: account.books.configVersion },
  };
  const inService = service === 'in-service';
  return {
    row,
    today,
    year,
    worstRank: worst === null ? null : severities.indexOf(worst),
    address: record.address,
    products: products.map((each) => each.product),
    parts: judged.parts,
    sum: { judged: judged.sum.judged, atPace: judged.sum.atPace, boxes: judged.sum.boxes, days: judged.sum.days },
    empty: inService && givesNothing(account.books, judged.products),
    toRestock: inService && judged.products.some((each) => each.restock.reason !== null),
    detail: {
      health,
      lanes,
      products,
      pace,
      ledger: { id: account.ledger, through: account.seq, folded: account.seq, last: presence.last },
    } satisfies Pick<Machine, 'health' | 'lanes' | 'products' | 'pace' | 'ledger'>,
    stop: stopOf(known, judged, products, lanes),
  };
}

const laneOf = (finding: Finding): number | null => {
  if ('lane' in finding) return finding.lane;
  return 'lanes' in finding && finding.lanes.length === 1 ? (finding.lanes[0] ?? null) : null;
};
const productOf = (finding: Finding): string | null => ('product' in finding ? finding.product : null);

/** The facts that are local days. */
const dayFacts = new Set(['expires', 'by', 'from', 'to']);

/** A finding's figures by name; days as text, lists as text, so that any console can show them. */
function factsOf(finding: Finding): Facts {
  const facts: Facts = {};
  for (const [name, value] of Object.entries(finding)) {
    if (name === 'kind') continue;
    if (dayFacts.has(name) && typeof value === 'number') facts[name] = formatDay(value as LocalDay);
    else if (Array.isArray(value))
      facts[name] = value.map((each) => (typeof each === 'object' ? JSON.stringify(each) : String(each))).join(', ');
    else
      facts[name] =
        typeof value === 'number' && !Number.isFinite(value) ? null : (value as string | number | boolean | null);
  }
  return facts;
}

/** A flag as the API shows it. */
export function flagView({ id, flag }: FlagRecord, of: Pick<MachineRecord, 'name' | 'region' | 'site'>): FlagView {
  const { finding } = flag;
  return {
    id,
    machine: flag.machine,
    name: of.name,
    region: of.region,
    site: of.site,
    kind: finding.kind,
    severity: severityOf(finding),
    lane: laneOf(finding),
    product: productOf(finding),
    lot: 'lot' in finding ? finding.lot : null,
    raised: flag.raised.at,
    facts: factsOf(finding),
    next: nextStep(finding).code,
    acknowledged: flag.acknowledged === null ? null : { ...flag.acknowledged, note: flag.acknowledged.note || null },
    cleared: isOpen(flag) ? null : flag.cleared,
  };
}
