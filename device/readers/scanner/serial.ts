import { maxScanLength, type ReaderDriver } from '../port.ts';
import { minScanLength, type Scans, scannerDriver } from './driver.ts';

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
export const serialScanner = (): ReaderDriver => scannerDriver('scanner', new SerialScans());

class SerialScans implements Scans {
  dropped = 0;
  readonly #held = new Uint8Array(maxScanLength);
  #length = 0;
  #isSpoilt = false;
  #lastMonoMs = 0;

  reset(): void {
    this.#held.fill(0);
    this.#length = 0;
    this.#isSpoilt = false;
  }

  take(bytes: Uint8Array, monoMs: number, scanned: (text: string) => void): void {
    if (this.#length > 0 && monoMs - this.#lastMonoMs > gapMs) {
      this.dropped += 1;
      this.reset();
    }
    this.#lastMonoMs = monoMs;
    for (const byte of bytes) this.#one(byte, scanned);
  }

  #one(byte: number, scanned: (text: string) => void): void {
    if (byte === carriageReturn || byte === lineFeed) this.#ended(scanned);
    else if (!isText(byte) || this.#length >= maxScanLength) this.#isSpoilt = true;
    else this.#held[this.#length++] = byte;
  }

  #ended(scanned: (text: string) => void): void {
    if (this.#isSpoilt || (this.#length > 0 && this.#length < minScanLength)) this.dropped += 1;
    else if (this.#length > 0) scanned(String.fromCharCode(...this.#held.subarray(0, this.#length)));
    this.reset();
  }
}
