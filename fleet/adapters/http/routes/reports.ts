import * as api from '../../../../shared/contracts/fleet-http.ts';
import { issuedWorkbook, restockWorkbook, yearWorkbook } from '../sheets.ts';
import type { RouteContext } from './route-context.ts';
import { addSheets } from './sheet-routes.ts';

/** What to carry where, and what was issued, each also as a sheet. */
export function addReports(context: RouteContext): void {
  const { route, service } = context;
  const { queries } = service;
  route(
    {
      method: 'GET',
      path: '/restock',
      id: 'getRestock',
      summary: 'What to carry where',
      tag: 'restock',
      permission: 'read',
      query: api.RestockQuery,
      answer: api.RestockPlan,
    },
    ({ query, principal }) => queries.restock(query, principal.area),
  );
  addSheets(
    context,
    { path: '/restock', id: 'getRestock', permission: 'read' },
    api.RestockQuery,
    async (query, principal, options) => restockWorkbook(await queries.restock(query, principal.area), options),
  );
  route(
    {
      method: 'GET',
      path: '/reports/issued',
      id: 'getIssuedReport',
      summary: 'Confirmed boxes by month',
      tag: 'reports',
      permission: 'read',
      query: api.ReportQuery,
      answer: api.IssuedReport,
    },
    ({ query, principal }) => queries.issuedReport(query, principal.area),
  );
  addSheets(
    context,
    { path: '/reports/issued', id: 'getIssuedReport', permission: 'read' },
    api.ReportQuery,
    async (query, principal, options) => issuedWorkbook(await queries.issuedReport(query, principal.area), options),
  );
  route(
    {
      method: 'GET',
      path: '/reports/year',
      id: 'getYearReport',
      summary: 'The verdict of a year',
      tag: 'reports',
      permission: 'read',
      query: api.YearQuery,
      answer: api.YearReport,
    },
    ({ query, principal }) => queries.yearReport(query, principal.area),
  );
  addSheets(
    context,
    { path: '/reports/year', id: 'getYearReport', permission: 'read' },
    api.YearQuery,
    async (query, principal, options) => yearWorkbook(await queries.yearReport(query, principal.area), options),
  );
}
