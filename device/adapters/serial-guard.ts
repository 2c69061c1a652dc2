import { Transform } from 'node:stream';
import { lineGuard } from '../board/line-guard.ts';

/** A stand-in is no longer than this, however much it stands for. */
const LONGEST_STAND_IN = 64;

/**
 * The bounded guard as a stream, for standing before a line parser that has no bound of its own. It lets whole lines through only. For
 * what it drops it writes one short line that no protocol knows, so that the driver behind it counts the loss and hears the babble.
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
