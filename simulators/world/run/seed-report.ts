import type { Language } from '../../../shared/contracts/meaning.ts';
import type { FaultKind } from '../faults.ts';
import { clockTime } from '../log.ts';
import type { Outcome } from '../world.ts';
import { faultsInChinese } from './fault-words.ts';
import { history, wholeLog } from './history.ts';

/** The lines at the beginning and at the end of a long history that a report shows. */
const firstLines = 150;
const lastLines = 250;

/**
 * What a report shows. `wire`: also the bytes on the serial lines. `all`: every line of the log
 * instead of the history. `language`: English unless given.
 */
export interface ReportOptions {
  readonly wire?: boolean;
  readonly all?: boolean;
  readonly language?: Language;
}

/**
 * A report of one seed: the faults, what happened from the beginning on, and which promise was
 * broken, if any.
 */
export function seedReport(
  { seed, broken, faults, counts, log }: Outcome,
  { wire = false, all = false, language = 'en' }: ReportOptions = {},
): string {
  const entries = log.filter(({ kind }) => wire || kind !== 'wire');
  const logText = all ? wholeLog(entries, language) : history(entries, language);
  const name = (kind: string): string => (language === 'zh' ? faultsInChinese[kind as FaultKind] : kind);
  const zh = language === 'zh';
  const list = (names: readonly string[]): string => names.join(zh ? '、' : ', ') || (zh ? '无' : 'none');
  const occurred = Object.entries(counts).map(([kind, times]) => `${name(kind)} ${times}×`);
  return [
    zh ? `种子 ${seed}` : `Seed ${seed}`,
    `${zh ? '可能发生的故障：' : 'Faults switched on: '}${list(faults.map(name))}`,
    `${zh ? '实际发生的故障：' : 'Faults that occurred: '}${list(occurred)}`,
    '',
    ...(all ? logText : withoutMiddle(logText, language)),
    '',
    ...endOf(broken, language),
  ].join('\n');
}

/** A long history without its middle, and a line that says so. */
function withoutMiddle(lines: readonly string[], language: Language): string[] {
  const cut = lines.length - firstLines - lastLines;
  if (cut <= 0) return [...lines];
  const note =
    language === 'zh'
      ? `…… 此处略去 ${cut} 行，加 --all 可查看每一行 ……`
      : `… ${cut} lines are left out here; --all shows every line …`;
  return [...lines.slice(0, firstLines), '', note, '', ...lines.slice(-lastLines)];
}

/** The verdict; a broken promise is named as in the source, so that it can be searched for. */
function endOf(broken: Outcome['broken'], language: Language): string[] {
  const zh = language === 'zh';
  if (!broken) return [zh ? '全部承诺都得到遵守。' : 'All promises were kept.'];
  const at = clockTime(broken.atMs, language);
  return [
    `${zh ? '违反的承诺：' : 'Violation: '}${broken.rule}`,
    zh ? `${at}，${broken.who}：${broken.what}` : `At ${at}, ${broken.who}: ${broken.what}`,
  ];
}
