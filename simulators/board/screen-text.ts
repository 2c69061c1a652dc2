import type { Language } from '../../shared/contracts/meaning.ts';
import type { LaneTruth } from './model/cabinet-lines.ts';
import type { BoardRuntime } from './runtime.ts';
import { boardText, boardWord, laneTrouble, lineText, stockText } from './status-text.ts';

/** What the screen shows in addition to the board. */
export interface ScreenView {
  /** Trace and answers, oldest first. */
  readonly log: readonly string[];
  readonly hex: boolean;
  /** The current input. */
  readonly input: string;
  readonly language: Language;
}

const CELL = 20;
const dim = (text: string): string => `\x1b[2m${text}\x1b[22m`;
const bold = (text: string): string => `\x1b[1m${text}\x1b[22m`;
const red = (text: string): string => `\x1b[31m${text}\x1b[39m`;
const yellow = (text: string): string => `\x1b[33m${text}\x1b[39m`;
const green = (text: string): string => `\x1b[32m${text}\x1b[39m`;
const reverse = (text: string): string => `\x1b[7m${text}\x1b[27m`;

const isWide = /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6]/;

/** The columns of a terminal that a text without colours takes: Chinese characters take two. */
export function columnsOf(text: string): number {
  let columns = 0;
  for (const sign of text) columns += isWide.test(sign) ? 2 : 1;
  return columns;
}

/** Cuts a text without colours to a width in columns, or pads it. */
function toWidth(text: string, width: number): string {
  const columns = columnsOf(text);
  if (columns <= width) return text + ' '.repeat(width - columns);
  let cut = '';
  for (const sign of text) {
    if (columnsOf(cut + sign) > width - 1) break;
    cut += sign;
  }
  return `${cut}…`.padEnd(cut.length + 1 + Math.max(0, width - 1 - columnsOf(cut)));
}

function laneCell(runtime: BoardRuntime, number: number, lane: LaneTruth, language: Language): string {
  const state = runtime.board.laneState(number);
  const trouble = laneTrouble(lane, language);
  const turning = runtime.cabinet.turningLane === number;
  const words = turning
    ? language === 'zh'
      ? '转动'
      : 'turns'
    : state === 'READY'
      ? trouble
      : `${boardWord(state, language)} ${trouble}`.trim();
  const text = toWidth(`${String(number).padStart(3)} ${String(lane.boxes).padStart(3)} ${words}`, CELL - 1);
  if (turning) return bold(green(text));
  if (state === 'ABSENT') return dim(text);
  if (state !== 'READY') return red(text);
  if (trouble !== '' || lane.boxes === 0) return yellow(text);
  return text;
}

/** The lanes as a table that is read column by column. */
function laneRows(runtime: BoardRuntime, columns: number, max: number, language: Language): string[] {
  const { lanes } = runtime.cabinet;
  const across = Math.max(1, Math.floor(columns / CELL));
  const down = Math.ceil(lanes / across);
  const rows: string[] = [];
  for (let row = 0; row < Math.min(down, max); row += 1) {
    const cells: string[] = [];
    for (let number = row + 1; number <= lanes; number += down) {
      const lane = runtime.cabinet.lane(number);
      if (lane !== null) cells.push(laneCell(runtime, number, lane, language));
    }
    rows.push(cells.join(' '));
  }
  if (down > max)
    rows[rows.length - 1] = dim(
      toWidth(
        language === 'zh'
          ? '    … 还有货道：请拉高窗口，或输入 status'
          : '    … more lanes: make the window higher, or type status',
        columns,
      ),
    );
  return rows;
}

/** The whole screen, one entry per row; `columns` and `rows` are the window's. */
export function screenRows(runtime: BoardRuntime, view: ScreenView, columns: number, rows: number): string[] {
  const { language } = view;
  const facts = [stockText(runtime, language), lineText(runtime, language)].map((text) => toWidth(` ${text}`, columns));
  const head = [reverse(toWidth(` ${boardText(runtime, language)}`, columns)), ...facts];
  const lanes = laneRows(runtime, columns, Math.max(1, Math.floor((rows - 5) / 2)), language);
  const [hex, readable] = language === 'zh' ? ['十六进制', '文字'] : ['hex', 'readable'];
  const wire = language === 'zh' ? '线路：' : 'wire, ';
  const tab = language === 'zh' ? 'Tab：' : 'Tab: ';
  const [now, other] = view.hex ? [hex, readable] : [readable, hex];
  const rule = dim(toWidth(`── ${wire}${now} ── ${tab}${other} ── help ── quit `, columns));
  const room = Math.max(0, rows - head.length - lanes.length - 2);
  const log = view.log.slice(-room || view.log.length).map((line) => toWidth(line, columns));
  if (room === 0) log.length = 0;
  while (log.length < room) log.push(toWidth('', columns));
  const shown = view.input.slice(-Math.max(0, columns - 4));
  const all = [...head, ...lanes, rule, ...log];
  return [...all.slice(0, Math.max(0, rows - 1)), toWidth(`> ${shown}`, columns)];
}
