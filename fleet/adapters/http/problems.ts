import type { FastifyReply } from 'fastify';
import type { Problem, ProblemCode } from '../../../shared/contracts/fleet-http.ts';

const statuses: Readonly<Record<ProblemCode, [status: number, title: string]>> = {
  invalid: [422, 'The request is not right'],
  'not-signed-in': [401, 'Sign in first'],
  'wrong-password': [401, 'User or password is wrong'],
  'slow-down': [429, 'Too many tries'],
  forbidden: [403, 'Not allowed'],
  'not-found': [404, 'There is no such thing'],
  exists: [409, 'It is there already'],
  'changed-meanwhile': [409, 'Somebody changed it meanwhile'],
  retired: [409, 'The machine is retired'],
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

/** Sends a problem as the answer [RFC 9457]. */
export const sendProblem = (reply: FastifyReply, it: Problem): FastifyReply =>
  reply.code(it.status).header('content-type', 'application/problem+json; charset=utf-8').send(it);
