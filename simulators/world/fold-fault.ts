import type { FoldChunk } from '../../fleet/ledger/machine-fold.ts';

/** The line that triggers an undetected fault of folding. */
export const faultLine = '{"kind":"fault","at":0,"run":77,"up":0}';

/** Folding with the fault: it throws at that line, in the middle of a chunk. */
export const faulty =
  (sound: FoldChunk): FoldChunk =>
  (account, days, chunk, decisions) => {
    const at = chunk.lines.indexOf(faultLine);
    if (at < 0) return sound(account, days, chunk, decisions);
    sound(account, days, { ...chunk, lines: chunk.lines.slice(0, at) }, decisions);
    throw new RangeError('a fault that is not known yet');
  };

/** Whether a line of a chunk triggers the fault. */
export const setsOffFault = (texts: readonly string[]): boolean => texts.some((line) => line === faultLine);
