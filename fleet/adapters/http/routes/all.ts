import type { FastifyInstance } from 'fastify';
import { addAccount } from './account.ts';
import { addAreas } from './areas.ts';
import { addAudit } from './audit.ts';
import { addConfiguration } from './configuration.ts';
import { addMachineKeys } from './enrolment.ts';
import { addFlags, addHandling } from './flags.ts';
import { addHistory } from './history.ts';
import { addDecisions } from './line-decisions.ts';
import { addMachines } from './machines.ts';
import { addOverview } from './overview.ts';
import { addQuarantines } from './quarantines.ts';
import { addLots, addRecalls } from './recalls.ts';
import { addRegistry } from './registry.ts';
import { addReports } from './reports.ts';
import { addRestockRecords } from './restock-records.ts';
import { type RouteDependencies, routeContextOf } from './route-context.ts';
import { addScreens } from './screens.ts';
import { addStaff } from './staff.ts';
import { addStops } from './stops.ts';
import { addSuspensions } from './suspensions.ts';
import { addTokens } from './tokens.ts';
import { addTrips } from './trips.ts';
import { addUsers } from './users.ts';

/** All routes below `/api/v1`, except those of the session. */
export function addRoutes(app: FastifyInstance, dependencies: RouteDependencies): void {
  const context = routeContextOf(app, dependencies);
  for (const add of [
    addOverview,
    addMachines,
    addRegistry,
    addMachineKeys,
    addHistory,
    addSuspensions,
    addQuarantines,
    addStops,
    addDecisions,
    addConfiguration,
    addRecalls,
    addScreens,
    addStaff,
    addLots,
    addFlags,
    addHandling,
    addAreas,
    addReports,
    addTrips,
    addRestockRecords,
    addUsers,
    addAudit,
    addTokens,
    addAccount,
  ])
    add(context);
}
