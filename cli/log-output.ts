/** Where the lines of a log go. */
export interface LogOutput {
  /** Takes a line with its line end. Never throws, never waits. */
  write(line: string): void;
}

/** Lines that a reader has not taken yet are kept up to this many bytes; later ones are dropped and counted. */
const waitingMaxBytes = 1024 * 1024;

/**
 * A log on a stream, such as standard output. A reader that takes nothing, or that is gone, never holds the program up: lines are dropped, and the
 * number of dropped lines is written as soon as the reader takes lines again.
 */
export function logOutput(stream: NodeJS.WriteStream): LogOutput {
  let gone = false;
  let dropped = 0;
  stream.on('error', () => {
    gone = true;
  });
  return {
    write(line) {
      if (gone) return;
      if (stream.writableLength > waitingMaxBytes) {
        dropped += 1;
        return;
      }
      if (dropped > 0)
        stream.write(
          `${JSON.stringify({ level: 40, dropped, msg: 'lines of the log were dropped: nobody read them' })}\n`,
        );
      dropped = 0;
      stream.write(line);
    },
  };
}
