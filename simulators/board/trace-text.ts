import type { Language } from '../../shared/contracts/meaning.ts';
import { boardKinds } from './model/boards.ts';
import { hexText } from './model/readable.ts';
import type { BoardRuntime } from './runtime.ts';
import type { RuntimeEvent } from './runtime-options.ts';

/** Who a trace line is about, in columns of equal width. */
const speakers = {
  en: { host: 'host  >', board: 'board <', note: 'board .', box: 'box   .' },
  zh: { host: '终端   >', board: '控制板 <', note: '控制板 .', box: '盒子   .' },
} as const;

/** A trace line: time, who, what; null for an event that is not shown. */
export function traceText(
  runtime: BoardRuntime,
  event: RuntimeEvent,
  mode: 'on' | 'hex',
  language: Language,
): string | null {
  if (event.kind === 'step') return null;
  const at = new Date(event.atMs).toISOString().slice(11, 23);
  const who = speakers[language];
  if (event.kind === 'wire') {
    const kind = boardKinds[runtime.driver];
    if (mode === 'on' && kind.idles(event.bytes)) return null;
    const said = mode === 'hex' ? hexText(event.bytes) : kind.describe(event.bytes);
    return `${at} ${who[event.from]} ${said}`;
  }
  if (event.kind === 'note') return `${at} ${who.note} ${event.text[language]}`;
  if (event.line.kind !== 'fell') return null;
  const { box, lane, by } = event.line;
  const en = `box ${box} fell from lane ${lane}, ${by === null ? 'unseen' : 'seen'}`;
  const zh = `货道 ${lane} 落下第 ${box} 盒，传感器${by === null ? '没有看到' : '看到了'}`;
  return `${at} ${who.box} ${language === 'zh' ? zh : en}`;
}
