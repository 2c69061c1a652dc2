import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

/**
 * What the console's pages may load: their own files only, and no script in a page. Ant Design and
 * React write styles into the page; pictures of charts are made by the page itself.
 */
const contentPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "worker-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');

const always: Readonly<Record<string, string>> = {
  'content-security-policy': contentPolicy,
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()',
  'referrer-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
};

/** For a year a browser that came by HTTPS never comes by plain HTTP [RFC 6797]. */
const onlyHttps = 'max-age=31536000';

/** Sets the headers that restrict what a browser does with an answer. */
export function setResponseHeaders(request: FastifyRequest, reply: FastifyReply): void {
  for (const [name, value] of Object.entries(always)) reply.raw.setHeader(name, value);
  if (request.protocol === 'https') reply.raw.setHeader('strict-transport-security', onlyHttps);
  if (request.url.startsWith('/api/')) reply.raw.setHeader('cache-control', 'no-store');
}

/** Sends these headers with every answer, also with refusals and the stream. */
export function addResponseHeaders(app: FastifyInstance): void {
  app.addHook('onRequest', async (request, reply) => setResponseHeaders(request, reply));
}
