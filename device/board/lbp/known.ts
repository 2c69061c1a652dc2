import { Lane } from '../../../shared/contracts/ids.ts';
import type { BoardIdentity } from '../port.ts';
import type { Hello, Status } from './messages.ts';

/** The board of the last handshake, and which of its lanes is asked for next. */
export class Known {
  #hello: Hello | null = null;
  /**
   * The BOOTS of a STATUS that contradicted the HELLO before it: a board that always contradicts
   * itself is not greeted for ever.
   */
  #odd: number | null = null;
  #status: Pick<Status, 'boots' | 'uptimeS'> | null = null;
  #asked = 0;

  /**
   * Takes over the board of a handshake. Returns whether it restarted unseen, and whether it is
   * another board than before.
   */
  meet(hello: Hello): { restarted: string | null; swapped: boolean } {
    const known = this.#hello;
    const swapped = known !== null && known.serial !== hello.serial;
    const restarted = known !== null && !swapped && known.boots !== hello.boots ? 'unseen' : null;
    this.#hello = hello;
    this.#asked = 0;
    this.#status = null;
    return { restarted, swapped };
  }

  /** Whether this is not the board, or not the run of it, that the handshake was with. */
  isNew(hello: Hello): boolean {
    return this.#hello?.serial !== hello.serial || this.#hello.boots !== hello.boots;
  }

  /**
   * Whether STATUS shows another BOOTS than the handshake did, or an UPTIME that restarted: another
   * board may have the same BOOTS.
   */
  isNewRun({ boots, uptimeS }: Status): boolean {
    const known = this.#status;
    this.#status = { boots, uptimeS };
    if (known !== null) return known.boots !== boots || uptimeS < known.uptimeS;
    const before = this.#odd;
    this.#odd = this.#hello?.boots === boots ? null : boots;
    return this.#odd !== null && this.#odd !== before;
  }

  /** Whether every lane was asked since the handshake. */
  get complete(): boolean {
    return this.#asked >= (this.#hello?.lanes ?? 0);
  }

  /** The next lane to ask for. */
  nextLane(): Lane | null {
    const lanes = this.#hello?.lanes ?? 0;
    if (lanes === 0) return null;
    const lane = Lane.parse((this.#asked % lanes) + 1);
    this.#asked += 1;
    return lane;
  }
}

/** The board's identity as the answer to HELLO gives it. */
export function identityOf({ serial, model, firmware, lanes }: Hello): BoardIdentity {
  return { serial, model, firmware, lanes };
}
