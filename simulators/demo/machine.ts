import { areas } from '../../shared/areas/jiangxi.ts';
import type { Lane, LedgerId, MachineId, ProductCode } from '../../shared/contracts/ids.ts';
import type { PlannedLane } from '../../shared/contracts/plan.ts';
import { addDays, type LocalDay, laterDay } from '../../shared/rules/calendar.ts';
import type { SuspensionSpan } from '../../shared/rules/suspension.ts';
import { type Random, randomOf } from './random.ts';
import { nameSite, type SiteKind, sites } from './sites.ts';
import { allotTroubles, type Trouble } from './trouble.ts';

/** What determines the whole province: the same three numbers give the same province. */
export interface ProvinceSeed {
  readonly seed: number;
  readonly machines: number;
  /**
   * The instant at which the demo was first started, ms since 1970, and its local day: "today" of
   * the history.
   */
  readonly beganAt: number;
  readonly beganDay: LocalDay;
}

/** One machine of the province: its place, how busy it is, what it holds, what is wrong with it. */
export interface DemoMachine {
  readonly index: number;
  readonly machine: MachineId;
  readonly region: string;
  readonly site: SiteKind;
  readonly name: string;
  readonly address: string;
  /** Its earlier place, and its last day there; null if there is none. */
  readonly before: { readonly region: string; readonly name: string; readonly until: LocalDay } | null;
  readonly inServiceFrom: LocalDay;
  /** Its last day, null for none. */
  readonly until: LocalDay | null;
  /** The first day of its ledger: the history goes back a year. */
  readonly ledgerFrom: LocalDay;
  readonly ledger: LedgerId;
  readonly boxesAYear: number;
  readonly lanes: readonly PlannedLane[];
  /** Demand by product, the highest first. */
  readonly wishes: readonly (readonly [ProductCode, number])[];
  readonly board: string;
  /** The interval of a filler's visits, in days. */
  readonly visitEveryDays: number;
  readonly visitOffsetDays: number;
  readonly filler: string;
  readonly powerCutsAYear: number;
  readonly suspensions: readonly SuspensionSpan[];
  readonly trouble: Trouble | null;
  /** When the trouble began, and when it will be resolved; ms since 1970. */
  readonly troubleFrom: number;
  readonly troubleUntil: number;
}

/** Days of history: the rules look back a year. */
const historyDays = 365;

const dayMs = 86_400_000;

const wishes = [
  ['CD-M', 46],
  ['CD-L', 19],
  ['CD-S', 13],
  ['GL-5', 9],
  ['SP-50', 8],
  ['FM-50', 5],
] as const;

const fillers = '王秀英 李建国 张敏 刘芳 陈志强 杨桂兰 黄伟 周丽华 吴海燕 徐国平 孙玉梅 胡小军 朱红 高翔 林静'.split(
  ' ',
);

/** Districts and county-level cities have more machines than counties. */
const counties = areas
  .filter((area) => area.level === 'county')
  .map((area) => [area, /区$/.test(area.name) ? 1.7 : /市$/.test(area.name) ? 1.3 : 1] as const);

/** The whole province, in the order of the machine ids. */
export function provinceOf(seed: ProvinceSeed): DemoMachine[] {
  const allotted = allotTroubles(seed.seed, seed.machines);
  const numbers = new Map<string, number>();
  return Array.from({ length: seed.machines }, (_, index) => {
    const random = randomOf(seed.seed, 'machine', index);
    const county = random.weighted(counties);
    const number = (numbers.get(county.code) ?? 0) + 1;
    numbers.set(county.code, number);
    const machine = `JX-${county.code}-${String(number).padStart(4, '0')}` as MachineId;
    return makeMachine(seed, index, machine, county, random, allotted.get(index) ?? null);
  });
}

function makeMachine(
  { beganAt, beganDay }: ProvinceSeed,
  index: number,
  machine: MachineId,
  county: { readonly code: string; readonly name: string },
  random: Random,
  trouble: Trouble | null,
): DemoMachine {
  const site = random.weighted(Object.entries(sites).map(([kind, { share }]) => [kind as SiteKind, share] as const));
  // Log-normal, median 230, sigma 1.05: the mean is near 400, and about 60 % of the machines are
  // under 300.
  const drawn = 230 * Math.exp(1.05 * random.normal());
  const boxesAYear = Math.min(6000, trouble === 'silent' ? Math.max(400, drawn) : drawn);
  const inServiceFrom = beginning(random, beganDay, trouble);
  const troubleFrom = beganAt - Math.round(sinceDays(random, trouble) * dayMs);
  const lanes = planLanes(random, boxesAYear);
  const held = new Set(lanes.map((lane) => lane.product));
  const village = /县$/.test(county.name);
  const moved = trouble === 'moved' && inServiceFrom < beganDay - 60;
  const movedOn = addDays(beganDay, -random.between(3, 40));
  const other = random.weighted(counties);
  return {
    index,
    machine,
    region: county.code,
    site,
    ...nameSite(random, site, county.name),
    before: moved ? { region: other.code, name: nameSite(random, site, other.name).name, until: movedOn } : null,
    inServiceFrom,
    until: trouble === null && random.happens(0.008) ? addDays(beganDay, -random.between(5, 200)) : null,
    ledgerFrom: laterDay(inServiceFrom, addDays(beganDay, -historyDays)),
    ledger: random.uuid() as LedgerId,
    boxesAYear,
    lanes,
    wishes: wishes
      .filter(([product]) => held.has(product as ProductCode))
      .map(([product, weight]) => [product as ProductCode, weight * (0.6 + 0.8 * random.roll())] as const),
    board: `LB${String(10_000 + index)}`,
    visitEveryDays: boxesAYear > 1200 ? 7 : boxesAYear > 400 ? 14 : random.pick([14, 21, 28]),
    visitOffsetDays: random.between(0, 27),
    filler: random.pick(fillers),
    powerCutsAYear: village ? 1 + 2 * random.roll() : 0.3,
    suspensions: stops(random, trouble, beganDay, moved ? movedOn : null),
    trouble,
    troubleFrom,
    troubleUntil: beganAt + random.between(2, 20) * dayMs,
  };
}

/** Most have been there since earlier years; some began in this one, a few are still to come. */
function beginning(random: Random, today: LocalDay, trouble: Trouble | null): LocalDay {
  const when = random.roll();
  if (trouble === null && when < 0.01) return addDays(today, random.between(3, 30));
  if (when < 0.2) return addDays(today, -random.between(trouble === null ? 3 : 70, 300));
  return addDays(today, -random.between(366, 1500));
}

/** How long ago a trouble began, in days. */
function sinceDays(random: Random, trouble: Trouble | null): number {
  if (trouble === 'offline') return 0.02 + 8 * random.roll() ** 3;
  if (trouble === 'silent') return 14 + 25 * random.roll();
  if (trouble === 'empty') return 30 + 40 * random.roll();
  if (trouble === 'recalled') return 0.5 + 2 * random.roll();
  return 0.05 + 5 * random.roll() ** 2;
}

function stops(random: Random, trouble: Trouble | null, today: LocalDay, movedOn: LocalDay | null): SuspensionSpan[] {
  const list: SuspensionSpan[] = [];
  const year = new Date(today * dayMs).getUTCFullYear();
  const july = (Date.UTC(year, 6, random.between(5, 25)) / dayMs) as LocalDay;
  const endsIn = random.between(6, 25);
  if (random.happens(0.03) && july + endsIn < today)
    list.push({ from: july, until: addDays(july, endsIn), reason: 'heat-stop' });
  if (random.happens(0.05)) {
    const from = addDays(today, -random.between(40, 330));
    list.push({
      from,
      until: addDays(from, random.between(1, 9)),
      reason: random.pick(['no-power', 'broken'] as const),
    });
  }
  if (trouble === 'no-power' || trouble === 'broken')
    list.push({ from: addDays(today, -random.between(1, 15)), until: null, reason: trouble });
  if (trouble === 'holiday')
    list.push({
      from: addDays(today, -random.between(0, 3)),
      until: addDays(today, random.between(2, 6)),
      reason: 'holiday',
    });
  if (movedOn !== null) list.push({ from: addDays(movedOn, -2), until: movedOn, reason: 'moved' });
  return list;
}

/** Enough lanes to last about four weeks, of the products with the highest demand. */
function planLanes(random: Random, boxesAYear: number): PlannedLane[] {
  const fourWeeks = (boxesAYear / 365) * 28;
  const count = Math.min(40, Math.max(random.pick([6, 8, 8, 10]), Math.ceil(fourWeeks / 8 / 2) * 2));
  const kinds = random.pick([3, 4, 5, 6, 6]);
  const products = wishes.slice(0, kinds);
  const total = products.reduce((sum, [, weight]) => sum + weight, 0);
  const lanes: PlannedLane[] = [];
  for (const [product, weight] of products)
    for (let left = Math.max(1, Math.round((weight / total) * count)); left > 0; left--) {
      if (lanes.length >= count) break;
      lanes.push({ lane: (lanes.length + 1) as Lane, product: product as ProductCode, capacity: 10, par: 10 });
    }
  return lanes;
}
