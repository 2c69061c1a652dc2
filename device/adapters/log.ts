import { type DestinationStream, type Logger, pino } from 'pino';
import pretty from 'pino-pretty';

export type { Logger };

/**
 * The log: JSON lines on standard output, laid out for people on a terminal; `YAOJU_LOG_LEVEL` (`info` if unset) says from which level on. On a
 * terminal a line is written at once, so that the last line before an end is there. Secrets are not handed to it; should one slip in by its name, it is masked.
 */
export function openLog(name: string, output: DestinationStream): Logger {
  const options = {
    name,
    level: process.env.YAOJU_LOG_LEVEL ?? 'info',
    redact: { paths: ['password', 'pin', 'secret', '*.password', '*.pin', '*.secret'], censor: '***' },
  };
  const terminal = process.stdout.isTTY;
  return pino(options, terminal ? pretty({ sync: true, ignore: 'pid,hostname' }) : output);
}
