import { cardText, type WrittenCard } from './card.ts';

/** What a simulated reader does wrong at its next answer. */
export type ReaderFault = 'bad-checksum' | 'lifted' | 'zero-pushed-in' | 'silent' | 'not-licensed';

const start = [0xaa, 0xaa, 0xaa, 0x96, 0x69];
const photoBytes = 1024;
const noCard = 0x80;
const readingFailed = 0x41;
const notLicensed = 0x66;
const misheard = 0x10;

/**
 * A card reader with a security module, written from the protocol and not from the driver: bytes
 * in, bytes out. A card that was answered for is not found again until it is lifted.
 */
export class SamModel {
  #card: WrittenCard | null = null;
  #photo = 0x00;
  #isFound = false;
  #isSelected = false;
  /** Answered for, so not found again. */
  #isSpent = false;
  readonly #faults: ReaderFault[] = [];
  #received: number[] = [];
  /** How often a card's text was sent. */
  readings = 0;
  /** How often the host looked for a card and none was found. */
  emptyLooks = 0;

  /** Lays a card down; `photo` is what its photo bytes are filled with. */
  lay(card: WrittenCard, photo = 0x00): void {
    this.lift();
    this.#card = card;
    this.#photo = photo;
  }

  lift(): void {
    this.#card = null;
    this.#isFound = false;
    this.#isSelected = false;
    this.#isSpent = false;
  }

  /** The next answers of a reading go wrong. `not-licensed` stays until `mended`. */
  fail(...faults: readonly ReaderFault[]): void {
    this.#faults.push(...faults);
  }

  mended(): void {
    this.#faults.length = 0;
  }

  /** What the host sends; the answers to it. */
  receive(bytes: Uint8Array): Uint8Array[] {
    this.#received.push(...bytes);
    const answers: Uint8Array[] = [];
    for (;;) {
      const at = this.#received.findIndex((_, index) => start.every((byte, n) => this.#received[index + n] === byte));
      if (at < 0) {
        this.#received = this.#received.slice(-start.length);
        return answers;
      }
      const size = ((this.#received[at + 5] ?? 0) << 8) | (this.#received[at + 6] ?? 0);
      if (this.#received.length < at + 7 + size) return answers;
      const body = this.#received.slice(at + 5, at + 7 + size);
      this.#received = this.#received.slice(at + 7 + size);
      const answer = this.#faulty(body.reduce((sum, byte) => sum ^ byte, 0) === 0 ? this.#asked(body) : [misheard]);
      if (answer !== null) answers.push(answer);
    }
  }

  /** The status and data for a request without its length and checksum. */
  #asked([, , command, parameter]: readonly number[]): readonly number[] {
    if (this.#faults.includes('not-licensed')) return [notLicensed];
    const asked = `${command?.toString(16)} ${parameter?.toString(16)}`;
    switch (asked) {
      case '11 ff':
        return [0x90];
      case '20 1':
        this.#isFound = this.#card !== null && !this.#isSpent;
        if (!this.#isFound) this.emptyLooks += 1;
        return this.#isFound ? [0x9f, 0, 0, 0, 0] : [noCard];
      case '20 2':
        this.#isSelected = this.#isFound && this.#card !== null;
        this.#isFound = false;
        return this.#isSelected ? [0x90, 0, 0, 0, 0, 0, 0, 0, 0] : [0x81];
      case '30 1':
        return this.#read();
      default:
        return [0x21];
    }
  }

  #read(): readonly number[] {
    const wasSelected = this.#isSelected;
    this.#isSelected = false;
    this.#isSpent = true;
    if (this.#card === null || !wasSelected || this.#faults[0] === 'lifted') {
      if (this.#faults[0] === 'lifted') this.#faults.shift();
      return [readingFailed];
    }
    this.readings += 1;
    const photo = new Array<number>(photoBytes).fill(this.#photo);
    return [0x90, 0x01, 0x00, 0x04, 0x00, ...cardText(this.#card), ...photo];
  }

  /** Frames an answer, with the fault that is due; null if the reader stays silent. */
  #faulty([status = 0, ...data]: readonly number[]): Uint8Array | null {
    const length = 3 + data.length + 1;
    const body = [length >> 8, length & 0xff, 0, 0, status, ...data];
    const frame = [...start, ...body, body.reduce((sum, byte) => sum ^ byte, 0)];
    const [fault] = this.#faults;
    if (data.length < photoBytes) return Uint8Array.from(frame);
    if (fault !== undefined) this.#faults.shift();
    if (fault === 'silent') return null;
    if (fault === 'bad-checksum') frame[frame.length - 1] = (frame[frame.length - 1] ?? 0) ^ 1;
    if (fault === 'zero-pushed-in') frame.splice(1, 0, 0);
    return Uint8Array.from(frame);
  }
}
