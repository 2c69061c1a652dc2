import { readLine } from '../../shared/contracts/events.ts';
import type { MachineAccount } from './account.ts';
import type { Chunk, TimestampedLine } from './chunk.ts';
import { ChunkClock, type TimestampRules } from './chunk-clock.ts';
import { isAheadOfTime, noteLineTime } from './heard-time.ts';
import { concernsBoxes } from './line-boxes.ts';

/**
 * Gives the lines of a chunk their timestamps and keeps them out of the books. Of the account, only
 * the clocks and heard times change. A line from before its time can have come is marked, because
 * that cannot be known later.
 */
export function skipChunk(account: MachineAccount, chunk: Chunk, rules: TimestampRules): TimestampedLine[] {
  const { heard } = account;
  const clock = new ChunkClock(account.clocks, chunk, rules);
  const timestamps = chunk.lines.map((line, index): TimestampedLine => {
    const read = readLine(line);
    const { at, corrected, day } = clock.timestamp(index, read);
    const known = chunk.timestamps?.[index];
    if (known || read.kind !== 'known') return { at, corrected, day, uncounted: known?.uncounted ?? null };
    const { event } = read;
    const isAhead = isAheadOfTime(heard, chunk.ledger, event, chunk.received);
    if (!isAhead) noteLineTime(heard, chunk.ledger, event);
    return { at, corrected, day, uncounted: isAhead && concernsBoxes(event) ? 'ahead-of-time' : null };
  });
  account.clocks = clock.after();
  return timestamps;
}
