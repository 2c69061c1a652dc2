import { type DestinationStream, type Logger, pino } from 'pino';
import pretty from 'pino-pretty';

export type { Logger };

/**
 * The log: JSON lines on standard output, formatted for people if it is a terminal.
 * `YAOJU_LOG_LEVEL` sets the lowest level (`info` if unset). On a terminal a line is written at
 * once, so that the last line before an exit is shown. Secrets are not passed to it; if one is
 * passed under its usual name, it is masked.
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
