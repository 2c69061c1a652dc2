/** The destination of a log's lines. */
export interface LogOutput {
  /** Writes a line, including its line end. Never throws, never waits. */
  write(line: string): void;
}

/** The most bytes that wait for a slow reader. Later lines are dropped and counted. */
const waitingMaxBytes = 1024 * 1024;

/**
 * A log on a stream, such as standard output. A slow or closed reader never blocks the program:
 * lines are dropped, and their number is written as soon as the reader continues.
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
          `${JSON.stringify({ level: 40, dropped, msg: 'lines of the log were dropped: nobody read them · 无人读取日志，部分内容已丢弃' })}\n`,
        );
      dropped = 0;
      stream.write(line);
    },
  };
}
