import type { FastifyInstance } from 'fastify';
import { renderSVG } from 'uqr';
import { root } from '../../../../shared/areas/jiangxi.ts';
import { EnrolmentAnswer, EnrolmentRequest, RenewalRequest } from '../../../../shared/contracts/enrolment.ts';
import { type EnrolmentFile, qrText } from '../../../../shared/contracts/enrolment-code.ts';
import * as api from '../../../../shared/contracts/fleet-http.ts';
import { errorText } from '../../../../shared/error-text.ts';
import type { AuditTrail } from '../../../ports/audit-trail.ts';
import { RefusedError } from '../../../refused.ts';
import type { EnrolmentService } from '../../../service/enrolment.ts';
import type { FleetService } from '../../../service/fleet-service.ts';
import { None } from '../route.ts';
import type { RouteContext } from './route-context.ts';

const enrolmentOf = ({ enrolment }: Pick<FleetService, 'enrolment'>): EnrolmentService => {
  if (enrolment === null)
    throw new RefusedError('unavailable', 'this server has no keys of its own', '本服务器没有自己的证书机构');
  return enrolment;
};

/** The keys of a machine as people handle them: codes for new ones, and revocation. */
export function addMachineKeys({ machineRoute, service }: RouteContext): void {
  machineRoute(
    {
      method: 'GET',
      path: '/machines/:machine/identity',
      id: 'getIdentity',
      summary: 'With what the machine may connect: its keys, its secret, a code that waits',
      tag: 'machines',
      permission: 'read',
      answer: api.MachineIdentity,
    },
    ({ machine }) => identityOf(service, machine),
  );
  machineRoute(
    {
      method: 'POST',
      path: '/machines/:machine/enrolment',
      id: 'issueEnrolmentCode',
      summary: 'A code with which the machine gets its own key; it is shown only this once',
      tag: 'machines',
      permission: 'enrol',
      status: 201,
      answer: api.EnrolmentCode,
      audit: {},
    },
    async ({ machine, principal }) => {
      const { code, expires, address } = await enrolmentOf(service).issueCode(machine, principal.user);
      const file: EnrolmentFile = { machine, code, address };
      const text = `${JSON.stringify({ ...file, expires: new Date(expires).toISOString() }, null, 2)}\n`;
      const qr = renderSVG(qrText(file), { border: 4 });
      return { machine, code, expires, address, file: { name: `enrolment-${machine}.json`, text }, qr };
    },
  );
  machineRoute(
    {
      method: 'DELETE',
      path: '/machines/:machine/enrolment',
      id: 'withdrawEnrolmentCode',
      summary: 'The code no longer works',
      tag: 'machines',
      permission: 'enrol',
      status: 204,
      answer: None,
      audit: {},
    },
    ({ machine }) => enrolmentOf(service).withdrawCode(machine),
  );
  machineRoute(
    {
      method: 'POST',
      path: '/machines/:machine/revocation',
      id: 'revokeKeys',
      summary: 'Nobody can connect as the machine any more, until it is enrolled again or has a new secret',
      tag: 'machines',
      permission: 'enrol',
      answer: api.MachineIdentity,
      audit: {},
    },
    async ({ machine }) => {
      await enrolmentOf(service).revoke(machine);
      return identityOf(service, machine);
    },
  );
}

function identityOf(service: FleetService, machine: string): api.MachineIdentity {
  const record = service.record(machine);
  if (record === null) throw new RefusedError('not-found', `there is no machine ${machine}`, '没有这台机器');
  return enrolmentOf(service).identity(record);
}

/**
 * What kiosks ask for themselves. Nobody is signed in there: the requests prove who sends them.
 * What was granted is recorded; so is what was refused, which strangers can repeat, in few entries.
 */
export function addEnrolment(app: FastifyInstance, service: FleetService, audit: AuditTrail): void {
  const recorded = async <T>(
    act: 'enrol' | 'renew',
    machine: string,
    address: string,
    work: Promise<T>,
  ): Promise<T> => {
    const region = service.record(machine)?.region;
    const named = { machine: region === undefined ? null : machine, region: region ?? root };
    const noted = { actor: { kind: 'nobody', name: '' }, address, act, ...named } as const;
    const answer = await work.catch((error: unknown) => {
      audit.noteRepeated({ ...noted, outcome: 'refused', why: errorText(error) });
      throw error;
    });
    audit.noteRepeated({ ...noted, outcome: 'done' });
    return answer;
  };
  const problem = { description: 'A wrong request', content: { 'application/problem+json': { schema: api.Problem } } };
  const answer = { description: 'Enrolled', content: { 'application/json': { schema: EnrolmentAnswer } } };
  const response = { 200: answer, '4XX': problem, '5XX': problem };
  const about = (operationId: string, summary: string) => ({ operationId, summary, tags: ['machines'], security: [] });
  const config = { bodyLimit: 8192 };
  app.post<{ Body: EnrolmentRequest }>(
    '/api/v1/enrolment',
    {
      ...config,
      schema: { ...about('enrol', 'A kiosk gets a certificate by a code'), body: EnrolmentRequest, response },
    },
    ({ body, ip }) => recorded('enrol', body.machine, ip, enrolmentOf(service).enrol(body, ip)),
  );
  app.post<{ Body: RenewalRequest }>(
    '/api/v1/enrolment/renewal',
    { ...config, schema: { ...about('renew', 'A kiosk renews its certificate'), body: RenewalRequest, response } },
    ({ body, ip }) => recorded('renew', body.machine, ip, enrolmentOf(service).renew(body, ip)),
  );
}
