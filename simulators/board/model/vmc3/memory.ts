import type { OutputList } from '../board.ts';
import { readVmc3Nvram, type Vmc3Nvram } from './nvram.ts';

/** The memory of a VMC: the current content, and what was saved of it. */
export class Vmc3Memory {
  readonly #serial: string;
  readonly #lanes: number;
  readonly #out: OutputList;
  #saved: string;
  #nvram: Vmc3Nvram;

  /** `saved`: the text that was saved last; '' for a new board or one that lost its memory. */
  constructor(serial: string, lanes: number, saved: string, out: OutputList) {
    this.#serial = serial;
    this.#lanes = lanes;
    this.#out = out;
    this.#saved = saved;
    this.#nvram = readVmc3Nvram(saved, serial, lanes);
  }

  /** The current content; change it and save it. */
  get nvram(): Vmc3Nvram {
    return this.#nvram;
  }

  /** The power was off: what was not saved is lost. */
  reload(): void {
    this.#nvram = readVmc3Nvram(this.#saved, this.#serial, this.#lanes);
  }

  /** Saves everything in one atomic write. */
  save(): void {
    this.#saved = JSON.stringify(this.#nvram);
    this.#out.save(this.#saved);
  }
}
