import { isLoopback } from '../../../shared/config/loopback.ts';

/** The host in a URL or `Host` header, null if there is none. */
function hostIn(url: string): string | null {
  return URL.canParse(url) ? new URL(url).hostname : null;
}

/**
 * Why a request is refused that a foreign web page made the kiosk's own browser send: it names a
 * host that is not the loopback (a rebound name), its page has another origin, or it is embedded in
 * such a page. null for an acceptable request.
 */
export function foreignness(headers: {
  readonly host?: string | undefined;
  readonly origin?: string | undefined;
  readonly 'sec-fetch-site'?: string | string[] | undefined;
}): 'foreign-host' | 'foreign-origin' | null {
  const host = hostIn(`http://${headers.host ?? ''}`);
  if (host === null || !isLoopback(host)) return 'foreign-host';
  if (headers.origin === undefined) {
    const site = headers['sec-fetch-site'];
    return site === undefined || site === 'same-origin' || site === 'none' ? null : 'foreign-origin';
  }
  const origin = hostIn(headers.origin);
  return origin !== null && isLoopback(origin) ? null : 'foreign-origin';
}
