import { durationMs, oneOf, WrongWords, wholeNumber } from '../model/words.ts';
import { statusText } from '../status-text.ts';
import { plainCommand, type TypedCommand, waitForWords } from './command.ts';

/** The commands for the session itself. */
export const sessionCommands: Readonly<Record<string, TypedCommand>> = {
  status: plainCommand('status', 'the board, its cabinet and the line', ({ runtime }) => statusText(runtime)),
  trace: {
    usage: 'trace on | trace hex | trace off',
    help: 'shows what passes over the line',
    maxWords: 1,
    read(words) {
      const mode = oneOf(words[0] ?? 'on', ['on', 'hex', 'off'], 'trace');
      return (session) => {
        session.setTrace(mode);
        return `trace ${mode}`;
      };
    },
  },
  wait: {
    usage: 'wait 2s | wait turn|fall|result|boot|host [30s]',
    help: 'for a time, or until a motor starts, a box falls, a result is known, the board has booted, the host speaks',
    maxWords: 2,
    read(words) {
      const what = waitForWords.find((word) => word === words[0]);
      if (what !== undefined) {
        const limitMs = durationMs(words[1] ?? '60s', 'at most');
        return (session) => session.waitFor(what, limitMs);
      }
      if (!/^\d/.test(words[0] ?? '')) throw new WrongWords(`wait: 2s, or ${waitForWords.join(', ')}`);
      const forMs = durationMs(words[0], 'wait');
      return async (session) => {
        await session.pause(forMs);
        return `waited ${forMs} ms`;
      };
    },
  },
  seed: {
    usage: 'seed [7]',
    help: 'shows the seed of the random faults, or starts them again from this seed',
    maxWords: 1,
    read(words) {
      const seed = words[0] === undefined ? null : wholeNumber(words[0], 0, 4_294_967_295, 'seed');
      return ({ runtime }) => {
        if (seed !== null) runtime.reseed(seed);
        return `seed ${runtime.seed}`;
      };
    },
  },
  quit: plainCommand('quit', 'ends', (session) => {
    session.quit();
    return 'bye';
  }),
};
