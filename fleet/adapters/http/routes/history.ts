import * as api from '../../../../shared/contracts/fleet-http.ts';
import type { MachineId } from '../../../../shared/contracts/ids.ts';
import { type Desk, machineParams } from './route-context.ts';

/** What was with a machine: its ledgers, its boxes, its stock and its pace. */
export function addHistory(desk: Desk): void {
  const { route, service, own } = desk;
  const { answers } = service;
  route(
    {
      method: 'GET',
      path: '/machines/:machine/events',
      id: 'listEvents',
      summary: 'Its ledgers, line by line',
      tag: 'machines',
      deed: 'read',
      params: machineParams,
      query: api.EventQuery,
      answer: api.EventList,
    },
    ({ params, query, who }) => {
      const { after, order, kind, limit } = query;
      return desk.store.events(own(who, params.machine) as MachineId, {
        after: after ?? null,
        order,
        kinds: kind,
        limit,
      });
    },
  );
  route(
    {
      method: 'GET',
      path: '/machines/:machine/issues',
      id: 'getIssues',
      summary: 'Confirmed boxes by day and by hour',
      tag: 'machines',
      deed: 'read',
      params: machineParams,
      query: api.SpanQuery,
      answer: api.Issues,
    },
    ({ params, query, who }) => answers.issues(own(who, params.machine), query.from, query.to),
  );
  route(
    {
      method: 'GET',
      path: '/machines/:machine/stock',
      id: 'getStockHistory',
      summary: "Stock and cover at each day's end",
      tag: 'machines',
      deed: 'read',
      params: machineParams,
      query: api.SpanQuery,
      answer: api.StockHistory,
    },
    ({ params, query, who }) => answers.stock(own(who, params.machine), query.from, query.to),
  );
  route(
    {
      method: 'GET',
      path: '/machines/:machine/pace',
      id: 'getPace',
      summary: 'The pace, its line and its band',
      tag: 'machines',
      deed: 'read',
      params: machineParams,
      answer: api.PaceCurve,
    },
    ({ params, who }) => answers.pace(own(who, params.machine)),
  );
}
