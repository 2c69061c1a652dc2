import { prefixOf } from '../../shared/areas/jiangxi.ts';
import type { FlagQuery } from '../../shared/contracts/fleet/flag.ts';
import type { MachineState } from './fleet-state.ts';
import { firstBehind, type Ordered, textOrder } from './ordered.ts';
import type { FlagRecord } from './records.ts';
import { rankText, severityOf } from './severity.ts';

/** An open flag as the list sorts it. */
export interface OpenFlag {
  readonly record: FlagRecord;
  readonly state: MachineState;
  readonly rank: string;
}

export const openFlagsOf = (state: MachineState): OpenFlag[] =>
  state.flags.map((record) => ({ record, state, rank: rankText(record.flag.finding) }));

/** A flag's place in the list: the worst first, of those the oldest. */
interface Place {
  readonly rank: string;
  readonly raised: number;
  readonly id: string;
}

const placeOf = ({ rank, record }: OpenFlag): Place => ({ rank, raised: record.flag.raised.at, id: record.id });

const placeOrder = (a: Place, b: Place): number =>
  textOrder(a.rank, b.rank) || a.raised - b.raised || textOrder(a.id, b.id);

export const flagOrder = (a: OpenFlag, b: OpenFlag): number => placeOrder(placeOf(a), placeOf(b));

const cursorOf = ({ rank, raised, id }: Place): string => `${rank} ${raised} ${id}`;

/** The first flag of a page: behind the last one shown; the end for a cursor that nobody made. */
function startOf(all: readonly OpenFlag[], cursor: string | undefined): number {
  if (!cursor) return 0;
  const [, rank, raised, id] = /^([0-9a-f]+) (\d+) (\S+)$/.exec(cursor) ?? [];
  if (rank === undefined || raised === undefined || id === undefined) return all.length;
  const last = { rank, raised: Number(raised), id };
  return firstBehind(all, (flag) => placeOrder(placeOf(flag), last) > 0);
}

/** A page of the open flags in an area, the worst first. */
export function flagPage(
  flags: Ordered<OpenFlag>,
  query: FlagQuery,
  area: string,
): { total: number; flags: readonly OpenFlag[]; next: string | null } {
  const prefix = prefixOf(area);
  const acknowledged = query.acknowledged === undefined ? null : query.acknowledged === 'true';
  const fits = ({ record: { flag }, state }: OpenFlag): boolean =>
    state.record.region.startsWith(prefix) &&
    (query.machine === undefined || flag.machine === query.machine) &&
    (query.kind.length === 0 || query.kind.includes(flag.finding.kind)) &&
    (query.severity.length === 0 || query.severity.includes(severityOf(flag.finding))) &&
    (acknowledged === null || (flag.acknowledged !== null) === acknowledged);
  const all = flags.all();
  const start = startOf(all, query.cursor);
  const page: OpenFlag[] = [];
  let total = 0;
  let more = false;
  for (const [index, flag] of all.entries()) {
    if (!fits(flag)) continue;
    total += 1;
    if (index < start) continue;
    if (page.length < query.limit) page.push(flag);
    else more = true;
  }
  const last = page.at(-1);
  return { total, flags: page, next: more && last ? cursorOf(placeOf(last)) : null };
}
