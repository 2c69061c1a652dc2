import { isCartonOf, readGoodsCode } from '../../../../shared/codes/goods-code.ts';
import type { Label } from '../../../../shared/codes/signed-label.ts';
import { type Lane, LotNumber, type ProductCode } from '../../../../shared/contracts/ids.ts';
import { sameLot } from '../../../../shared/contracts/spelling.ts';
import type { LaneBook } from '../../../../shared/ledger/books.ts';
import { expiryDay, formatDay, isEnteredYear, yearOf } from '../../../../shared/rules/calendar.ts';
import type { StaffProblem } from '../../../../shared/screen/staff.ts';
import { dayNow } from '../../clock.ts';
import type { Load } from '../../entry/parts.ts';
import type { Facts } from '../../facts.ts';
import type { Now } from '../../input.ts';
import type { Refusal } from '../../reply.ts';
import type { RuntimeState } from '../../runtime-state.ts';
import { settingsOf } from '../offers.ts';
import { tried } from './lane-work.ts';
import type { LaneWork, Loading, StaffScanInput } from './state.ts';

/** Loading into a lane: nothing is known yet of the boxes. */
export const newLoading = (lane: Lane, problem: StaffProblem | null = null): Loading => ({
  at: 'load',
  lane,
  ask: 'code',
  lot: null,
  expires: null,
  maker: null,
  bag: null,
  suggested: 0,
  lots: [],
  problem,
});

/** The lane as it will be after the work that is noted so far: another product may move in. */
const bookAfter = (facts: Facts, runtime: RuntimeState, work: LaneWork, now: Now): LaneBook | undefined =>
  tried(facts, runtime, work, now).books.lanes.get(work.lane);

/** The load that is being entered, with this many boxes. */
export function loadOf(
  facts: Facts,
  runtime: RuntimeState,
  work: LaneWork,
  at: Loading,
  added: number,
  now: Now,
): Load {
  const product = bookAfter(facts, runtime, work, now)?.product ?? work.product;
  return {
    lane: at.lane,
    product,
    lot: at.lot,
    expires: at.expires,
    added,
    ...(at.maker === null ? {} : { maker: at.maker }),
    ...(at.bag === null ? {} : { bag: at.bag }),
  };
}

/** Why such boxes may not be loaded; null if they may. */
export function problemOf(
  facts: Facts,
  runtime: RuntimeState,
  work: LaneWork,
  load: Load,
  now: Now,
): StaffProblem | null {
  const again = work.loads.some(({ bag, lot }) => bag !== undefined && bag === load.bag && sameLot(lot, load.lot));
  if (again) return 'label-used';
  const { booking } = tried(facts, runtime, { ...work, loads: [...work.loads, load] }, now);
  return 'refusal' in booking ? problemOfRefusal(booking.refusal) : null;
}

/** A refusal in the words of the screen. */
export function problemOfRefusal(refusal: Refusal): StaffProblem {
  switch (refusal) {
    case 'wrong-product':
    case 'already-expired':
    case 'expires-too-late':
    case 'lot-recalled':
    case 'earlier-behind':
    case 'lot-other-expiry':
    case 'over-capacity':
    case 'door-open':
    case 'busy':
    case 'board-lost':
      return refusal;
    case 'bag-used':
      return 'label-used';
    case 'not-so-many':
      return 'lane-changed';
    case 'cannot-write':
    case 'cannot-record':
      return 'cannot-record';
    default:
      return 'not-possible';
  }
}

/** What is still to be asked about the boxes, after their lot or expiry became known. */
export function judged(facts: Facts, runtime: RuntimeState, work: LaneWork, at: Loading, now: Now): Loading {
  if (at.lot === null) return { ...at, ask: 'lot' };
  if (at.expires === null) return { ...at, ask: 'expiry' };
  const problem = problemOf(facts, runtime, work, loadOf(facts, runtime, work, at, 1, now), now);
  return problem === null ? { ...at, ask: 'boxes', problem: null } : newLoading(at.lane, problem);
}

/** Something was scanned while boxes are loaded. */
export function scannedLoad(
  facts: Facts,
  runtime: RuntimeState,
  work: LaneWork,
  at: Loading,
  { text, label }: Pick<StaffScanInput, 'text' | 'label'>,
  now: Now,
): Loading {
  if (typeof label === 'string') return newLoading(at.lane, label);
  if (label !== null) return labelled(facts, runtime, work, at, label, now);
  const read = readGoodsCode(text, dayNow(runtime.clock, now).today);
  if ('fault' in read) return newLoading(at.lane, `code-${read.fault}`);
  const { gtin, lot, expires, perhaps } = read.code;
  const product = bookAfter(facts, runtime, work, now)?.product ?? work.product;
  const wrong = productProblem(facts, runtime, product, gtin);
  if (wrong !== null) return newLoading(at.lane, wrong);
  const found = { ...newLoading(at.lane), lot: lot === null ? null : entered(lot), expires };
  if (perhaps !== null) return { ...found, ask: 'which', lot: entered(perhaps.lot), expires: perhaps.expires };
  // An EAN-13 after a lot or expiry was known changes neither: it says the product only.
  return judged(facts, runtime, work, lot === null && expires === null ? { ...at, problem: null } : found, now);
}

/** A lot in the form in which it is kept; null if the text can't be a lot. */
export function entered(lot: string): string | null {
  const read = LotNumber.safeParse(lot);
  return read.success ? read.data : null;
}

/** Whether a code's product is another one than the lane's, as far as the configuration knows. */
function productProblem(facts: Facts, runtime: RuntimeState, product: ProductCode, gtin: string): StaffProblem | null {
  const { products } = settingsOf(facts, runtime.screen);
  const owner = products.find(({ gtins = [] }) => gtins.includes(gtin));
  if (owner !== undefined) return owner.product === product ? null : 'wrong-product';
  if (products.some(({ gtins = [] }) => gtins.some((box) => isCartonOf(gtin, box)))) return 'carton';
  const { gtins = [] } = products.find((each) => each.product === product) ?? {};
  return gtins.length === 0 ? null : 'wrong-product';
}

/** The label of a bag: its lines for this lane's product. */
function labelled(facts: Facts, runtime: RuntimeState, work: LaneWork, at: Loading, label: Label, now: Now): Loading {
  if (facts.bags.has(label.id)) return newLoading(at.lane, 'label-used');
  const product = bookAfter(facts, runtime, work, now)?.product ?? work.product;
  const lots = label.lines.filter((line) => line.product === product);
  const [first] = lots;
  if (label.kind !== 'bag' || first === undefined) return newLoading(at.lane, 'label-other-product');
  const from = { ...newLoading(at.lane), bag: label.id, lots };
  return lots.length > 1 ? from : chosen(facts, runtime, work, from, first, now);
}

/** A lot was typed, or chosen: of a label, or of the books, which may know its expiry. */
export function chosen(
  facts: Facts,
  runtime: RuntimeState,
  work: LaneWork,
  at: Loading,
  { lot, expires }: { readonly lot: string | null; readonly expires: string | null },
  now: Now,
): Loading {
  const line = at.lots.find((each) => sameLot(each.lot, lot));
  const known = knownLots(facts, work.product).find((each) => sameLot(each.lot, lot));
  return judged(
    facts,
    runtime,
    work,
    {
      ...at,
      lot: lot === null ? null : entered(lot),
      expires: expires ?? line?.expires ?? known?.expires ?? at.expires,
      maker: line?.maker ?? null,
      bag: line === undefined ? null : at.bag,
      suggested: line?.boxes ?? 0,
      problem: null,
    },
    now,
  );
}

/** The dated lots of a product that the books have, each once. */
export function knownLots({ books }: Facts, product: ProductCode): { lot: string; expires: string }[] {
  const known = new Map<string, string>();
  for (const lane of books.lanes.values())
    for (const { lot, expires } of lane.product === product ? lane.lots : [])
      if (lot !== null && expires !== null) known.set(lot, expires);
  return [...known].map(([lot, expires]) => ({ lot, expires }));
}

/** An expiry was typed as digits. */
export function expiryTyped(
  facts: Facts,
  runtime: RuntimeState,
  work: LaneWork,
  at: Loading,
  digits: string,
  now: Now,
): Loading {
  const [, year, month, date] = /^(\d{4})(\d\d)(\d\d)?$/.exec(digits) ?? [];
  const day = expiryDay([year, month, date].filter((part) => part !== undefined).join('-'));
  if (day === null || !isEnteredYear(yearOf(day))) return { ...at, problem: 'expiry-no-day' };
  return judged(facts, runtime, work, { ...at, expires: formatDay(day), problem: null }, now);
}
