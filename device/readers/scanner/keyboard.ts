import { maxScanLength, type ReaderDriver } from '../port.ts';
import { minScanLength, type Scans, scannerDriver } from './driver.ts';

/** A scanner types its keys without a pause; what comes slower is a person at a keyboard. */
const gapMs = 50;

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
export const keyboardScanner = (): ReaderDriver => scannerDriver('keyboard', new TypedScans());

class TypedScans implements Scans {
  dropped = 0;
  #half: number[] = [];
  #text = '';
  #isSpoilt = false;
  #isShifted = false;
  #isControlled = false;
  #lastMonoMs = 0;

  reset(): void {
    this.#half = [];
    this.#isShifted = false;
    this.#isControlled = false;
    this.#forget();
  }

  take(bytes: Uint8Array, monoMs: number, scanned: (text: string) => void): void {
    this.#half.push(...bytes);
    let at = 0;
    for (; at + eventBytes <= this.#half.length; at += eventBytes) {
      const field = (offset: number): number =>
        (this.#half[at + offset] ?? 0) | ((this.#half[at + offset + 1] ?? 0) << 8);
      if (field(typeAt) === keyEvent) this.#key(field(typeAt + 2), field(typeAt + 4), monoMs, scanned);
    }
    this.#half = this.#half.slice(at);
  }

  #forget(): void {
    this.#text = '';
    this.#isSpoilt = false;
  }

  #key(code: number, value: number, monoMs: number, scanned: (text: string) => void): void {
    if (shiftKeys.includes(code)) this.#isShifted = value !== released;
    else if (controlKeys.includes(code)) this.#isControlled = value !== released;
    else if (value === pressed) {
      if (this.#text !== '' && monoMs - this.#lastMonoMs > gapMs) {
        this.dropped += 1;
        this.#forget();
      }
      this.#lastMonoMs = monoMs;
      if (enterKeys.includes(code)) this.#ended(scanned);
      else this.#typed(code);
    }
  }

  #typed(code: number): void {
    const sign = this.#isControlled
      ? code === bracketKey && groupSeparator
      : plainOf.get(code)?.[this.#isShifted ? 1 : 0];
    if (!sign || this.#text.length >= maxScanLength) this.#isSpoilt = true;
    else this.#text += sign;
  }

  #ended(scanned: (text: string) => void): void {
    if (this.#isSpoilt || (this.#text !== '' && this.#text.length < minScanLength)) this.dropped += 1;
    else if (this.#text !== '') scanned(this.#text);
    this.#forget();
  }
}
