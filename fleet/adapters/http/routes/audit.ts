import * as api from '../../../../shared/contracts/fleet-http.ts';
import type { Principal } from '../../../registry/records.ts';
import { auditWorkbook } from '../audit-sheet.ts';
import type { RouteContext } from './route-context.ts';
import { addSheets } from './sheet-routes.ts';

/** The most entries of one exported file. */
const exportedEntries = 10_000;

/** The audit log: its list, also as a sheet, and the comparison with its chain. */
export function addAudit(context: RouteContext): void {
  const { route, auditQueries } = context;
  route(
    {
      method: 'GET',
      path: '/audit',
      id: 'listAudit',
      summary: 'Who did what, to what, when and from where, the newest first',
      tag: 'audit',
      permission: 'audit',
      query: api.AuditQuery,
      answer: api.AuditList,
    },
    ({ query, principal }) => auditQueries.list(query, principal.area),
  );
  route(
    {
      method: 'GET',
      path: '/audit/verify',
      id: 'verifyAudit',
      summary: 'Compares every entry with the chain, and says where it is broken',
      tag: 'audit',
      permission: 'audit',
      answer: api.AuditCheck,
    },
    () => auditQueries.verify(),
  );
  /** The entries of all pages, up to those that a sheet holds. */
  const allEntries = async (query: api.AuditQuery, principal: Principal): Promise<api.AuditList> => {
    let list = await auditQueries.list({ ...query, limit: 1000 }, principal.area);
    const records = [...list.records];
    while (list.next !== null && records.length < exportedEntries) {
      list = await auditQueries.list({ ...query, limit: 1000, cursor: list.next }, principal.area);
      records.push(...list.records);
    }
    return { ...list, records };
  };
  addSheets(
    context,
    { path: '/audit', id: 'listAudit', permission: 'audit' },
    api.AuditQuery,
    async (query, principal, options) => auditWorkbook(await allEntries(query, principal), query, options),
  );
}
