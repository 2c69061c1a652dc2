import { bilingual } from '../../../shared/contracts/meaning.ts';
import { compareBooks, comparisonText } from '../comparison.ts';
import { ledgerOf } from '../kiosk-books.ts';
import { durationMs, named, oneOf, WrongWords, wholeNumber } from '../model/words.ts';
import { statusText } from '../status-text.ts';
import { plainCommand, type TraceMode, type TypedCommand, waitForWords } from './command.ts';

const traceInChinese: Readonly<Record<TraceMode, string>> = {
  on: '已开始显示线路收发',
  hex: '已开始显示线路收发的字节',
  off: '已停止显示线路收发',
};

/** The commands for the session itself. */
export const sessionCommands: Readonly<Record<string, TypedCommand>> = {
  status: plainCommand(
    'status',
    bilingual('the board, its cabinet and the line', '控制板、柜机和线路的状况'),
    ({ runtime }) => bilingual(statusText(runtime, 'en'), statusText(runtime, 'zh')),
  ),
  trace: {
    usage: 'trace on | trace hex | trace off',
    help: bilingual('shows what passes over the line', '显示线路上的收发内容'),
    maxWords: 1,
    read(words) {
      const mode = oneOf(words[0] ?? 'on', ['on', 'hex', 'off'], named('trace'));
      return (session) => {
        session.setTrace(mode);
        return bilingual(`trace ${mode}`, traceInChinese[mode]);
      };
    },
  },
  compare: {
    usage: 'compare [http://127.0.0.1:7080]',
    help: bilingual(
      'compares what really fell and stands in the lanes with the books of the kiosk at this address',
      '把实际落下的和货道内的盒数与该地址终端的账核对',
    ),
    maxWords: 1,
    read([kiosk = 'http://127.0.0.1:7080']) {
      if (!/^http:\/\/[\w.[\]:-]+$/.test(kiosk))
        throw new WrongWords(
          'compare: an address such as http://127.0.0.1:7080',
          'compare：应为地址，如 http://127.0.0.1:7080',
        );
      return async ({ runtime: { cabinet } }) => {
        const lines = await ledgerOf(kiosk);
        const numbers = Array.from({ length: cabinet.lanes }, (_, index) => index + 1);
        const boxes = new Map(numbers.map((lane) => [lane, cabinet.lane(lane)?.boxes ?? 0]));
        return comparisonText(compareBooks({ falls: cabinet.falls, boxes }, lines));
      };
    },
  },
  wait: {
    usage: 'wait 2s | wait turn|fall|result|boot|host [30s]',
    help: bilingual(
      'for a time, or until a motor starts, a box falls, a result is known, the board has booted, the host speaks',
      '等待一段时间，或等到电机转动、盒子落下、有了结果、控制板启动完成、终端发送消息',
    ),
    maxWords: 2,
    read(words) {
      const what = waitForWords.find((word) => word === words[0]);
      if (what !== undefined) {
        const limitMs = durationMs(words[1] ?? '60s', bilingual('at most', '最多等多久'));
        return (session) => session.waitFor(what, limitMs);
      }
      if (!/^\d/.test(words[0] ?? ''))
        throw new WrongWords(`wait: 2s, or ${waitForWords.join(', ')}`, `wait：2s，或 ${waitForWords.join('、')}`);
      const forMs = durationMs(words[0], named('wait'));
      return async (session) => {
        await session.pause(forMs);
        return bilingual(`waited ${forMs} ms`, `已等待 ${forMs} 毫秒`);
      };
    },
  },
  seed: {
    usage: 'seed [7]',
    help: bilingual(
      'shows the seed of the random faults, or starts them again from this seed',
      '查看随机干扰的种子，或从这个种子重新开始',
    ),
    maxWords: 1,
    read(words) {
      const seed = words[0] === undefined ? null : wholeNumber(words[0], 0, 4_294_967_295, named('seed'));
      return ({ runtime }) => {
        if (seed !== null) runtime.reseed(seed);
        return bilingual(`seed ${runtime.seed}`, `种子 ${runtime.seed}`);
      };
    },
  },
  quit: plainCommand('quit', bilingual('ends', '结束'), (session) => {
    session.quit();
    return bilingual('bye', '再见');
  }),
};
