import { events as enEvents } from '../../../fleet/console/texts/en/events.ts';
import { makeFormat } from '../../../fleet/console/texts/format.ts';
import { lineTextValues } from '../../../fleet/console/texts/ledger-line-text.ts';
import { events as zhEvents } from '../../../fleet/console/texts/zh/events.ts';
import type { Language } from '../../../shared/contracts/meaning.ts';
import { words as enWords } from '../../../shared/words/en.ts';
import { words as zhWords } from '../../../shared/words/zh.ts';
import { clockTime, type LogEntry } from '../log.ts';
import { plain } from '../plain-line.ts';
import { productName } from '../product-name.ts';

const texts = {
  en: { events: enEvents, words: enWords, format: makeFormat('en', 'UTC') },
  zh: { events: zhEvents, words: zhWords, format: makeFormat('zh', 'UTC') },
} as const;

const asIs = (code: string): string => code;

/** A ledger line as the console says it, with its number. */
function lineSentence(seq: number, line: string, language: Language): string {
  const { events, words, format } = texts[language];
  const fields = JSON.parse(line) as Readonly<Record<string, unknown>>;
  const sentence = events[String(fields.kind)]?.(
    lineTextValues(fields, words, format, (code) => productName(code, language), asIs),
  );
  const said = sentence ?? plain(line);
  return language === 'zh' ? `账本第 ${seq} 行：${said}` : `ledger line ${seq}: ${said}`;
}

const whoText = (who: string, language: Language): string => (who === 'fleet' && language === 'zh' ? '服务器' : who);

function entryText(entry: LogEntry, language: Language): string {
  if (entry.kind === 'wire') return entry.text;
  if (entry.kind === 'line') return lineSentence(entry.seq, entry.line, language);
  return entry.text[language];
}

/** Every entry of the log on a line of its own; ledger lines with all their fields. */
export function wholeLog(entries: readonly LogEntry[], language: Language): string[] {
  return entries.map((entry) => {
    const fields = entry.kind === 'line' ? ` [${plain(entry.line)}]` : '';
    const who = whoText(entry.who, language).padEnd(7);
    return `${clockTime(entry.atMs, language)}  ${who} ${entryText(entry, language)}${fields}`;
  });
}

/**
 * The log as a history: numbered parts, each with what began it, and its steps below in the order
 * of time. What the fleet does for every line is one line of each part, at the time of the last.
 */
export function history(entries: readonly LogEntry[], language: Language): string[] {
  const lines: string[] = [];
  let part = 0;
  let routine: LogEntry[] = [];
  let steps: [atMs: number, text: string][] = [];
  const step = (entry: LogEntry, text: string): void => {
    const time = clockTime(entry.atMs, language);
    const who = whoText(entry.who, language).padEnd(language === 'zh' ? 4 : 7);
    steps.push([entry.atMs, `     ${time}  ${who} ${text}`]);
  };
  const endPart = (): void => {
    const last = routine.at(-1);
    if (last !== undefined) step(last, routineText(routine.length, entryText(last, language), language));
    routine = [];
    lines.push(...steps.sort(([a], [b]) => a - b).map(([, text]) => text));
    steps = [];
  };
  for (const entry of entries) {
    if (entry.kind === 'routine') routine.push(entry);
    else if (entry.kind === 'begins') {
      endPart();
      part += 1;
      const who = whoText(entry.who, language);
      const [comma, colon] = language === 'zh' ? ['，', '：'] : [', ', ': '];
      lines.push(
        ...(part > 1 ? [''] : []),
        `${part}. ${clockTime(entry.atMs, language)}${comma}${who}${colon}${entryText(entry, language)}`,
      );
    } else step(entry, entryText(entry, language));
  }
  endPart();
  return lines;
}

function routineText(times: number, last: string, language: Language): string {
  if (times === 1) return last;
  return language === 'zh'
    ? `存储和确认 ${times} 次，最后一次：${last}`
    : `stores and confirms ${times} times, the last time: it ${last}`;
}
