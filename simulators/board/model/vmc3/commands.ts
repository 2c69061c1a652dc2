import { bilingual } from '../../../../shared/contracts/meaning.ts';
import type { BoardCommand, BoardModel } from '../board.ts';
import { named, oneOf, WrongWords, wholeNumber } from '../words.ts';
import { bigEndian, command } from './frame.ts';
import { type Vmc3Settings, vmc3Settings } from './settings.ts';
import { Vmc3Board } from './vmc3-board.ts';

function vmc3(board: BoardModel): Vmc3Board {
  if (board instanceof Vmc3Board) return board;
  throw new Error('this board is not a vmc3');
}

const settingNames = Object.keys(vmc3Settings) as (keyof Vmc3Settings)[];

function byteOf(word: string | undefined, what: string): number {
  const match = /^(?:0x)?([0-9a-f]{1,2})$/i.exec(word ?? '');
  if (match?.[1] === undefined)
    throw new WrongWords(
      `${what}: a byte in hex such as 04 or FF, not ${word ?? 'nothing'}`,
      `${what}：应为十六进制的一个字节，如 04 或 FF，${word === undefined ? '没有填写' : `不能是“${word}”`}`,
    );
  return Number.parseInt(match[1], 16);
}

const interjections: Readonly<Record<string, { readonly code: number; readonly text: readonly number[] }>> = {
  key: { code: command.selected, text: [0, 1] },
  cancel: { code: command.selected, text: [0, 0] },
  loaded: { code: command.loaded, text: [] },
  money: { code: command.money, text: [1, ...bigEndian(100, 4)] },
  credit: { code: command.credit, text: bigEndian(100, 4) },
  menu: { code: command.operatorMenu, text: [] },
  unknown: { code: 0x99, text: [1, 2, 3] },
};

/** The commands that exist only for a VMC. */
export const vmc3Commands: Readonly<Record<string, BoardCommand>> = {
  setting: {
    usage: 'setting [name [value]]',
    help: bilingual(
      'shows or changes the settings of this board: pollMs, loseAcks, statusLateMs, pauseAfter, …',
      '查看或修改这块控制板的设置：pollMs、loseAcks、statusLateMs、pauseAfter 等',
    ),
    maxWords: 2,
    read(words) {
      if (words.length === 0) {
        return (board) => named(settingNames.map((name) => `${name} ${vmc3(board).settings[name]}`).join(', '));
      }
      const name = oneOf(words[0], settingNames, named('setting'));
      if (words.length === 1) return (board) => named(`${name} ${vmc3(board).settings[name]}`);
      const value = wholeNumber(words[1], 0, 1_000_000, named(name));
      return (board) => {
        vmc3(board).settings[name] = value;
        return named(`${name} ${value}`);
      };
    },
  },
  final: {
    usage: 'final 3 04|none|true',
    help: bilingual(
      'lane 3 always ends with this 0x04 code, or with none, or with the truth again',
      '货道 3 总以此 0x04 代码结束，或不发结束代码（none），或恢复真实结果（true）',
    ),
    maxWords: 2,
    read(words, lanes) {
      const lane = wholeNumber(words[0], 1, lanes, bilingual('which lane', '货道号'));
      const [, word] = words;
      const code = word === 'none' ? word : word === 'true' ? null : byteOf(word, 'final');
      return (board) => {
        if (code === null) vmc3(board).finals.delete(lane);
        else vmc3(board).finals.set(lane, code);
        return bilingual(`lane ${lane} ends with ${word}`, `货道 ${lane} 以 ${word} 结束`);
      };
    },
  },
  interject: {
    usage: 'interject key|cancel|loaded|money|credit|menu|unknown',
    help: bilingual('a data frame that nobody asked for', '发送一个没有人请求的数据帧'),
    maxWords: 1,
    read(words) {
      const name = oneOf(words[0], Object.keys(interjections), named('interject'));
      return (board) => {
        const frame = interjections[name];
        if (frame !== undefined) vmc3(board).interject(frame.code, frame.text);
        return bilingual(`interjected ${name}`, `已插入 ${name}`);
      };
    },
  },
  unpause: {
    usage: 'unpause',
    help: bilingual('all lanes leave their pause', '全部货道结束暂停'),
    maxWords: 0,
    read: () => (board) => {
      vmc3(board).unpause();
      return bilingual('no lane is paused', '没有货道在暂停');
    },
  },
};
