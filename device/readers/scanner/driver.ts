import { Secret } from '../../../shared/secret.ts';
import type { ReaderDriver, ReaderLoss, ReaderOutput } from '../port.ts';
import { ReaderOutage } from '../reader-outage.ts';

/** How the bytes of a kind of scanner become scans: exact or nothing. */
export interface Scans {
  /** Scans that were dropped since the start. */
  readonly dropped: number;
  /** Forgets half a scan: the scanner is connected again, or lost. */
  reset(): void;
  /** Takes bytes, and hands each complete scan to `scanned`. */
  take(bytes: Uint8Array, monoMs: number, scanned: (text: string) => void): void;
}

/** Shorter than any code; a scanner's own chatter is. */
export const minScanLength = 5;

/** The driver of a scanner: it is ready as soon as it is connected, and is asked nothing. */
export function scannerDriver(name: string, scans: Scans): ReaderDriver {
  const outage = new ReaderOutage();
  let out: ReaderOutput[] = [];
  let armed = false;
  const scanned = (text: string): void => {
    if (armed) out.push({ kind: 'event', event: { kind: 'scanned', text: new Secret(text, () => {}) } });
  };
  return {
    name,
    get dropped() {
      return scans.dropped;
    },
    get wakeMonoMs() {
      return outage.reopenMonoMs;
    },
    arm(isArmed) {
      armed = isArmed;
    },
    opened() {
      scans.reset();
      outage.over();
      out.push({ kind: 'event', event: { kind: 'ready' } });
    },
    closed(reason: ReaderLoss, monoMs) {
      scans.reset();
      if (outage.begins(reason, monoMs)) out.push({ kind: 'event', event: { kind: 'lost', reason } });
    },
    received(bytes, monoMs) {
      scans.take(bytes, monoMs, scanned);
      bytes.fill(0);
    },
    wake(monoMs) {
      if (outage.reopenMonoMs === null || monoMs < outage.reopenMonoMs) return;
      outage.opened();
      out.push({ kind: 'reopen', reason: outage.reason });
    },
    take() {
      const taken = out;
      out = [];
      return taken;
    },
  };
}
