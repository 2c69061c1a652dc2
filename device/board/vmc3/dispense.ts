import type { Lane, Txn } from '../../../shared/contracts/ids.ts';
import type { TurnResult } from '../port.ts';
import { type CodeClass, classOf } from './codes.ts';

const NO_RECORD: TurnResult = { kind: 'unknown', reason: 'no-record' };
const UNCLEAR: TurnResult = { kind: 'unknown', reason: 'unclear' };
const POWER_LOST: TurnResult = { kind: 'unknown', reason: 'power-lost' };
const NOT_STARTED: TurnResult = { kind: 'none', reason: 'not-started' };
const NOTHING: TurnResult = { kind: 'none', reason: 'no-drop' };

/** Which turn a `Dispense` follows. */
export interface DispenseOptions {
  readonly txn: Txn;
  readonly lane: Lane;
  readonly lunchBox: 'delivered' | 'uncertain';
  /**
   * The end of an earlier turn of this lane was never reported. Its final code may still come, so a
   * final one counts only after this turn's own begin [VMC V3 §12.3].
   */
  readonly afterDoubt: boolean;
}

/**
 * One turn from the order to its end. It is independent of frames: it takes codes, and returns the
 * end once. Silence is never a failure, only the uncertainty at the deadline [VMC V3 §8].
 */
export class Dispense {
  readonly txn: Txn;
  readonly lane: Lane;
  readonly #lunchBox: 'delivered' | 'uncertain';
  readonly #afterDoubt: boolean;
  #seen: CodeClass[] = [];

  constructor({ txn, lane, lunchBox, afterDoubt }: DispenseOptions) {
    this.txn = txn;
    this.lane = lane;
    this.#lunchBox = lunchBox;
    this.#afterDoubt = afterDoubt;
  }

  /** Whether the board showed by any code that it has the order. */
  get begun(): boolean {
    return this.#seen.length > 0;
  }

  /**
   * Takes a status code for this lane. Returns the end of the turn, if the code is one. Code 03
   * means a jam as well as a fall that the sensor missed [VMC V3 §6.2].
   */
  code(code: number): TurnResult | null {
    const means = classOf(code, this.#lunchBox);
    if (this.#afterDoubt && !this.begun && means !== 'begun') return null;
    if (means !== 'waits') this.#seen.push(means);
    switch (means) {
      case 'delivered':
        return { kind: 'one' };
      case 'nothing':
        return this.#moved ? UNCLEAR : NOTHING;
      case 'absent':
        return this.#moved ? UNCLEAR : { kind: 'none', reason: 'absent' };
      case 'uncertain':
        return UNCLEAR;
      case 'ended':
        return this.#ended();
      case 'begun':
      case 'progress':
      case 'waits':
        return null;
    }
  }

  /**
   * The board restarted. A turn that ran is uncertain, and no code will come for it [VMC V3 §7.4].
   */
  restarted(ordered: boolean): TurnResult {
    return ordered ? POWER_LOST : NOT_STARTED;
  }

  /** The deadline has passed: nothing more is waited for. */
  deadline(ordered: boolean): TurnResult {
    return ordered ? NO_RECORD : NOT_STARTED;
  }

  /** FF: not delivered if only 01 came before [VMC V3 §6.2]. */
  #ended(): TurnResult {
    const before = this.#seen.slice(0, -1);
    if (before.length === 0) return { kind: 'none', reason: 'refused' };
    return this.#moved ? UNCLEAR : NOTHING;
  }

  /** Whether lift or oven steps were reported: then a box is on its way. */
  get #moved(): boolean {
    return this.#seen.includes('progress');
  }
}
