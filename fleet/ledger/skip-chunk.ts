import { readLine } from '../../shared/contracts/events.ts';
import type { MachineAccount } from './account.ts';
import type { Chunk, TimestampedLine } from './chunk.ts';
import { ChunkClock, type TimestampRules } from './chunk-clock.ts';

/**
 * Gives the lines of a chunk their timestamps and keeps them out of the books. Of the account, only
 * the clocks change.
 */
export function skipChunk(account: MachineAccount, chunk: Chunk, rules: TimestampRules): TimestampedLine[] {
  const clock = new ChunkClock(account.clocks, chunk, rules);
  const timestamps = chunk.lines.map((line, index): TimestampedLine => {
    const { at, corrected, day } = clock.timestamp(index, readLine(line));
    return { at, corrected, day, uncounted: chunk.timestamps?.[index]?.uncounted ?? null };
  });
  account.clocks = clock.after();
  return timestamps;
}
