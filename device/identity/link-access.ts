import type { IdentityStore, KeptIdentity } from './identity-store.ts';
import type { KnownTime, Trust } from './verify-server.ts';

/** With what the kiosk makes one attempt to connect. */
export interface LinkAccess {
  /** `mqtts://` or `mqtt://`, without user or password. */
  readonly url: string;
  /** The machine's secret; absent if it connects with its key. */
  readonly password?: string;
  /** Its key and certificate, PEM. */
  readonly identity?: { readonly key: string; readonly cert: string };
  /** Whom it takes for its fleet; null: whom the computer trusts. */
  readonly trust: Trust | null;
}

/** What the kiosk may connect with, and what became of it. */
export interface LinkAccesses {
  /** For the next attempt. Null if there is nothing to connect with. */
  next(): LinkAccess | null;
  /** The fleet accepted the last attempt. */
  accepted(): void;
  /** The fleet refused the last attempt, or was not the right one: something else is tried next. */
  refused(): void;
  /** Whether the last attempts were refused. */
  isRefused(): boolean;
  /** What the kiosk knows of the time. */
  time(): KnownTime;
}

/** One way to connect that never changes. */
export const fixedAccess = (access: LinkAccess): LinkAccesses => ({
  next: () => access,
  accepted: () => undefined,
  refused: () => undefined,
  isRefused: () => false,
  time: () => ({ clock: Date.now(), fleet: null }),
});

/** What kiosk.json says of the fleet; `ca` is the text of certificates. */
export interface FleetSettings {
  readonly url?: string | undefined;
  readonly password?: string | undefined;
  readonly ca?: string | undefined;
}

/**
 * The kiosk's identities, the newest first, and then the secret of kiosk.json. After a refusal the
 * next one is tried, and after the last the first again, so that no half-finished change cuts the
 * kiosk off.
 */
export function accessesOf(
  store: IdentityStore,
  { url, password, ca }: FleetSettings,
  time: () => KnownTime,
): LinkAccesses {
  let turn = 0;
  let newest: string | undefined;
  let last: KeptIdentity | null = null;
  return {
    next() {
      const identities = store.all();
      if (identities[0]?.key !== newest) turn = 0;
      newest = identities[0]?.key;
      const ways = identities.length + (url !== undefined && password !== undefined ? 1 : 0);
      if (ways === 0) return null;
      last = identities[turn % ways] ?? null;
      if (last !== null) return withIdentity(last, url, ca);
      return { url: url ?? '', password: password ?? '', trust: ca === undefined ? null : pinned([ca]) };
    },
    accepted() {
      turn = 0;
      if (last !== null) store.connected(last.kind);
      last = null;
    },
    refused() {
      turn += 1;
    },
    isRefused: () => turn > 0,
    time,
  };
}

/** An `mqtts://` URL of kiosk.json is preferred to the one in the credentials. */
function withIdentity({ key, credentials }: KeptIdentity, url: string | undefined, ca: string | undefined): LinkAccess {
  const { certificate, authorities, publicAuthorities, broker } = credentials;
  return {
    url: url?.startsWith('mqtts:') ? url : broker,
    identity: { key, cert: certificate },
    trust: { authorities: [...authorities, ...(ca === undefined ? [] : [ca])], publicAuthorities },
  };
}

const pinned = (authorities: readonly string[]): Trust => ({ authorities, publicAuthorities: false });

/**
 * The identity that is due for renewal: the current one, by what the kiosk knows of the time, or if
 * the fleet refuses it. Null while another one waits to be used.
 */
export function dueForRenewal(
  store: IdentityStore,
  { clock, fleet }: KnownTime,
  isRefused: boolean,
): KeptIdentity | null {
  const identities = store.all();
  const current = identities.find(({ kind }) => kind === 'current');
  if (!current || identities.length > 1) return null;
  return isRefused || (fleet ?? clock) >= current.credentials.renewFrom ? current : null;
}
