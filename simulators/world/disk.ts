import { emptyFacts, type Facts, foldFacts } from '../../device/core/facts.ts';
import type { DiskCode } from '../../device/core/input.ts';
import { DiskFailure, type Position } from '../../device/ports.ts';
import { type ReadLine, readLine } from '../../shared/contracts/events.ts';
import type { Head, LedgerId } from '../../shared/contracts/ids.ts';
import type { Chain } from '../../shared/ledger/chain.ts';
import { headAfter } from '../../shared/ledger/chain.ts';

/** One ledger as it stands on a disk. */
export interface DiskLedger {
  readonly id: LedgerId;
  readonly lines: string[];
  /** `heads[n]` is the chain's state after line n; `heads[0]` is h(0). */
  readonly heads: Head[];
}

/** What a disk holds at one moment: its ledgers in order, and the hint where the last receipt stood. */
export interface DiskImage {
  readonly ledgers: readonly DiskLedger[];
  readonly position: Position | null;
  readonly begun: 'start' | 'new-disk' | 'missing';
}

const copied = ({ ledgers, position, begun }: DiskImage): DiskImage => ({
  ledgers: ledgers.map(({ id, lines, heads }) => ({ id, lines: [...lines], heads: [...heads] })),
  position,
  begun,
});

/** A kiosk's disk. What is appended stays through a killed process; a disk that lies loses with the power what was not yet flushed. */
export class Disk {
  readonly #chain: Chain;
  #now: DiskImage;
  /** What the power leaves there, where the disk lies; null: all of it. */
  #flushed: DiskImage | null = null;
  /** Why nothing can be written, null while it can. */
  refuses: DiskCode | null = null;
  #deleted = false;
  /** Lines that went into a file which no start will find. */
  unfound = 0;
  /** The facts that its lines come to, folded line by line beside the kiosk: what the kiosk's memory must be equal to. */
  #facts: Facts;

  constructor(chain: Chain, image: DiskImage | LedgerId, begun: DiskImage['begun'] = 'new-disk') {
    this.#chain = chain;
    this.#now =
      typeof image === 'string'
        ? { ledgers: [{ id: image, lines: [], heads: [chain.first(image)] }], position: null, begun }
        : copied(image);
    this.#facts = this.#folded();
  }

  get ledger(): DiskLedger {
    const last = this.#now.ledgers.at(-1);
    if (last === undefined) throw new Error('a disk without a ledger');
    return last;
  }

  get ledgers(): readonly DiskLedger[] {
    return this.#now.ledgers;
  }

  get position(): Position | null {
    return this.#now.position;
  }

  get begun(): DiskImage['begun'] {
    return this.#now.begun;
  }

  get facts(): Facts {
    return this.#facts;
  }

  /** Answers its lines as read again from the disk. */
  append(lines: readonly string[]): ReadLine[] {
    this.#mayWrite();
    if (this.#deleted) this.unfound += lines.length;
    const { lines: all, heads } = this.ledger;
    const head = heads.at(-1);
    if (head === undefined) throw new Error('a ledger without h(0)');
    let state = head;
    for (const line of lines) {
      state = headAfter(this.#chain, state, [line]);
      all.push(line);
      heads.push(state);
    }
    this.#now = { ...this.#now, begun: 'start' };
    return this.#foldLast(lines.length);
  }

  begin(id: LedgerId, lines: readonly string[]): ReadLine[] {
    this.#mayWrite();
    const ledger: DiskLedger = { id, lines: [], heads: [this.#chain.first(id)] };
    this.#now = { ...this.#now, ledgers: [...this.#now.ledgers, ledger] };
    return this.append(lines);
  }

  keepPosition(position: Position): void {
    this.#mayWrite();
    this.#now = { ...this.#now, position };
  }

  /** Its file is deleted under the process: only that still holds it, until it is written out again. */
  deleteFile(): void {
    this.#deleted = true;
  }

  /** The name of the deleted file, null where nothing was deleted. */
  lost(): string | null {
    return this.#deleted ? 'ledger.db' : null;
  }

  writeAgain(lost: string): void {
    if (this.refuses !== null) throw new DiskFailure('disk-gone', `${lost} is gone, and the disk takes nothing`);
    this.#deleted = false;
  }

  /** A copy, as somebody makes it who takes the disk out. */
  image(): DiskImage {
    return copied(this.#now);
  }

  /** An image is put back. */
  restore(image: DiskImage): void {
    this.#now = copied(image);
    this.#flushed = null;
    this.#facts = this.#folded();
  }

  /** From now on it says "written" before it has. */
  lie(): void {
    this.#flushed ??= this.image();
  }

  /** It writes what it holds back, and goes on lying. */
  flush(): void {
    if (this.#flushed !== null) this.#flushed = this.image();
  }

  /** It is a sound disk from here on. */
  honest(): void {
    this.#flushed = null;
  }

  /** The power goes: how many lines are lost. */
  powerLost(): number {
    const left = this.#flushed;
    if (left === null) return 0;
    const lines = (image: DiskImage): number => image.ledgers.reduce((sum, ledger) => sum + ledger.lines.length, 0);
    const lost = lines(this.#now) - lines(left);
    if (lost > 0) {
      this.#now = copied(left);
      this.#facts = this.#folded();
    }
    return lost;
  }

  #mayWrite(): void {
    if (this.refuses !== null) throw new DiskFailure(this.refuses, 'the disk takes nothing');
  }

  #folded(): Facts {
    const facts = emptyFacts(this.ledger.id);
    for (const { id, lines } of this.#now.ledgers)
      for (const [index, line] of lines.entries()) foldText(facts, id, index + 1, line);
    facts.ledger = this.ledger.id;
    facts.last = this.ledger.lines.length;
    return facts;
  }

  #foldLast(count: number): ReadLine[] {
    const { id, lines } = this.ledger;
    const before = lines.length - count;
    return lines.slice(before).map((line, index) => foldText(this.#facts, id, before + index + 1, line));
  }
}

function foldText(facts: Facts, ledger: LedgerId, seq: number, line: string): ReadLine {
  const read = readLine(line);
  if (read.kind === 'known') foldFacts(facts, ledger, seq, read.event);
  return read;
}
