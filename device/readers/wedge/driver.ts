import { Secret } from '../../../shared/secret.ts';
import { maxScanLength, type ReaderDriver, type ReaderLoss, type ReaderOutput } from '../port.ts';
import { ReaderOutage } from '../reader-outage.ts';

/** A scanner types its keys without a pause; what comes slower is a person at a keyboard. */
const gapMs = 50;
const minScanLength = 5;

/** An event of Linux's input system on a 64-bit computer: a time, then type, code and value. */
const eventBytes = 24;
const typeAt = 16;
const keyEvent = 1;
const pressed = 1;
const released = 0;
const shiftKeys: readonly number[] = [42, 54];
const controlKeys: readonly number[] = [29, 97];
const enterKeys: readonly number[] = [28, 96];
/** Ctrl and the key `]` is how a keyboard types the separator of GS1 codes, ASCII 29. */
const bracketKey = 27;
const groupSeparator = '\u001d';

/** The keys of a keyboard of the United States, by code from 2 on: without and with Shift. */
const keys: readonly (readonly [number, string, string])[] = [
  [2, '1234567890-=', '!@#$%^&*()_+'],
  [16, 'qwertyuiop[]', 'QWERTYUIOP{}'],
  [30, "asdfghjkl;'`", 'ASDFGHJKL:"~'],
  [43, '\\zxcvbnm,./', '|ZXCVBNM<>?'],
  [57, ' ', ' '],
];

const plainOf = new Map<number, readonly [string, string]>(
  keys.flatMap(([first, plain, shifted]) =>
    [...plain].map((sign, index) => [first + index, [sign, shifted[index] ?? sign]] as const),
  ),
);

/**
 * A scanner that types like a keyboard, read as events of its own input device. No window, input
 * method or layout sees its keys. A scan is exact or nothing: a key that is not understood, a pause
 * or too many keys spoil it as a whole.
 */
export function wedgeScanner(): ReaderDriver {
  const outage = new ReaderOutage();
  let out: ReaderOutput[] = [];
  let half: number[] = [];
  let text = '';
  let isSpoilt = false;
  let isShifted = false;
  let isControlled = false;
  let lastMonoMs = 0;
  let armed = false;
  let dropped = 0;

  const forget = (): void => {
    text = '';
    isSpoilt = false;
  };
  const ended = (): void => {
    if (isSpoilt || (text !== '' && text.length < minScanLength)) dropped += 1;
    else if (text !== '' && armed)
      out.push({ kind: 'event', event: { kind: 'scanned', text: new Secret(text, () => {}) } });
    forget();
  };
  const typed = (code: number): void => {
    if (enterKeys.includes(code)) return ended();
    const sign = isControlled ? code === bracketKey && groupSeparator : plainOf.get(code)?.[isShifted ? 1 : 0];
    if (!sign || text.length >= maxScanLength) isSpoilt = true;
    else text += sign;
  };
  const key = (code: number, value: number, monoMs: number): void => {
    if (shiftKeys.includes(code)) isShifted = value !== released;
    else if (controlKeys.includes(code)) isControlled = value !== released;
    else if (value === pressed) {
      if (text !== '' && monoMs - lastMonoMs > gapMs) {
        dropped += 1;
        forget();
      }
      lastMonoMs = monoMs;
      typed(code);
    }
  };

  return {
    name: 'wedge',
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
      half = [];
      isShifted = false;
      isControlled = false;
      outage.over();
      out.push({ kind: 'event', event: { kind: 'ready' } });
    },
    closed(reason: ReaderLoss, monoMs) {
      forget();
      if (outage.begins(reason, monoMs)) out.push({ kind: 'event', event: { kind: 'lost', reason } });
    },
    received(bytes, monoMs) {
      half.push(...bytes);
      bytes.fill(0);
      let at = 0;
      for (; at + eventBytes <= half.length; at += eventBytes) {
        const field = (offset: number): number => (half[at + offset] ?? 0) | ((half[at + offset + 1] ?? 0) << 8);
        if (field(typeAt) === keyEvent) key(field(typeAt + 2), field(typeAt + 4), monoMs);
      }
      half = half.slice(at);
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
