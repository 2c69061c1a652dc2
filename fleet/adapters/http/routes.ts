import type { FastifyInstance } from 'fastify';
import { addAreas } from './routes/areas.ts';
import { addConfiguration } from './routes/configuration.ts';
import { addDecisions } from './routes/decisions.ts';
import { deskOf, type RoutesGround } from './routes/desk.ts';
import { addFlags } from './routes/flags.ts';
import { addHistory } from './routes/history.ts';
import { addMachines } from './routes/machines.ts';
import { addOverview } from './routes/overview.ts';
import { addReports } from './routes/reports.ts';
import { addStops, addSuspensions } from './routes/suspensions.ts';
import { addUsers } from './routes/users.ts';

/** All routes below `/api/v1` but those of the session. */
export function addRoutes(app: FastifyInstance, ground: RoutesGround): void {
  const desk = deskOf(app, ground);
  for (const add of [
    addOverview,
    addMachines,
    addHistory,
    addSuspensions,
    addStops,
    addDecisions,
    addConfiguration,
    addFlags,
    addAreas,
    addReports,
    addUsers,
  ])
    add(desk);
}
