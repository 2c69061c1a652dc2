import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type * as api from '../../../../shared/contracts/fleet-http.ts';
import { MachineId } from '../../../../shared/contracts/ids.ts';
import { canSee } from '../../../auth/permissions.ts';
import type { UserAccounts } from '../../../auth/users.ts';
import { RefusedError } from '../../../refused.ts';
import type { Principal } from '../../../registry/records.ts';
import type { FleetService } from '../../../service/fleet-service.ts';
import { type Authenticate, routing } from '../route.ts';
import type { Lang, TimeText } from '../sheets.ts';
import type { StreamHub } from '../stream.ts';

/** What the routes stand on. */
export interface RouteDependencies {
  readonly service: FleetService;
  readonly accounts: UserAccounts;
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
  /** A machine that the asker may see; outside of their area there is none. */
  readonly own: (principal: Principal, machine: string) => string;
  /** Refuses what would go into a region outside of the asker's area. */
  readonly intoArea: (principal: Principal, region: string) => void;
}

/** What the routes of one subject share: the app, access checks and the services. */
export const routeContextOf = (app: FastifyInstance, dependencies: RouteDependencies): RouteContext => ({
  ...dependencies,
  route: routing(app, dependencies.authenticate),
  own: (principal, machine) => {
    const record = dependencies.service.record(machine);
    if (!record || !canSee(principal, record.region))
      throw new RefusedError('not-found', `there is no machine ${machine}`);
    return record.machine;
  },
  intoArea: (principal, region) => {
    if (!canSee(principal, region)) throw new RefusedError('forbidden', `${region} is outside of your area`);
  },
});
