import { type Bilingual, bilingual } from '../../../shared/contracts/meaning.ts';
import { residentCard, withCheck } from '../../reader/card.ts';
import type { SimulatedFront } from '../front.ts';
import { named, oneOf, WrongWords } from '../model/words.ts';
import { type Action, CommandFailed, type TypedCommand } from './command.ts';

const faults = ['bad-checksum', 'lifted', 'silent', 'zero-pushed-in', 'not-licensed', 'none'] as const;

/** A number on a constructed card: 17 digits of which the check character follows, or all 18. */
function numberOf(word: string | undefined): string {
  if (word === undefined) return '000000199001010018';
  if (/^\d{17}$/.test(word)) return withCheck(word);
  if (/^\d{17}[\dXx]$/.test(word)) return word;
  throw new WrongWords(
    'a number of 17 digits, or of 18 with its check character',
    '号码应为 17 位数字，或含校验码的 18 位',
  );
}

const front =
  (act: (front: SimulatedFront) => Bilingual | Promise<Bilingual>): Action =>
  (session) => {
    if (session.front === null)
      throw new CommandFailed('there is no reader: begin with --reader-link', '没有读卡器：启动时请加 --reader-link');
    return act(session.front);
  };

/** The commands for the card reader and the scanner in front of the cabinet. */
export const frontCommands: Readonly<Record<string, TypedCommand>> = {
  card: {
    usage: 'card [00000019900101001]',
    help: bilingual('lays a constructed card on the reader', '把一张测试证件放到读卡器上'),
    maxWords: 1,
    read(words) {
      const card = residentCard(numberOf(words[0]));
      return front((at) => {
        at.lay(card);
        return bilingual('a card lies on the reader', '证件已放上');
      });
    },
  },
  lift: {
    usage: 'lift',
    help: bilingual('takes the card away, also too early', '拿开证件（也可在读完之前）'),
    maxWords: 0,
    read: () =>
      front((at) => {
        at.lift();
        return bilingual('no card', '证件已拿开');
      }),
  },
  'card-fault': {
    usage: `card-fault ${faults.join('|')}`,
    help: bilingual('the next reading goes wrong', '下一次读卡出错'),
    maxWords: 1,
    read(words) {
      const fault = oneOf(words[0] ?? 'bad-checksum', faults, named('card-fault'));
      return front((at) => {
        if (fault === 'none') at.mended();
        else at.fail(fault);
        return bilingual(`card-fault ${fault}`, fault === 'none' ? '读卡恢复正常' : '下一次读卡将出错');
      });
    },
  },
  reader: {
    usage: 'reader unplug | reader plug',
    help: bilingual('pulls the reader’s cable, or puts it back', '拔下或插上读卡器'),
    maxWords: 1,
    read(words) {
      const way = oneOf(words[0] ?? '', ['unplug', 'plug'], named('reader'));
      return front(async (at) => {
        if (way === 'unplug') at.unplug();
        else await at.plug();
        return bilingual(`reader ${way}ged`, way === 'plug' ? '读卡器已插上' : '读卡器已拔下');
      });
    },
  },
  scan: {
    usage: 'scan 48217730',
    help: bilingual('the scanner reads a code; ~ stands for a GS1 separator', '扫码器读到一个码；~ 表示 GS1 分隔符'),
    maxWords: 1,
    read(words) {
      const text = (words[0] ?? '').replaceAll('~', '\u001d');
      if (text === '') throw new WrongWords('which code', '请写出码的内容');
      return front((at) => {
        at.scan(text);
        return bilingual('scanned', '已扫码');
      });
    },
  },
};
