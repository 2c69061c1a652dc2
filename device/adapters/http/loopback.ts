import { isLoopback } from '../../../shared/config/loopback.ts';

/** The host in a URL or `Host` header, null if there is none. */
function hostIn(url: string): string | null {
  return URL.canParse(url) ? new URL(url).hostname : null;
}

/**
 * Why a request is refused that a foreign web page made the kiosk's own browser send: it names a
 * host that is not the loopback (a rebound name), or its page has another origin. null for an
 * acceptable request.
 */
export function foreignness(headers: {
  readonly host?: string | undefined;
  readonly origin?: string | undefined;
}): 'foreign-host' | 'foreign-origin' | null {
  const host = hostIn(`http://${headers.host ?? ''}`);
  if (host === null || !isLoopback(host)) return 'foreign-host';
  if (headers.origin === undefined) return null;
  const origin = hostIn(headers.origin);
  return origin !== null && isLoopback(origin) ? null : 'foreign-origin';
}
