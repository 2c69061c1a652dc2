import { Secret } from '../../../shared/secret.ts';
import { maxScanLength, type ReaderDriver, type ReaderLoss, type ReaderOutput } from '../port.ts';
import { ReaderOutage } from '../reader-outage.ts';

/** Shorter than any code; a scanner's own chatter is. */
const minScanLength = 5;
/** The characters of one scan follow each other at once; after such a gap a half one is dropped. */
const gapMs = 200;

const carriageReturn = 13;
const lineFeed = 10;
/** FNC1 between the fields of a GS1 code. */
const groupSeparator = 29;

const isText = (byte: number): boolean => (byte >= 32 && byte <= 126) || byte === groupSeparator;

/**
 * A 2-D scanner on a serial line: printable ASCII and group separators, ended by CR or LF. Anything
 * else is noise: the scan that holds it is dropped as a whole and counted.
 */
export function serialScanner(): ReaderDriver {
  const held = new Uint8Array(maxScanLength);
  const outage = new ReaderOutage();
  let out: ReaderOutput[] = [];
  let length = 0;
  let isSpoilt = false;
  let lastMonoMs = 0;
  let armed = false;
  let dropped = 0;

  const forget = (): void => {
    held.fill(0);
    length = 0;
    isSpoilt = false;
  };
  const ended = (): void => {
    if (isSpoilt || (length > 0 && length < minScanLength)) dropped += 1;
    else if (length > 0 && armed) {
      const text = String.fromCharCode(...held.subarray(0, length));
      out.push({ kind: 'event', event: { kind: 'scanned', text: new Secret(text, () => {}) } });
    }
    forget();
  };
  const take = (byte: number): void => {
    if (byte === carriageReturn || byte === lineFeed) return ended();
    if (!isText(byte) || length >= maxScanLength) isSpoilt = true;
    else held[length++] = byte;
  };

  return {
    name: 'scanner',
    get dropped() {
      return dropped;
    },
    get wakeMonoMs() {
      return outage.reopenMonoMs;
    },
    arm(isArmed) {
      armed = isArmed;
    },
    opened() {
      forget();
      outage.over();
      out.push({ kind: 'event', event: { kind: 'ready' } });
    },
    closed(reason: ReaderLoss, monoMs) {
      forget();
      if (outage.begins(reason, monoMs)) out.push({ kind: 'event', event: { kind: 'lost', reason } });
    },
    received(bytes, monoMs) {
      if (length > 0 && monoMs - lastMonoMs > gapMs) {
        dropped += 1;
        forget();
      }
      lastMonoMs = monoMs;
      for (const byte of bytes) take(byte);
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
