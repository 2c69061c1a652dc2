import { bilingual } from '../../../shared/contracts/meaning.ts';
import { named, oneOf, WrongWords } from '../model/words.ts';
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
    help: bilingual('cuts the power of the board, or gives it back', '切断或恢复控制板电源'),
    maxWords: 1,
    read(words) {
      const way = oneOf(words[0], ['off', 'on'], named('power'));
      return ({ runtime }) => {
        runtime.do((board, nowMs) => (way === 'off' ? board.powerOff(nowMs) : board.powerOn(nowMs, 'POWER')));
        return bilingual(`power ${way}`, way === 'off' ? '已断电' : '已上电');
      };
    },
  },
  reset: plainCommand('reset', bilingual('presses the reset button', '按复位键'), ({ runtime }) => {
    runtime.restart('RESET');
    return bilingual('reset', '已复位');
  }),
  hang: plainCommand(
    'hang',
    bilingual('the program hangs until the watchdog restarts it', '程序停住，直到看门狗重启它'),
    ({ runtime }) => {
      runtime.do((board, nowMs) => board.hang(nowMs));
      return bilingual('hangs until the watchdog restarts it', '程序已停住，等待看门狗重启');
    },
  ),
  swap: {
    usage: 'swap [serial]',
    help: bilingual(
      'installs another board; a spare that was used before still has its memory',
      '换上另一块控制板；用过的备件仍有自己的记录',
    ),
    maxWords: 1,
    read(words) {
      const [serial] = words;
      if (serial !== undefined && !/^[A-Za-z0-9-]{1,20}$/.test(serial)) {
        throw new WrongWords('serial: up to 20 letters, digits and -', '序列号：最多 20 个字母、数字和 -');
      }
      return ({ runtime }) => {
        runtime.swap(serial ?? nextSerial(runtime.board.serial));
        return bilingual(`board ${runtime.board.serial} is installed`, `已换上控制板 ${runtime.board.serial}`);
      };
    },
  },
  forget: plainCommand('forget', bilingual('the board loses its memory', '控制板丢失全部记录'), ({ runtime }) => {
    runtime.forget();
    return bilingual(`board ${runtime.board.serial} has lost its memory`, `控制板 ${runtime.board.serial} 已丢失记录`);
  }),
};
