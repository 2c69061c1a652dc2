import type { IncomingHttpHeaders } from 'node:http';
import { hostIn } from './host-names.ts';

/** Methods that change nothing [RFC 9110, 9.2.1]. */
const reading = new Set(['GET', 'HEAD', 'OPTIONS']);

/** The parts of a request that show which page made a browser send it. */
export interface Sender {
  readonly method: string;
  readonly url: string;
  /** `http` or `https`, as a listed proxy or the connection says. */
  readonly scheme: string;
  /** The authority under which the browser knows the server. */
  readonly host: string;
  readonly headers: IncomingHttpHeaders;
}

/**
 * Whether a page of another origin made a browser send the request, also one of the same site, for
 * which the browser sends the cookie. Such a page may link to the console and to files, but neither
 * change anything nor use the API. Programs send neither header, and are no pages.
 */
export function isFromForeignPage({ method, url, scheme, host, headers }: Sender): boolean {
  const site = headers['sec-fetch-site'];
  const changes = !reading.has(method);
  if (site !== undefined) {
    if (site === 'same-origin' || site === 'none') return false;
    return changes || (url.startsWith('/api/') && headers['sec-fetch-mode'] !== 'navigate');
  }
  const { origin } = headers;
  if (origin === undefined) return false;
  if (!changes) return false;
  if (!URL.canParse(origin)) return true;
  const page = new URL(origin);
  return page.protocol !== `${scheme}:` || authorityOf(page.host) !== authorityOf(host);
}

/** An authority in one form: without the usual port of either scheme. Null if it is malformed. */
const authorityOf = (authority: string): string | null => {
  const host = hostIn(authority);
  return host === null ? null : host + (/:(?!443$|80$)\d+$/.exec(authority)?.[0] ?? '');
};
