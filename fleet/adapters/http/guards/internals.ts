import type { FastifyRequest } from 'fastify';
import { isLoopback } from '../../../../shared/config/loopback.ts';

/** Headers with which a proxy passes on somebody else's request. */
const forwarding = ['forwarded', 'x-forwarded-for', 'x-real-ip', 'via'] as const;

/**
 * Whether a program on this computer sent the request itself. A request that any proxy passed on is
 * somebody else's.
 */
export const isFromThisComputer = ({ socket, headers }: Pick<FastifyRequest, 'socket' | 'headers'>): boolean =>
  isLoopback(socket.remoteAddress ?? '') && forwarding.every((name) => headers[name] === undefined);
