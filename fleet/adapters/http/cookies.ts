import '@fastify/cookie';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** What the server keeps in a browser: a session, a known browser, a sign-in under way. */
export type CookieKind = 'session' | 'device' | 'passkey' | 'oidc';

/**
 * By HTTPS, `__Host-` binds a cookie to this very server: no other name below the same domain can
 * set it. Browsers refuse that prefix without HTTPS.
 */
const names: Readonly<Record<CookieKind, readonly [plain: string, secure: string]>> = {
  session: ['yaoju_session', '__Host-yaoju'],
  device: ['yaoju_device', '__Host-yaoju-device'],
  passkey: ['yaoju_passkey', '__Host-yaoju-passkey'],
  oidc: ['yaoju_oidc', '__Host-yaoju-oidc'],
};

const isSecure = (request: FastifyRequest): boolean => request.protocol === 'https';
const nameOf = (request: FastifyRequest, kind: CookieKind): string => names[kind][isSecure(request) ? 1 : 0];

/** The value of a cookie. Null if the browser did not send it. */
export const readCookie = (request: FastifyRequest, kind: CookieKind): string | null =>
  request.cookies[nameOf(request, kind)] ?? null;

/**
 * Sets a cookie that scripts and other sites cannot use, for some seconds. An identity provider is
 * another site, and its page sends the browser back: with that request a strict cookie would be
 * missing.
 */
export function writeCookie(reply: FastifyReply, kind: CookieKind, value: string, seconds: number): void {
  const { request } = reply;
  reply.setCookie(nameOf(request, kind), value, {
    path: '/',
    httpOnly: true,
    sameSite: kind === 'oidc' ? 'lax' : 'strict',
    secure: isSecure(request),
    maxAge: Math.floor(seconds),
  });
}

/** Removes a cookie. */
export const dropCookie = (reply: FastifyReply, kind: CookieKind): void =>
  void reply.clearCookie(nameOf(reply.request, kind), { path: '/', secure: isSecure(reply.request) });
