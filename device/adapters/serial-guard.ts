import { Transform } from 'node:stream';
import { lineGuard } from '../board/line-guard.ts';

/** The longest line that replaces dropped bytes, however many there were. */
const LONGEST_STAND_IN = 64;

/**
 * The bounded guard as a stream, placed before a line parser that has no bound of its own. It lets
 * whole lines through only. In place of what it drops it writes one short line that no protocol
 * knows, so that the driver after it counts the loss and notices the noise.
 */
export function guardStream(longestLine: number): Transform {
  const guard = lineGuard(longestLine);
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      const before = guard.droppedBytes;
      const lines = guard.push(chunk);
      const lost = guard.droppedBytes - before;
      if (lost > 0) this.push(standIn(lost));
      for (const line of lines) this.push(Buffer.from(line));
      done();
    },
  });
}

function standIn(lost: number): Buffer {
  const bytes = Buffer.alloc(Math.min(lost, LONGEST_STAND_IN) + 1);
  bytes.write('\n', bytes.length - 1, 'latin1');
  return bytes;
}
