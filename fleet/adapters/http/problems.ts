import type { FastifyReply } from 'fastify';
import type { Problem, ProblemCode } from '../../../shared/contracts/fleet-http.ts';

const statuses: Readonly<Record<ProblemCode, [status: number, title: string]>> = {
  invalid: [422, 'The request is not right'],
  'not-signed-in': [401, 'Sign in first'],
  'wrong-password': [401, 'User or password is wrong'],
  'wrong-code': [401, 'The code is wrong or not valid any more'],
  'second-factor': [401, 'A code of the authenticator app is needed'],
  'weak-password': [422, 'Choose another password'],
  'must-change': [403, 'Set another password first'],
  'slow-down': [429, 'Too many tries'],
  'too-many': [429, 'Too many requests'],
  forbidden: [403, 'Not allowed'],
  'foreign-origin': [403, 'The request comes from another page'],
  'foreign-host': [421, 'The server does not have this name'],
  'not-found': [404, 'There is no such thing'],
  exists: [409, 'It is there already'],
  'changed-meanwhile': [409, 'Somebody changed it meanwhile'],
  retired: [409, 'The machine is retired'],
  quarantined: [409, 'The machine is in quarantine'],
  'not-heard': [409, 'The machine has not been heard yet'],
  'too-large': [413, 'Too large'],
  unavailable: [503, 'Not available at the moment'],
  failed: [500, 'Failed'],
};

/** The body of an error answer [RFC 9457]. `errors` names wrong fields. */
export function problem(code: ProblemCode, detail?: string, errors?: Problem['errors']): Problem {
  const [status, title] = statuses[code];
  return {
    type: `urn:yaoju:problem:${code}`,
    title,
    status,
    code,
    ...(detail === undefined ? {} : { detail }),
    ...(errors === undefined ? {} : { errors }),
  };
}

/** After how many seconds a request may be sent again, unless the refusal says it. */
const usualRetryS: Readonly<Record<number, number>> = { 429: 60, 503: 10 };

/** Sends a problem as the answer [RFC 9457]; if it passes by itself, with the time to wait. */
export function sendProblem(reply: FastifyReply, it: Problem, retryAfterS: number | null = null): FastifyReply {
  const usual = usualRetryS[it.status];
  const wait = usual === undefined ? undefined : (retryAfterS ?? usual);
  if (wait !== undefined) reply.header('retry-after', String(wait));
  return reply.code(it.status).header('content-type', 'application/problem+json; charset=utf-8').send(it);
}
