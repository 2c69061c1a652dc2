import * as api from '../../../../shared/contracts/fleet-http.ts';
import { machineParams, type RouteContext } from './route-context.ts';

/** What was with a machine: its ledgers, its boxes, its stock and its pace. */
export function addHistory(context: RouteContext): void {
  const { route, service, own } = context;
  const { queries } = service;
  route(
    {
      method: 'GET',
      path: '/machines/:machine/events',
      id: 'listEvents',
      summary: 'Its ledgers, line by line',
      tag: 'machines',
      permission: 'read',
      params: machineParams,
      query: api.EventQuery,
      answer: api.EventList,
    },
    ({ params, query: { after, order, kind, limit }, principal }) =>
      queries.events(own(principal, params.machine), { after: after ?? null, order, kinds: kind, limit }),
  );
  route(
    {
      method: 'GET',
      path: '/machines/:machine/issues',
      id: 'getIssues',
      summary: 'Confirmed boxes by day and by hour',
      tag: 'machines',
      permission: 'read',
      params: machineParams,
      query: api.SpanQuery,
      answer: api.Issues,
    },
    ({ params, query, principal }) => queries.issues(own(principal, params.machine), query.from, query.to),
  );
  route(
    {
      method: 'GET',
      path: '/machines/:machine/stock',
      id: 'getStockHistory',
      summary: "Stock and cover at each day's end",
      tag: 'machines',
      permission: 'read',
      params: machineParams,
      query: api.SpanQuery,
      answer: api.StockHistory,
    },
    ({ params, query, principal }) => queries.stock(own(principal, params.machine), query.from, query.to),
  );
  route(
    {
      method: 'GET',
      path: '/machines/:machine/pace',
      id: 'getPace',
      summary: 'The pace, its line and its band',
      tag: 'machines',
      permission: 'read',
      params: machineParams,
      answer: api.PaceCurve,
    },
    ({ params, principal }) => queries.pace(own(principal, params.machine)),
  );
}
