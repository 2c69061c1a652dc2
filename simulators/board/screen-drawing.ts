import type { WriteStream } from 'node:tty';
import type { BoardRuntime } from './runtime.ts';
import { type ScreenView, screenRows } from './screen-text.ts';

const REDRAW_MS = 40;

/**
 * Draws the screen of a simulated board: only the rows that changed, and not more often than every
 * 40 ms.
 */
export class ScreenDrawing {
  readonly #runtime: BoardRuntime;
  readonly #output: WriteStream;
  readonly #view: () => ScreenView;
  /** The rows that are on the terminal. */
  #drawn: string[] = [];
  #timer: NodeJS.Timeout | null = null;
  #stopped = false;

  constructor(runtime: BoardRuntime, output: WriteStream, view: () => ScreenView) {
    this.#runtime = runtime;
    this.#output = output;
    this.#view = view;
  }

  /** Draws the present content and places the cursor after the input. */
  draw(): void {
    this.#timer = null;
    if (this.#stopped) return;
    const { columns, rows } = this.#output;
    const view = this.#view();
    const fresh = screenRows(this.#runtime, view, columns, rows);
    let out = '\x1b[?25l';
    for (const [row, text] of fresh.entries()) if (this.#drawn[row] !== text) out += `\x1b[${row + 1};1H${text}\x1b[K`;
    this.#drawn = fresh;
    const column = Math.min(view.input.length + 3, columns);
    this.#output.write(`${out}\x1b[${rows};${column}H\x1b[?25h`);
  }

  /** Draws within 40 ms, together with everything that happens until then. */
  drawSoon(): void {
    this.#timer ??= setTimeout(() => this.draw(), REDRAW_MS);
  }

  /** Draws every row again from now on, as if the terminal had lost them. */
  redrawAll(): void {
    this.#drawn = [];
  }

  /** The terminal has another size: clears it and draws everything again. */
  clear(): void {
    this.redrawAll();
    this.#output.write('\x1b[2J');
    this.drawSoon();
  }

  /** Stops drawing. */
  stop(): void {
    this.#stopped = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
  }
}
