import type { RestockRecordList } from '../../../../shared/contracts/fleet-http.ts';
import { api } from '../../api/client.ts';
import type { Query } from '../../api/query.ts';

/** Records in one answer of the fleet, and as many as anybody would print. */
const perAnswer = 1_000;
const printedAtMost = 3_000;

/** The records of a list for paper: all of them, or the newest 3,000. */
export async function fetchToPrint(query: Query): Promise<RestockRecordList> {
  const next = (cursor?: string) =>
    api.get<RestockRecordList>('/restock-records', { ...query, limit: perAnswer, cursor });
  let list = await next();
  while (list.next !== null && list.records.length < printedAtMost) {
    const further = await next(list.next);
    list = { ...further, records: [...list.records, ...further.records] };
  }
  return list;
}
