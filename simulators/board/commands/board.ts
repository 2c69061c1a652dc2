import { oneOf, WrongWords } from '../model/words.ts';
import { plainCommand, type TypedCommand } from './command.ts';

/** The next serial of the same kind: LB00417 → LB00418. */
function nextSerial(serial: string): string {
  const digits = /\d+$/.exec(serial)?.[0];
  if (digits === undefined) return `${serial}2`;
  const next = String(Number(digits) + 1).padStart(digits.length, '0');
  return serial.slice(0, -digits.length) + next;
}

/** The commands for the board itself. */
export const boardCommands: Readonly<Record<string, TypedCommand>> = {
  power: {
    usage: 'power off | power on',
    help: 'cuts the power of the board, or gives it back',
    maxWords: 1,
    read(words) {
      const way = oneOf(words[0], ['off', 'on'], 'power');
      return ({ runtime }) => {
        runtime.do((board, nowMs) => (way === 'off' ? board.powerOff(nowMs) : board.powerOn(nowMs, 'POWER')));
        return `power ${way}`;
      };
    },
  },
  reset: plainCommand('reset', 'presses the reset button', ({ runtime }) => {
    runtime.restart('RESET');
    return 'reset';
  }),
  hang: plainCommand('hang', 'the program hangs until the watchdog restarts it', ({ runtime }) => {
    runtime.do((board, nowMs) => board.hang(nowMs));
    return 'hangs until the watchdog restarts it';
  }),
  swap: {
    usage: 'swap [serial]',
    help: 'installs another board; a spare that was used before still has its memory',
    maxWords: 1,
    read(words) {
      const [serial] = words;
      if (serial !== undefined && !/^[A-Za-z0-9-]{1,20}$/.test(serial)) {
        throw new WrongWords('serial: up to 20 letters, digits and -');
      }
      return ({ runtime }) => {
        runtime.swap(serial ?? nextSerial(runtime.board.serial));
        return `board ${runtime.board.serial} is installed`;
      };
    },
  },
  forget: plainCommand('forget', 'the board loses its memory', ({ runtime }) => {
    runtime.forget();
    return `board ${runtime.board.serial} has lost its memory`;
  }),
};
