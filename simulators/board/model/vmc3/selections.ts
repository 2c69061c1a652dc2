import type { Cabinet } from '../cabinet.ts';
import { dispensing } from './dispense.ts';
import { command, numberAt } from './frame.ts';
import type { Vmc3Memory } from './memory.ts';
import type { Vmc3Selection } from './nvram.ts';

/** Answers of 0x02 [VMC V3 §6.1]. */
const checked = { normal: 1, soldOut: 2, none: 3, paused: 4 } as const;

/** The selections of a VMC: the content of its memory for each lane of the cabinet. */
export class Vmc3Selections {
  readonly #cabinet: Cabinet;
  readonly #memory: Vmc3Memory;

  constructor(cabinet: Cabinet, memory: Vmc3Memory) {
    this.#cabinet = cabinet;
    this.#memory = memory;
  }

  /** The numbers of the selections with a motor. */
  numbers(): number[] {
    return this.#memory.nvram.selections.flatMap((_, index) => (this.present(index + 1) ? [index + 1] : []));
  }

  find(number: number): Vmc3Selection | undefined {
    return this.#memory.nvram.selections[number - 1];
  }

  present(number: number): boolean {
    return this.find(number) !== undefined && this.#cabinet.lane(number)?.absent === false;
  }

  /** Whether its motor is in error, or it jammed and jammed lanes are blocked. */
  blocked(number: number): boolean {
    const selection = this.find(number);
    if (selection === undefined) return true;
    return selection.motorError || (selection.jammed && this.#memory.nvram.blockAfterJam);
  }

  /** The state in a tester's word. */
  state(number: number): string {
    const selection = this.find(number);
    if (selection === undefined || !this.present(number)) return 'ABSENT';
    if (selection.motorError) return 'ERROR';
    if (selection.jammed) return 'JAM';
    return this.#memory.nvram.paused ? 'PAUSED' : 'READY';
  }

  /** The code for the answer to 0x02. */
  check(number: number): number {
    if (!this.present(number)) return checked.none;
    if (this.#memory.nvram.paused || this.blocked(number)) return checked.paused;
    return this.find(number)?.inventory === 0 ? checked.soldOut : checked.normal;
  }

  /** 0x12 to 0x15: one selection, a tray (1000 to 1009), or all (0) [VMC V3 §5]. */
  set(code: number, text: Uint8Array): void {
    const number = numberAt(text, 0, 2);
    for (const [index, selection] of this.#memory.nvram.selections.entries()) {
      const label = index + 1;
      const tray = number >= 1000 && number <= 1009 && Math.floor(label / 10) === number - 1000;
      if (number !== 0 && number !== label && !tray) continue;
      if (code === command.setPrice) selection.price = numberAt(text, 2, 4);
      else if (code === command.setInventory) selection.inventory = text[2] ?? 0;
      else if (code === command.setCapacity) selection.capacity = text[2] ?? 0;
      else selection.product = numberAt(text, 2, 2);
    }
  }

  /**
   * Records how a dispense ended. True if something changed. `counted`: the board counts what 0x06
   * drives.
   */
  ended(number: number, code: number, counted: boolean): boolean {
    const selection = this.find(number);
    if (selection === undefined || (code === dispensing.done && !counted)) return false;
    if (code === dispensing.done) {
      selection.sold += 1;
      selection.amount += selection.price;
      selection.inventory = Math.max(0, selection.inventory - 1);
    } else {
      selection.jammed = code === dispensing.jammed;
      selection.motorError = code === dispensing.motorFault;
    }
    return true;
  }
}
