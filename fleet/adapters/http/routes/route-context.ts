import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type * as api from '../../../../shared/contracts/fleet-http.ts';
import { MachineId } from '../../../../shared/contracts/ids.ts';
import { bilingual } from '../../../../shared/contracts/meaning.ts';
import type { AuditQueries } from '../../../audit/audit-queries.ts';
import type { ApiTokens } from '../../../auth/api-tokens.ts';
import type { OwnAccount } from '../../../auth/own-account.ts';
import { requireVisible } from '../../../auth/permissions.ts';
import type { UserAdministration } from '../../../auth/user-administration.ts';
import type { AuditTrail } from '../../../ports/audit-trail.ts';
import type { FleetService } from '../../../service/fleet-service.ts';
import { type Authenticate, type None, routing } from '../route.ts';
import type { HandlerInput, RouteSpec } from '../route-spec.ts';
import type { Lang } from '../sheet-words.ts';
import type { TimeText } from '../sheets.ts';
import type { StreamHub } from '../stream.ts';
import { boundTakenNames, type EnterName } from '../taken-names.ts';

/** What the routes need. */
export interface RouteDependencies {
  readonly service: FleetService;
  readonly account: OwnAccount;
  readonly users: UserAdministration;
  readonly tokens: ApiTokens;
  readonly hub: StreamHub;
  readonly audit: AuditTrail;
  readonly auditQueries: AuditQueries;
  readonly authenticate: Authenticate;
  readonly productName: (lang: Lang) => (code: string) => string;
  readonly timeText: TimeText;
  readonly info: () => api.Info;
}

/** The parameters of a route about one machine. */
export const machineParams = z.object({ machine: MachineId });

/** What every group of routes is made with. */
export interface RouteContext extends RouteDependencies {
  readonly route: Routing;
  readonly machineRoute: ReturnType<typeof machineRouting>;
  readonly enterName: EnterName;
}

/** What the routes of one subject share: the app, access checks and the services. */
export function routeContextOf(app: FastifyInstance, dependencies: RouteDependencies): RouteContext {
  const { authenticate, audit, service } = dependencies;
  const regionOf = (machine: string): string | null => service.record(machine)?.region ?? null;
  const route = routing(app, authenticate, { trail: audit, regionOf });
  return { ...dependencies, route, machineRoute: machineRouting(route, service), enterName: boundTakenNames() };
}

/**
 * Registers routes about one machine. A handler is only called for a machine in the principal's
 * area. Any other machine is refused as if it did not exist.
 */
function machineRouting(route: Routing, service: Pick<FleetService, 'record'>) {
  return <
    Params extends z.ZodType<{ machine: MachineId }> = typeof machineParams,
    Query extends z.ZodType = typeof None,
    Body extends z.ZodType = typeof None,
  >(
    spec: RouteSpec<Params, Query, Body> & { readonly path: `/machines/:machine${string}` },
    handle: (input: MachineInput<Params, Query, Body>) => unknown,
  ): void =>
    // If the spec brings no parameters, `Params` is the type of the default ones.
    route({ params: machineParams as unknown as Params, ...spec }, (input) => {
      const name = input.params.machine;
      const { machine } = requireVisible(
        input.principal,
        service.record(name),
        bilingual(`machine ${name}`, '这台机器'),
      );
      return handle({ ...input, machine });
    });
}

type Routing = ReturnType<typeof routing>;

interface MachineInput<Params, Query, Body> extends HandlerInput<z.output<Params>, z.output<Query>, z.output<Body>> {
  /** The machine that the request is about, in the principal's area. */
  readonly machine: MachineId;
}
