import type { LaneTruth } from './model/cabinet-lines.ts';
import type { BoardRuntime } from './runtime.ts';
import { boardText, laneTrouble, lineText, stockText } from './status-text.ts';

/** What the screen shows in addition to the board. */
export interface ScreenView {
  /** Trace and answers, oldest first. */
  readonly log: readonly string[];
  readonly hex: boolean;
  /** The current input. */
  readonly input: string;
}

const CELL = 20;
const dim = (text: string): string => `\x1b[2m${text}\x1b[22m`;
const bold = (text: string): string => `\x1b[1m${text}\x1b[22m`;
const red = (text: string): string => `\x1b[31m${text}\x1b[39m`;
const yellow = (text: string): string => `\x1b[33m${text}\x1b[39m`;
const green = (text: string): string => `\x1b[32m${text}\x1b[39m`;
const reverse = (text: string): string => `\x1b[7m${text}\x1b[27m`;

/** Cuts a text without colours to a width, or pads it. */
function toWidth(text: string, width: number): string {
  return text.length > width ? `${text.slice(0, Math.max(0, width - 1))}…` : text.padEnd(width);
}

function laneCell(runtime: BoardRuntime, number: number, lane: LaneTruth): string {
  const state = runtime.board.laneState(number);
  const trouble = laneTrouble(lane);
  const turning = runtime.cabinet.turningLane === number;
  const words = turning ? 'turns' : state === 'READY' ? trouble : `${state} ${trouble}`.trim();
  const text = toWidth(`${String(number).padStart(3)} ${String(lane.boxes).padStart(3)} ${words}`, CELL - 1);
  if (turning) return bold(green(text));
  if (state === 'ABSENT') return dim(text);
  if (state !== 'READY') return red(text);
  if (trouble !== '' || lane.boxes === 0) return yellow(text);
  return text;
}

/** The lanes as a table that is read column by column. */
function laneRows(runtime: BoardRuntime, columns: number, max: number): string[] {
  const { lanes } = runtime.cabinet;
  const across = Math.max(1, Math.floor(columns / CELL));
  const down = Math.ceil(lanes / across);
  const rows: string[] = [];
  for (let row = 0; row < Math.min(down, max); row += 1) {
    const cells: string[] = [];
    for (let number = row + 1; number <= lanes; number += down) {
      const lane = runtime.cabinet.lane(number);
      if (lane !== null) cells.push(laneCell(runtime, number, lane));
    }
    rows.push(cells.join(' '));
  }
  if (down > max)
    rows[rows.length - 1] = dim(toWidth('    … more lanes: make the window higher, or type status', columns));
  return rows;
}

/** The whole screen, one entry per row; `columns` and `rows` are the window's. */
export function screenRows(runtime: BoardRuntime, view: ScreenView, columns: number, rows: number): string[] {
  const facts = [stockText(runtime), lineText(runtime)].map((text) => toWidth(` ${text}`, columns));
  const head = [reverse(toWidth(` ${boardText(runtime)}`, columns)), ...facts];
  const lanes = laneRows(runtime, columns, Math.max(1, Math.floor((rows - 5) / 2)));
  const rule = dim(
    toWidth(
      `── wire, ${view.hex ? 'hex' : 'readable'} ── Tab: ${view.hex ? 'readable' : 'hex'} ── help ── quit `,
      columns,
    ),
  );
  const room = Math.max(0, rows - head.length - lanes.length - 2);
  const log = view.log.slice(-room || view.log.length).map((line) => toWidth(line, columns));
  if (room === 0) log.length = 0;
  while (log.length < room) log.push(toWidth('', columns));
  const shown = view.input.slice(-Math.max(0, columns - 4));
  const all = [...head, ...lanes, rule, ...log];
  return [...all.slice(0, Math.max(0, rows - 1)), toWidth(`> ${shown}`, columns)];
}
