import { durationMs, oneOf, WrongWords, wholeNumber } from '../model/words.ts';
import { statusText } from '../status-text.ts';
import { type DeskCommand, plainCommand, waitForWords } from './command.ts';

/** What a tester does at the desk. */
export const deskCommands: Readonly<Record<string, DeskCommand>> = {
  status: plainCommand('status', 'the board, its cabinet and the line', ({ body }) => statusText(body)),
  trace: {
    usage: 'trace on | trace hex | trace off',
    help: 'shows what passes over the line',
    most: 1,
    read(words) {
      const mode = oneOf(words[0] ?? 'on', ['on', 'hex', 'off'], 'trace');
      return (desk) => {
        desk.setTrace(mode);
        return `trace ${mode}`;
      };
    },
  },
  wait: {
    usage: 'wait 2s | wait turn|fall|result|boot|host [30s]',
    help: 'for a time, or until a motor starts, a box falls, a result is known, the board has booted, the host speaks',
    most: 2,
    read(words) {
      const what = waitForWords.find((word) => word === words[0]);
      if (what !== undefined) {
        const limitMs = durationMs(words[1] ?? '60s', 'at most');
        return (desk) => desk.waitFor(what, limitMs);
      }
      if (!/^\d/.test(words[0] ?? '')) throw new WrongWords(`wait: 2s, or ${waitForWords.join(', ')}`);
      const forMs = durationMs(words[0], 'wait');
      return async (desk) => {
        await desk.pause(forMs);
        return `waited ${forMs} ms`;
      };
    },
  },
  seed: {
    usage: 'seed [7]',
    help: 'shows the seed of the dice, or begins them anew with this one',
    most: 1,
    read(words) {
      const seed = words[0] === undefined ? null : wholeNumber(words[0], 0, 4_294_967_295, 'seed');
      return ({ body }) => {
        if (seed !== null) body.reseed(seed);
        return `seed ${body.seed}`;
      };
    },
  },
  quit: plainCommand('quit', 'ends', (desk) => {
    desk.quit();
    return 'bye';
  }),
};
