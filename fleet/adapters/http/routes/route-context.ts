import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type * as api from '../../../../shared/contracts/fleet-http.ts';
import { MachineId } from '../../../../shared/contracts/ids.ts';
import { requireVisible } from '../../../auth/permissions.ts';
import type { Sessions } from '../../../auth/sessions.ts';
import type { UserAdministration } from '../../../auth/user-administration.ts';
import type { Principal } from '../../../registry/records.ts';
import type { FleetService } from '../../../service/fleet-service.ts';
import { type Authenticate, routing } from '../route.ts';
import type { Lang, TimeText } from '../sheets.ts';
import type { StreamHub } from '../stream.ts';

/** What the routes need. */
export interface RouteDependencies {
  readonly service: FleetService;
  readonly sessions: Sessions;
  readonly users: UserAdministration;
  readonly hub: StreamHub;
  readonly authenticate: Authenticate;
  readonly productName: (lang: Lang) => (code: string) => string;
  readonly timeText: TimeText;
  readonly info: () => api.Info;
}

export const machineParams = z.object({ machine: MachineId });

/** What every group of routes is made with. */
export interface RouteContext extends RouteDependencies {
  readonly route: ReturnType<typeof routing>;
  /** The id of a machine in the principal's area; refused like one that is not there otherwise. */
  readonly own: (principal: Principal, machine: string) => string;
}

/** What the routes of one subject share: the app, access checks and the services. */
export const routeContextOf = (app: FastifyInstance, dependencies: RouteDependencies): RouteContext => ({
  ...dependencies,
  route: routing(app, dependencies.authenticate),
  own: (principal, machine) =>
    requireVisible(principal, dependencies.service.record(machine), `machine ${machine}`).machine,
});
