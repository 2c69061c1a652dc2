import { createHash, timingSafeEqual } from 'node:crypto';
import type { Socket } from 'node:net';
import type { FastifyRequest } from 'fastify';
import { peerUser } from './peer-user.ts';

/** Who may order a box without a PIN. */
export interface CallerRules {
  /** What the kiosk's screen shows that it is the screen. */
  readonly secret: string;
  /** The user whose programs need no secret: the agent's own. Null if the system has no users. */
  readonly ownUser: number | null;
  /** Finds out whose program opened a connection; null if nobody knows. */
  readonly userOf: (socket: Socket) => number | null;
}

const administrator = 0;
const digest = (text: string) => createHash('sha256').update(text).digest();

/** Whose programs call the kiosk, found out once for each connection. */
export function callers({ secret, ownUser, userOf }: CallerRules) {
  const users = new WeakMap<Socket, number | null>();
  const user = ({ socket }: Pick<FastifyRequest, 'socket'>): number | null => {
    if (!users.has(socket)) users.set(socket, userOf(socket));
    return users.get(socket) ?? null;
  };
  const isOwn = (request: Pick<FastifyRequest, 'socket'>): boolean => {
    if (ownUser === null) return true;
    const asking = user(request);
    return asking === ownUser || asking === administrator;
  };
  const right = digest(secret);

  return {
    /** The user whose program sent the request. Null if nobody knows. */
    user,

    /** Whether a program of the agent's own user, or of the administrator, sent the request. */
    isOwn,

    /**
     * Whether the sender may order a box: it has the secret, or it is a program of the agent's own
     * user and no page of another server.
     */
    mayOrder(request: FastifyRequest): boolean {
      const { authorization, origin } = request.headers;
      const [, given] = /^Bearer +(\S+)$/i.exec(authorization ?? '') ?? [];
      if (given !== undefined) return timingSafeEqual(digest(given), right);
      const ownPage = origin === undefined || (URL.canParse(origin) && new URL(origin).host === request.headers.host);
      return ownPage && isOwn(request);
    },
  };
}

/** The rules of a running agent. */
export const rulesOfProcess = (secret: string): CallerRules => ({
  secret,
  ownUser: process.platform === 'linux' ? (process.getuid?.() ?? null) : null,
  userOf: (socket) => peerUser(socket),
});
