import type { FastifyRequest } from 'fastify';
import type { AuditAct, AuditFields } from '../../../shared/contracts/fleet/audit.ts';
import { actorOf } from '../../auth/actor.ts';
import type { AuditedAct, AuditTrail } from '../../ports/audit-trail.ts';
import type { Principal } from '../../registry/records.ts';
import type { AuditAbout, AuditSpec, HandlerInput } from './route-spec.ts';

/** What recording a request needs. `regionOf` is null for a machine that is not registered. */
export interface RouteAudit {
  readonly trail: AuditTrail;
  readonly regionOf: (machine: string) => string | null;
}

type Input = HandlerInput<unknown, unknown, unknown>;

/** A request's act before it is known what it asks for. */
function actOf(
  { regionOf }: RouteAudit,
  act: AuditAct,
  { principal, request }: { readonly principal: Principal; readonly request: FastifyRequest },
  about: AuditAbout = {},
): AuditedAct {
  const named = (request.params as { readonly machine?: string } | undefined)?.machine ?? null;
  const found = named === null ? null : regionOf(named);
  const machine = about.machine ?? (found === null ? null : named);
  const region = about.region ?? found ?? (machine === null ? null : regionOf(machine)) ?? principal.area;
  const { user = null, subject = null } = about;
  return { actor: actorOf(principal), address: request.ip, act, region, machine, user, subject };
}

/** Records a request that the sender may not make. Senders may repeat it at will. */
export function noteForbidden(
  audit: RouteAudit,
  act: AuditAct,
  sender: { readonly principal: Principal; readonly request: FastifyRequest },
): void {
  audit.trail.noteRepeated({ ...actOf(audit, act, sender), outcome: 'refused', why: 'forbidden' });
}

/**
 * Records a request, handles it, and records how that ended. Rejects if it cannot be recorded,
 * unless it is one of little weight, which is recorded after it.
 */
export async function recorded<Given extends Input>(
  audit: RouteAudit,
  act: AuditAct,
  spec: AuditSpec<Given>,
  input: Given,
  handle: () => unknown,
): Promise<unknown> {
  const asked = spec.asked?.(input) ?? null;
  const here = async (): Promise<AuditFields | null> => fieldsAskedFor((await spec.here?.(input)) ?? null, asked);
  const begun = {
    ...actOf(audit, act, input, spec.about?.(input)),
    before: await here(),
    after: asked,
    why: spec.why?.(input) ?? null,
  };
  if (spec.repeated) {
    const answer = await handle();
    audit.trail.noteRepeated({ ...begun, outcome: 'done' });
    return answer;
  }
  return audit.trail.perform(begun, handle, async (answer) => ({
    after: spec.here ? await here() : asked,
    ...spec.result?.(answer as never),
  }));
}

/** The fields of `there` that `asked` names; all of them if nothing is asked for by name. */
const fieldsAskedFor = (there: AuditFields | null, asked: AuditFields | null): AuditFields | null =>
  there === null || asked === null
    ? there
    : Object.fromEntries(Object.entries(there).filter(([field]) => field in asked));
