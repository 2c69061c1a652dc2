import type { FastifyInstance, RouteHandlerMethod } from 'fastify';
import { type RouteId, routes } from './route-table.ts';

/**
 * Registers a route of the table. Routes are registered in no other way, so each of them is in the
 * description.
 */
export function addRoute(app: FastifyInstance, id: RouteId, handler: RouteHandlerMethod): void {
  const { method, path: url } = routes[id];
  app.route({ method, url, handler });
}
