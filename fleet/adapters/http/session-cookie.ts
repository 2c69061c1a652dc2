import '@fastify/cookie';
import type { FastifyReply, FastifyRequest } from 'fastify';

/**
 * The cookie of a session. Over HTTPS its name begins with `__Host-`: browsers refuse such a cookie
 * if another host or a page without HTTPS sets it.
 */
const names = { https: '__Host-yaoju', http: 'yaoju_session' } as const;

type Request = Pick<FastifyRequest, 'protocol' | 'cookies'>;

const nameFor = ({ protocol }: Pick<Request, 'protocol'>): string => (protocol === 'https' ? names.https : names.http);

const optionsFor = ({ protocol }: Pick<Request, 'protocol'>) => ({
  path: '/',
  httpOnly: true,
  sameSite: 'strict' as const,
  secure: protocol === 'https',
});

/** The session's token that a browser sent. Undefined if it sent none. */
export const sessionCookie = (request: Request): string | undefined => request.cookies[nameFor(request)];

/** Lets the browser keep a session's token for `ms`. */
export function setSessionCookie(request: Request, reply: FastifyReply, token: string, ms: number): void {
  reply.setCookie(nameFor(request), token, { ...optionsFor(request), maxAge: Math.floor(ms / 1000) });
}

/** Lets the browser forget the session's token. */
export function clearSessionCookie(request: Request, reply: FastifyReply): void {
  reply.clearCookie(nameFor(request), optionsFor(request));
}
