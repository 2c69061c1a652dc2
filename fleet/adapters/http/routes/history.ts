import * as api from '../../../../shared/contracts/fleet-http.ts';
import type { RouteContext } from './route-context.ts';

/** A machine's history: its ledgers, its boxes, its stock and its pace. */
export function addHistory(context: RouteContext): void {
  const { machineRoute, service } = context;
  const { queries } = service;
  machineRoute(
    {
      method: 'GET',
      path: '/machines/:machine/events',
      id: 'listEvents',
      summary: 'Its ledgers, line by line',
      tag: 'machines',
      permission: 'read',
      query: api.EventQuery,
      answer: api.EventList,
    },
    ({ machine, query }) => queries.events(machine, query),
  );
  machineRoute(
    {
      method: 'GET',
      path: '/machines/:machine/issues',
      id: 'getIssues',
      summary: 'Confirmed boxes by day and by hour',
      tag: 'machines',
      permission: 'read',
      query: api.SpanQuery,
      answer: api.Issues,
    },
    ({ machine, query }) => queries.issues(machine, query.from, query.to),
  );
  machineRoute(
    {
      method: 'GET',
      path: '/machines/:machine/stock',
      id: 'getStockHistory',
      summary: "Stock and cover at each day's end",
      tag: 'machines',
      permission: 'read',
      query: api.SpanQuery,
      answer: api.StockHistory,
    },
    ({ machine, query }) => queries.stock(machine, query.from, query.to),
  );
  machineRoute(
    {
      method: 'GET',
      path: '/machines/:machine/pace',
      id: 'getPace',
      summary: 'The pace, its curve and its band',
      tag: 'machines',
      permission: 'read',
      answer: api.PaceCurve,
    },
    ({ machine }) => queries.pace(machine),
  );
}
