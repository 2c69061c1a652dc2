import { inArea } from '../../shared/areas/jiangxi.ts';
import type { FlagQuery } from '../../shared/contracts/fleet/flag.ts';
import { severityOf } from '../../shared/rules/flag-rules.ts';
import { cursorsOf } from '../cursor.ts';
import { rankText } from '../evaluate/severity.ts';
import type { FlagRecord } from '../registry/records.ts';
import type { MachineState } from '../state/machine-state.ts';
import { FacetIndex } from './facet-index.ts';
import { textOrder } from './ordered.ts';

/** An open flag as the list sorts it. */
export interface OpenFlag {
  readonly record: FlagRecord;
  readonly state: MachineState;
  readonly rank: string;
}

/** A machine's open flags, with what the list sorts them by. */
export const openFlagsOf = (state: MachineState): OpenFlag[] =>
  state.flags.map((record) => ({ record, state, rank: rankText(record.flag.finding) }));

const facets = {
  region: ({ state }: OpenFlag) => state.record.region,
  kind: ({ record }: OpenFlag) => record.flag.finding.kind as string,
  severity: ({ record }: OpenFlag) => severityOf(record.flag.finding) as string,
  acknowledged: ({ record }: OpenFlag) => String(record.flag.acknowledged !== null),
};

/** A flag's position in the list: worst first, then oldest first. */
interface SortKey {
  readonly rank: string;
  readonly raised: number;
  readonly id: string;
}

const sortKeyOf = ({ rank, record }: OpenFlag): SortKey => ({ rank, raised: record.flag.raised.at, id: record.id });

const bySortKey = (a: SortKey, b: SortKey): number =>
  textOrder(a.rank, b.rank) || a.raised - b.raised || textOrder(a.id, b.id);

const flagOrder = (a: OpenFlag, b: OpenFlag): number => bySortKey(sortKeyOf(a), sortKeyOf(b));

const cursors = cursorsOf('open flags', ['text', 'number', 'text']);

const cursorOf = ({ rank, raised, id }: SortKey): string => cursors.write(rank, raised, id);

/** All open flags, worst first. */
export class FlagList {
  readonly #all = new FacetIndex<OpenFlag, keyof typeof facets>(facets);

  /** Adds a flag and returns its slot. */
  add(flag: OpenFlag): number {
    return this.#all.add(flag);
  }

  remove(slot: number): void {
    this.#all.remove(slot);
  }

  /** A page of the open flags in an area that match a query. */
  page(query: FlagQuery, area: string): { total: number; flags: readonly OpenFlag[]; next: string | null } {
    const conditions = [
      this.#all.facet('region').where(inArea(area)),
      this.#all.facet('kind').anyOf(query.kind),
      this.#all.facet('severity').anyOf(query.severity),
      this.#all.facet('acknowledged').anyOf(query.acknowledged ?? []),
    ];
    if (query.machine !== undefined)
      conditions.push((slot) => this.#all.row(slot).record.flag.machine === query.machine);
    const { total, rows, isLast } = this.#all.page(this.#all.slots('worst', flagOrder), conditions, {
      isAfter: afterCursor(query.cursor),
      limit: query.limit,
    });
    const last = rows.at(-1);
    return { total, flags: rows, next: !isLast && last ? cursorOf(sortKeyOf(last)) : null };
  }
}

/** Selects what follows the flag that a cursor names. Null for the beginning. */
function afterCursor(cursor: string | undefined): ((flag: OpenFlag) => boolean) | null {
  const position = cursors.read(cursor);
  if (position === null) return null;
  const [rank, raised, id] = position;
  const last = { rank, raised, id };
  return (flag) => bySortKey(sortKeyOf(flag), last) > 0;
}
