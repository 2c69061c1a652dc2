import * as api from '../../../../shared/contracts/fleet-http.ts';
import type { Principal } from '../../../registry/records.ts';
import { exportedRecords, restockRecordWorkbook } from '../restock-record-sheet.ts';
import type { RouteContext } from './route-context.ts';
import { addSheets } from './sheet-routes.ts';

/** What staff put in, took out and counted, over the machines of an area: also as a sheet. */
export function addRestockRecords(context: RouteContext): void {
  const { route, service } = context;
  const { restockRecords } = service;
  route(
    {
      method: 'GET',
      path: '/restock-records',
      id: 'listRestockRecords',
      summary: 'What staff put in, took out and counted, the newest first',
      tag: 'restock',
      permission: 'read',
      query: api.RestockRecordQuery,
      answer: api.RestockRecordList,
    },
    ({ query, principal }) => restockRecords.list(query, principal.area),
  );
  /** The records of all pages, up to those that a sheet holds. */
  const allRecords = async (query: api.RestockRecordQuery, principal: Principal): Promise<api.RestockRecordList> => {
    let list = await restockRecords.list({ ...query, limit: 1000 }, principal.area);
    const records = [...list.records];
    while (list.next !== null && records.length < exportedRecords) {
      list = await restockRecords.list({ ...query, limit: 1000, cursor: list.next }, principal.area);
      records.push(...list.records);
    }
    return { ...list, records };
  };
  addSheets(
    context,
    { path: '/restock-records', id: 'listRestockRecords', permission: 'read' },
    api.RestockRecordQuery,
    async (query, principal, options) => restockRecordWorkbook(await allRecords(query, principal), query, options),
  );
}
