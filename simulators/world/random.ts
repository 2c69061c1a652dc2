import { LedgerId, RequestId } from '../../shared/contracts/ids.ts';
import { type RandomSource, seededRandom } from '../board/model/random-source.ts';

/** All random numbers of one world: from one seed, and each draw with its reason. */
export interface Random extends RandomSource {
  /** 0 ≤ n < 1. */
  part(reason: string): number;
  /** A whole number from `low` to `high`, both included. */
  between(low: number, high: number, reason: string): number;
  /** The waiting time for something that happens every `meanMs` on average, at least 1 ms. */
  wait(meanMs: number, reason: string): number;
  uuid(reason: string): string;
  /**
   * A number that two runs share only if they drew the same, for the same reasons, in the same
   * order.
   */
  readonly trace: number;
}

const word = 0x1_0000_0000;

/** Random numbers from `seed`; `onDraw` is called with every draw. */
export function randomOf(seed: number, onDraw?: (reason: string, raw: number) => void): Random {
  let trace = 0x811c9dc5;
  const random = seededRandom(seed, (reason, raw) => {
    trace = Math.imul(trace ^ raw ^ reason.length, 0x01000193);
    onDraw?.(reason, raw);
  });
  const part = (reason: string): number => random.below(word, reason) / word;
  const hex = (digits: number, reason: string): string =>
    random
      .below(16 ** digits, reason)
      .toString(16)
      .padStart(digits, '0');
  return {
    ...random,
    part,
    between: (low, high, reason) => low + random.below(high - low + 1, reason),
    wait: (meanMs, reason) => Math.max(1, Math.round(-Math.log(1 - part(reason)) * meanMs)),
    uuid: (reason) =>
      `${hex(8, reason)}-${hex(4, reason)}-4${hex(3, reason)}-8${hex(3, reason)}-${hex(6, reason)}${hex(6, reason)}`,
    get trace() {
      return trace >>> 0;
    },
  };
}

/** A random request id. */
export const newRequest = (random: Random): RequestId => RequestId.parse(random.uuid('request id'));
/** A random ledger id. */
export const newLedger = (random: Random): LedgerId => LedgerId.parse(random.uuid('ledger id'));
