import type {
  RestockRecord,
  RestockRecordList,
  RestockRecordQuery,
} from '../../shared/contracts/fleet/restock-record.ts';
import { formatDay } from '../../shared/rules/calendar.ts';
import { cursorsOf } from '../cursor.ts';
import type { Clock } from '../ports/clock.ts';
import type { RestockRecordStore, StoredRestockRecord } from '../ports/restock-record-store.ts';
import { RefusedError } from '../refused.ts';
import type { MachineRecord } from '../registry/records.ts';
import { placeOn } from '../registry/stays.ts';
import type { Machines } from '../state/machine-state.ts';
import { anySpan } from './day-span.ts';
import type { Queries } from './queries.ts';

/** What restock records need. */
export interface RestockRecordDependencies {
  readonly store: RestockRecordStore;
  readonly clock: Clock;
  readonly machines: Machines;
  readonly queries: Pick<Queries, 'area'>;
}

const cursors = cursorsOf('restock records', ['number', 'number', 'number', 'number']);

/** What staff put in, took out and counted, over the machines of an area. */
export class RestockRecords {
  readonly #deps: RestockRecordDependencies;

  constructor(deps: RestockRecordDependencies) {
    this.#deps = deps;
  }

  /** A page of an area's records; `own` is the user's area. Refuses days that are not in order. */
  async list(query: RestockRecordQuery, own: string): Promise<RestockRecordList> {
    const { store, clock, machines, queries } = this.#deps;
    const region = queries.area(query.region, own);
    const days = anySpan(query.from, query.to);
    if (days.to < days.from) throw new RefusedError('invalid', 'to: to is before from', '结束日期早于开始日期');
    const asOf = clock.now();
    const { records, unfilled, next } = await store.restockRecords(query, days, region, cursors.read(query.cursor));
    const shown = records.flatMap((record) => {
      const state = machines.get(record.machine);
      return state ? [recordView(record, state.record)] : [];
    });
    return { asOf, region, records: shown, unfilled, next: next && cursors.write(...next) };
  }
}

/** A record as the API shows it, with the place where its machine stood on that day. */
function recordView(record: StoredRestockRecord, machine: MachineRecord): RestockRecord {
  const { name, region, site } = placeOn(machine, record.day) ?? machine;
  return { ...record, name, region, site, day: formatDay(record.day) };
}
