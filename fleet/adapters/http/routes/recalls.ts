import { z } from 'zod';
import * as api from '../../../../shared/contracts/fleet-http.ts';
import { requireArea } from '../../../auth/permissions.ts';
import type { RouteContext } from './route-context.ts';

const one = z.object({ recall: z.string().max(64) });

/** Recalls for areas: entering and ending them. */
export function addRecalls({ route, service }: RouteContext): void {
  const { recalls, lotQueries } = service;
  const regionOf = (recall: string) => recalls.all().find(({ id }) => id === recall)?.region ?? null;
  route(
    {
      method: 'POST',
      path: '/recalls',
      id: 'addRecall',
      summary: 'Calls lots back in every machine of an area, also in those that come later',
      tag: 'recalls',
      permission: 'stock',
      body: api.NewRecall,
      status: 201,
      answer: api.RecallView,
      audit: {
        about: ({ body }) => ({ region: body.region }),
        asked: ({ body: { region, product, lots, reason, reference } }) => ({
          region,
          product,
          lots,
          reason,
          reference,
        }),
        result: ({ id }: api.RecallView) => ({ subject: id }),
      },
    },
    async ({ body, principal }) => {
      requireArea(principal, body.region);
      const { id } = await recalls.add(body, principal.user);
      return lotQueries.recall(id, principal.area);
    },
  );
  route(
    {
      method: 'POST',
      path: '/recalls/:recall/end',
      id: 'endRecall',
      summary: 'Ends a recall; recalls of single machines stay',
      tag: 'recalls',
      permission: 'stock',
      params: one,
      body: api.EndRecall,
      answer: api.RecallView,
      audit: {
        about: ({ params }) => ({ subject: params.recall, region: regionOf(params.recall) }),
        asked: ({ body }) => ({ note: body.note }),
      },
    },
    async ({ params, body, principal }) => {
      const { region } = lotQueries.visible(params.recall, principal.area);
      requireArea(principal, region);
      await recalls.end(params.recall, body.note, principal.user);
      return lotQueries.recall(params.recall, principal.area);
    },
  );
}

/** The progress of recalls, and where lots are. */
export function addLots({ route, service: { lotQueries } }: RouteContext): void {
  route(
    {
      method: 'GET',
      path: '/recalls',
      id: 'listRecalls',
      summary: 'Recalls that concern an area, and what they come to there',
      tag: 'recalls',
      permission: 'read',
      query: api.RecallQuery,
      answer: api.RecallList,
    },
    ({ query, principal }) => lotQueries.recalls(query.region, principal.area),
  );
  route(
    {
      method: 'GET',
      path: '/recalls/:recall',
      id: 'getRecall',
      summary: 'One recall',
      tag: 'recalls',
      permission: 'read',
      params: one,
      answer: api.RecallView,
    },
    ({ params, principal }) => lotQueries.recall(params.recall, principal.area),
  );
  route(
    {
      method: 'GET',
      path: '/recalls/:recall/machines',
      id: 'listRecallMachines',
      summary: 'Its machines: whether it is in force there, where its boxes stand, how many were given out',
      tag: 'recalls',
      permission: 'read',
      params: one,
      query: api.RecallMachineQuery,
      answer: api.RecallMachines,
    },
    ({ params, query, principal }) => lotQueries.recallMachines(params.recall, query, principal.area),
  );
  route(
    {
      method: 'GET',
      path: '/lots',
      id: 'findLots',
      summary: 'Where boxes of a lot stand, in whichever spelling it is asked for',
      tag: 'recalls',
      permission: 'read',
      query: api.LotQuery,
      answer: api.LotList,
    },
    ({ query, principal }) => lotQueries.lots(query, principal.area),
  );
}
