import { emptyFacts, type Facts, foldFacts } from '../../device/core/facts.ts';
import type { DiskCode } from '../../device/core/input.ts';
import type { UseChange } from '../../device/core/screen/person.ts';
import { DiskFailure, type Position } from '../../device/ports.ts';
import { type ReadLine, readLine } from '../../shared/contracts/events.ts';
import type { Head, LedgerId } from '../../shared/contracts/ids.ts';
import type { Chain } from '../../shared/ledger/chain.ts';
import { headAfter } from '../../shared/ledger/chain.ts';
import { type KeptStaff, noStaff } from './kept-staff.ts';
import { changedUses, type UseRow } from './use-rows.ts';

/** One ledger as it is on a disk. */
export interface DiskLedger {
  readonly id: LedgerId;
  readonly lines: string[];
  /** `heads[n]` is the chain's state after line n; `heads[0]` is h(0). */
  readonly heads: Head[];
}

/**
 * The content of a disk at one moment: its ledgers in order, and the kept line of the last receipt.
 */
export interface DiskImage {
  readonly ledgers: readonly DiskLedger[];
  readonly position: Position | null;
  readonly begun: 'start' | 'new-disk' | 'missing';
  readonly uses: readonly UseRow[];
  readonly staff: KeptStaff;
}

const copied = ({ ledgers, position, begun, uses, staff }: DiskImage): DiskImage => ({
  ledgers: ledgers.map(({ id, lines, heads }) => ({ id, lines: [...lines], heads: [...heads] })),
  position,
  begun,
  uses,
  staff,
});

/**
 * A kiosk's disk. What is appended survives the death of the process. A lying disk loses what was
 * not yet flushed when the power goes.
 */
export class Disk {
  readonly #chain: Chain;
  #now: DiskImage;
  /** What remains on a lying disk without power; null: everything. */
  #flushed: DiskImage | null = null;
  /** Why nothing can be written, null while it can. */
  refuses: DiskCode | null = null;
  #deleted = false;
  /** Lines that were written to a file which no later start will find. */
  unfound = 0;
  /**
   * The facts from folding its lines one by one, independently of the kiosk: the kiosk's memory
   * must be equal to them.
   */
  #facts: Facts;

  constructor(chain: Chain, image: DiskImage | LedgerId, begun: DiskImage['begun'] = 'new-disk') {
    this.#chain = chain;
    this.#now =
      typeof image === 'string'
        ? {
            ledgers: [{ id: image, lines: [], heads: [chain.first(image)] }],
            ...{ position: null, begun, uses: [], staff: noStaff },
          }
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

  get uses(): readonly UseRow[] {
    return this.#now.uses;
  }

  /** The list of staff as a file of its own has it. */
  get staff(): KeptStaff {
    return this.#now.staff;
  }

  /** Writes the list of staff. False if the disk takes nothing. */
  keepStaff(staff: KeptStaff): boolean {
    if (this.refuses !== null) return false;
    this.#now = { ...this.#now, staff };
    return true;
  }

  /** Deletes the uses of the weeks before this one. */
  forgetUses(before: number): void {
    this.#mayWrite();
    this.#now = { ...this.#now, uses: this.#now.uses.filter(({ week }) => week >= before) };
  }

  /** Appends lines, and returns them as read again from the disk. */
  append(lines: readonly string[], uses: readonly UseChange[] = []): ReadLine[] {
    return this.#write(this.ledger, lines, this.ledgers, uses);
  }

  /** Begins a ledger with lines. Throws if the ledger is there already. */
  begin(id: LedgerId, lines: readonly string[], uses: readonly UseChange[] = []): ReadLine[] {
    if (this.ledgers.some((each) => each.id === id)) throw new Error(`ledger ${id} is there already`);
    const ledger: DiskLedger = { id, lines: [], heads: [this.#chain.first(id)] };
    return this.#write(ledger, lines, [...this.ledgers, ledger], uses);
  }

  /** Writes all lines to the last of `ledgers`, or nothing if one of them cannot be written. */
  #write(
    ledger: DiskLedger,
    lines: readonly string[],
    ledgers: readonly DiskLedger[],
    uses: readonly UseChange[],
  ): ReadLine[] {
    this.#mayWrite();
    let head = ledger.heads.at(-1);
    if (head === undefined) throw new Error('a ledger without h(0)');
    const heads: Head[] = [];
    for (const line of lines) {
      head = headAfter(this.#chain, head, [line]);
      heads.push(head);
    }
    if (this.#deleted) this.unfound += lines.length;
    ledger.lines.push(...lines);
    ledger.heads.push(...heads);
    this.#now = { ...this.#now, ledgers, begun: 'start', uses: changedUses(this.#now.uses, uses) };
    return this.#foldLast(lines.length);
  }

  keepPosition(position: Position): void {
    this.#mayWrite();
    this.#now = { ...this.#now, position };
  }

  /**
   * Its file is deleted while the process runs: only the process still has it open, until it writes
   * the file again.
   */
  deleteFile(): void {
    this.#deleted = true;
  }

  /** The name of the deleted file, null if none was deleted. */
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

  /** Restores an image. */
  restore(image: DiskImage): void {
    this.#now = copied(image);
    this.#flushed = null;
    this.#facts = this.#folded();
  }

  /** From now on it reports writes as done before they are. */
  lie(): void {
    this.#flushed ??= this.image();
  }

  /** Flushes what it holds, and continues to lie. */
  flush(): void {
    if (this.#flushed !== null) this.#flushed = this.image();
  }

  /** It is a reliable disk from now on. */
  honest(): void {
    this.#flushed = null;
  }

  /** The power goes. Returns how many lines are lost. */
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
