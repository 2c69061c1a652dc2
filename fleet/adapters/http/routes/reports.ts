import * as api from '../../../../shared/contracts/fleet-http.ts';
import { issuedTables, restockTables, yearTables } from '../sheets.ts';
import type { Desk } from './route-context.ts';
import { addSheets } from './sheet-routes.ts';

/** What to carry where, and what was given out: each also as a sheet. */
export function addReports(desk: Desk): void {
  const { route, service } = desk;
  const { answers } = service;
  route(
    {
      method: 'GET',
      path: '/restock',
      id: 'getRestock',
      summary: 'What to carry where',
      tag: 'restock',
      deed: 'read',
      query: api.RestockQuery,
      answer: api.RestockPlan,
    },
    ({ query, who }) => answers.restock(query, who.area),
  );
  addSheets(desk, '/restock', 'getRestock', api.RestockQuery, async (query, who, lang) =>
    restockTables(await answers.restock(query, who.area), lang, desk.productName(lang), desk.timeText),
  );
  route(
    {
      method: 'GET',
      path: '/reports/issued',
      id: 'getIssuedReport',
      summary: 'Confirmed boxes by month',
      tag: 'reports',
      deed: 'read',
      query: api.ReportQuery,
      answer: api.IssuedReport,
    },
    ({ query, who }) => answers.issuedReport(query, who.area),
  );
  addSheets(desk, '/reports/issued', 'getIssuedReport', api.ReportQuery, async (query, who, lang) =>
    issuedTables(await answers.issuedReport(query, who.area), lang, desk.timeText),
  );
  route(
    {
      method: 'GET',
      path: '/reports/year',
      id: 'getYearReport',
      summary: 'The verdict on a year',
      tag: 'reports',
      deed: 'read',
      query: api.YearQuery,
      answer: api.YearReport,
    },
    ({ query, who }) => answers.yearReport(query, who.area),
  );
  addSheets(desk, '/reports/year', 'getYearReport', api.YearQuery, async (query, who, lang) =>
    yearTables(await answers.yearReport(query, who.area), lang, desk.timeText),
  );
}
