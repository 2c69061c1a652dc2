import type { RestockRecordQuery } from '../../../shared/contracts/fleet/restock-record.ts';
import { identityKey, lotKey } from '../../../shared/contracts/spelling.ts';
import type { DaySpan } from '../../../shared/rules/calendar.ts';
import type { MaybeSync } from '../../ports/maybe-sync.ts';
import type {
  LastWork,
  RestockRecordPosition,
  RestockRecordStore,
  StoredRestockRecord,
} from '../../ports/restock-record-store.ts';
import type { Connection } from './connection/database.ts';
import type { RestockDoc } from './ledger/restock-records.ts';
import { boundsOf, pageAfter, Where } from './list-query.ts';

/** Up to this many counties, a page is merged from one of each: a city has no more. */
const countiesMerged = 24;

type Row = Pick<StoredRestockRecord, 'seq' | 'machine' | 'day' | 'at' | 'product'> & {
  readonly number: number;
  readonly uuid: string;
  readonly doc: string;
};

/**
 * The restock records as a reader reads them. Every page is read along an index in the list's
 * order.
 */
export function restockRecordReader(db: Connection): MaybeSync<RestockRecordStore> {
  const counties = db
    .prepare(
      `WITH RECURSIVE county(region) AS (SELECT min(region) FROM restock_record WHERE region >= :from AND region < :to
       UNION ALL SELECT (SELECT min(region) FROM restock_record WHERE region > county.region AND region < :to)
       FROM county WHERE county.region IS NOT NULL) SELECT region FROM county WHERE region IS NOT NULL`,
    )
    .pluck();
  const unfilledIn = db
    .prepare('SELECT count(*) FROM unfilled JOIN machine USING (machine) WHERE region >= :from AND region < :to')
    .pluck();
  const rowsBy = (index: string, where: Where, limit: number): Row[] =>
    db
      .prepare(
        `SELECT r.ledger AS number, l.uuid, r.seq, r.machine, r.day, r.at, r.product, r.doc
         FROM restock_record r INDEXED BY restock_record_${index} CROSS JOIN ledger l ON l.id = r.ledger
         WHERE ${where} ORDER BY r.day DESC, r.at DESC, r.ledger DESC, r.seq DESC LIMIT ?`,
      )
      .all(...where.values, limit) as Row[];
  const last = db.prepare(
    `SELECT at, machine FROM restock_record INDEXED BY restock_record_of_person
     WHERE person = ? AND doc ->> 'person' = ? ORDER BY day DESC, at DESC LIMIT 1`,
  );
  return {
    lastWork: (people) =>
      people.flatMap(({ id, name }) => {
        const found = last.get(identityKey(name), id) as Omit<LastWork, 'id'> | undefined;
        return found === undefined ? [] : [{ id, ...found }];
      }),
    restockRecords: (query, days, area, after) => {
      const limit = query.limit + 1;
      const index = narrowest(query);
      const regions = counties.all(boundsOf(area)) as string[];
      const rows =
        index === null && regions.length <= countiesMerged
          ? regions
              .flatMap((region) =>
                rowsBy('in_county', conditions(query, days, after).and('r.region = ?', region), limit),
              )
              .sort(newestFirst)
              .slice(0, limit)
          : rowsBy(index ?? 'in_time', conditions(query, days, after).within(area, 'r.region'), limit);
      const { items, next } = pageAfter(rows, query.limit, positionOf);
      const unfilled = unfilledIn.get(boundsOf(area)) as number;
      return { records: items.map(recordOf), unfilled, next };
    },
  };
}

/**
 * The index of the condition that leaves the fewest records; null if only area and days are asked
 * for.
 */
function narrowest({ machine, lot, person, product }: RestockRecordQuery): string | null {
  if (machine) return 'of_machine';
  if (lot) return 'of_lot';
  if (person) return 'of_person';
  return product ? 'of_product' : null;
}

function conditions(query: RestockRecordQuery, { from, to }: DaySpan, after: RestockRecordPosition | null): Where {
  const where = new Where().and('r.day >= ?', from);
  // A position is inside of the days already. With two upper bounds, the index would use only one.
  if (after) where.and('(r.day, r.at, r.ledger, r.seq) < (?, ?, ?, ?)', ...after);
  else where.and('r.day <= ?', to);
  if (query.machine) where.and('r.machine = ?', query.machine);
  if (query.lot) where.and('r.lot = ?', lotKey(query.lot) ?? '');
  if (query.person) where.and('r.person = ?', identityKey(query.person));
  if (query.product) where.and('r.product = ?', query.product);
  return where.anyOf("r.doc ->> 'kind'", query.kind);
}

const positionOf = ({ day, at, number, seq }: Row): RestockRecordPosition => [day, at, number, seq];

const newestFirst = (a: Row, b: Row): number => b.day - a.day || b.at - a.at || b.number - a.number || b.seq - a.seq;

/** A document as any version wrote it: earlier ones knew no ids of persons. */
type AnyDoc = Omit<RestockDoc, 'person'> & Partial<Pick<RestockDoc, 'person'>>;

function recordOf({ uuid, seq, machine, day, at, product, doc }: Row): StoredRestockRecord {
  const { person = null, ...kept } = JSON.parse(doc) as AnyDoc;
  return { ...{ ledger: uuid, seq, machine, day, at, product }, ...kept, person };
}
