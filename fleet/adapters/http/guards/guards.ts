import type { FastifyInstance } from 'fastify';
import { bilingual } from '../../../../shared/contracts/meaning.ts';
import { RefusedError } from '../../../refused.ts';
import { sendUnreadable } from '../problems.ts';
import { isFromForeignPage } from './foreign-pages.ts';
import { type HostNames, isOwnHost } from './host-names.ts';
import { addResponseHeaders } from './response-headers.ts';

/** How many requests of an untrusted proxy are passed before it is logged again. */
const proxyLogMs = 3_600_000;

/**
 * What every request passes before its route: the headers of the answer, the name under which the
 * server was reached, and which page sent it.
 */
export function addGuards(app: FastifyInstance, hosts: HostNames, isProxy: (address: string) => boolean): void {
  addResponseHeaders(app);
  let proxyLogged = Number.NEGATIVE_INFINITY;
  app.addHook('onRequest', async (request, reply) => {
    const { headers, method, url, host, protocol, socket } = request;
    if ((request.raw.headersDistinct.host?.length ?? 0) > 1)
      return sendUnreadable(reply, bilingual('more than one Host header', '请求有多个 Host 头'));
    if (headers['x-forwarded-for'] !== undefined && !isProxy(socket.remoteAddress ?? '')) {
      if (performance.now() - proxyLogged > proxyLogMs)
        request.log.warn(
          { from: socket.remoteAddress },
          'a request came through a proxy that http.proxies does not name: everybody behind it counts as one address · 请求经由 http.proxies 中未列出的代理转发，经它访问的人都会被当作同一个地址',
        );
      proxyLogged = performance.now();
    }
    if (!isOwnHost(hosts, host))
      throw new RefusedError(
        'foreign-host',
        'the server does not answer under this name: http.hosts names its own',
        '服务器没有这个名称，其名称见 http.hosts',
      );
    if (isFromForeignPage({ method, url, scheme: protocol, host, headers }))
      throw new RefusedError('foreign-origin', 'pages of other origins may not do that', '不接受其他网页的请求');
  });
}
