import { isWithin } from '../../../shared/areas/jiangxi.ts';
import { addDays, formatDay, type LocalDay, parseDay } from '../../../shared/rules/calendar.ts';
import type { Look } from './look.ts';

/**
 * A confirmed box, or one in doubt, by a machine's ledger: the day as on the ledger page, and the
 * machine's county on that day.
 */
export interface Box {
  readonly machine: string;
  readonly product: string;
  readonly day: string;
  readonly county: string;
}

/** A machine as on its page, with its suspensions. */
export interface Registered {
  readonly machine: string;
  readonly places: readonly { readonly region: string; readonly from: string }[];
  readonly inServiceFrom: string;
  readonly inServiceUntil: string | null;
  readonly suspensions: readonly { readonly from: string; readonly until: string | null }[];
}

/**
 * The figures by the ledgers and the registry, counted line by line and day by day, without any sum
 * that the fleet has computed.
 */
export interface Truth {
  readonly machines: readonly Registered[];
  readonly issued: readonly Box[];
  readonly inDoubt: readonly Box[];
  /** Areas in which a machine ever was, the province first. */
  readonly areas: readonly string[];
}

const countyOn = ({ places }: Registered, day: string): string =>
  [...places].reverse().find((place) => place.from <= day)?.region ?? places[0]?.region ?? '';

// biome-ignore lint/suspicious/noExplicitAny: a line of any kind.
type Line = any;

async function boxesOf(look: Look, of: Registered): Promise<{ issued: Box[]; inDoubt: Box[] }> {
  const issued: Box[] = [];
  const doubts = new Map<number, Box & { lane: number }>();
  for (const { line, seq, day } of (await look.pages(
    `/machines/${of.machine}/events?limit=1000`,
    'events',
    'after',
  )) as Line[]) {
    if (line === undefined || line === null) continue;
    const box = (about: Line): Box => ({
      machine: of.machine,
      product: about.product,
      day,
      county: countyOn(of, day),
    });
    const doubt = (about: Line): void => {
      if (!doubts.has(about.txn)) doubts.set(about.txn, { ...box(about), lane: about.lane });
    };
    if (line.kind === 'issued' || (line.kind === 'settled' && line.issued)) issued.push(box(line));
    if (line.kind === 'uncertain') doubt(line);
    if (line.kind === 'sensor') for (const turn of line.turns ?? []) doubt(turn);
    if (line.kind === 'settled') doubts.delete(line.txn);
    if (line.kind === 'counted') for (const [txn, { lane }] of doubts) if (lane === line.lane) doubts.delete(txn);
    if (line.kind === 'booted' && seq === 1 && line.ledgerBefore === null) doubts.clear();
  }
  return { issued, inDoubt: [...doubts.values()].map(({ lane: _, ...box }) => box) };
}

export async function truthOf(look: Look): Promise<Truth> {
  const ids = (await look.pages('/machines?limit=1000', 'machines')).map(({ machine }) => machine as string);
  const machines: Registered[] = [];
  const issued: Box[] = [];
  const inDoubt: Box[] = [];
  for (const id of ids) {
    const { places, inServiceFrom, inServiceUntil } = await look.get(`/machines/${id}`);
    const { suspensions } = await look.get(`/machines/${id}/suspensions`);
    const of = { machine: id, places, inServiceFrom, inServiceUntil, suspensions };
    machines.push(of);
    const boxes = await boxesOf(look, of);
    issued.push(...boxes.issued);
    inDoubt.push(...boxes.inDoubt);
  }
  const counties = new Set(machines.flatMap(({ places }) => places.map(({ region }) => region)));
  const cities = new Set([...counties].map((county) => county.slice(0, 4)));
  return { machines, issued, inDoubt, areas: ['360000', ...[...cities].sort(), ...[...counties].sort()] };
}

/** Days in service of a machine in an area, from one day to another, counted one by one. */
export function daysIn(of: Registered, area: string, from: string, to: string): number {
  let days = 0;
  for (let at = parseDay(from) as LocalDay; formatDay(at) <= to; at = addDays(at, 1)) {
    const day = formatDay(at);
    const isServed = of.inServiceFrom <= day && (of.inServiceUntil === null || day <= of.inServiceUntil);
    const isStopped = of.suspensions.some((each) => each.from <= day && (each.until === null || day <= each.until));
    if (isServed && !isStopped && isWithin(countyOn(of, day), area)) days += 1;
  }
  return days;
}

export const dayBefore = (day: string): string => formatDay(addDays(parseDay(day) as LocalDay, -1));
