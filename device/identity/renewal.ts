import type { Loggable } from '../ports.ts';
import type { IdentityStore } from './identity-store.ts';
import { dueForRenewal } from './link-access.ts';
import { type Ask, NotGranted, renew } from './requests.ts';
import type { KnownTime } from './verify-server.ts';

const retryMs = 3_600_000;

/** What the renewal of a kiosk's certificate needs. */
export interface RenewalParts {
  readonly store: IdentityStore;
  readonly time: () => KnownTime;
  /** Monotonic ms since the start. */
  readonly monoMs: () => number;
  /** 0 ≤ n < 1 */
  readonly random: () => number;
  /** Whether the fleet refuses the kiosk, or is one that it does not know. */
  readonly isRefused: () => boolean;
  readonly askAt: (address: string) => Ask;
  readonly say: (level: 'info' | 'warn', message: string, detail: Readonly<Record<string, Loggable>>) => void;
}

/**
 * Renews the kiosk's certificate when two thirds of its life are over. It also asks when the fleet
 * refuses it, or shows a certificate of another authority: after a long time without power, the
 * answer brings what changed meanwhile. At most once in about an hour.
 */
export function certificateRenewal(parts: RenewalParts): { check(): Promise<void> } {
  const { store, time, monoMs, random, isRefused, askAt, say } = parts;
  let notBeforeMs = 0;
  return {
    async check() {
      const due = dueForRenewal(store, time(), isRefused());
      if (due === null || monoMs() < notBeforeMs) return;
      notBeforeMs = monoMs() + Math.round(retryMs * (1 + random()));
      try {
        const { expires } = await renew(store, due, askAt(due.credentials.address));
        say('info', 'the certificate is renewed', { expires: new Date(expires).toISOString() });
      } catch (error) {
        if (!(error instanceof NotGranted)) throw error;
        say('warn', 'the certificate is not renewed', { why: error.message });
      }
    },
  };
}
