import { emitKeypressEvents, type Key } from 'node:readline';
import type { ReadStream, WriteStream } from 'node:tty';
import type { CommandSession } from './command-session.ts';
import { traceText } from './command-session.ts';
import type { RuntimeEvent } from './runtime-options.ts';
import { screenRows } from './screen-text.ts';

const REDRAW_MS = 40;
const LOG_LINES = 500;

/** A terminal with a log above and an input line below. */
export interface Screen {
  /** A line of its own in the log. */
  say(text: string): void;
  /** Gives the terminal back as it was. */
  close(): void;
}

/** The line being typed, with the lines typed before. */
class InputLine {
  text = '';
  #history: string[] = [];
  #at = 0;

  /** Takes what is typed. */
  enter(): string {
    const line = this.text;
    if (line.trim() !== '') this.#history.push(line);
    this.#at = this.#history.length;
    this.text = '';
    return line;
  }

  recall(step: -1 | 1): void {
    this.#at = Math.min(Math.max(0, this.#at + step), this.#history.length);
    this.text = this.#history[this.#at] ?? '';
  }
}

/** A full-screen session on a terminal: what is typed goes to `session`, what happens is shown. */
export function openScreen(session: CommandSession, input: ReadStream, output: WriteStream): Screen {
  const { runtime } = session;
  const line = new InputLine();
  const log: { readonly event: RuntimeEvent | null; readonly text: string }[] = [];
  let drawn: string[] = [];
  let timer: NodeJS.Timeout | null = null;
  let closed = false;

  const draw = (): void => {
    timer = null;
    if (closed) return;
    const { columns, rows } = output;
    const hex = session.trace === 'hex';
    const shown: string[] = [];
    for (const { event, text } of log) {
      const traced = event === null ? text : traceText(runtime, event, hex ? 'hex' : 'on');
      if (traced !== null) shown.push(traced);
    }
    const fresh = screenRows(runtime, { log: shown, hex, input: line.text }, columns, rows);
    let out = '\x1b[?25l';
    for (const [row, text] of fresh.entries()) if (drawn[row] !== text) out += `\x1b[${row + 1};1H${text}\x1b[K`;
    drawn = fresh;
    const column = Math.min(line.text.length + 3, columns);
    output.write(`${out}\x1b[${rows};${column}H\x1b[?25h`);
  };
  const redraw = (): void => {
    timer ??= setTimeout(draw, REDRAW_MS);
  };
  const add = (event: RuntimeEvent | null, text: string): void => {
    log.push({ event, text });
    if (log.length > LOG_LINES) log.splice(0, log.length - LOG_LINES);
    redraw();
  };
  const say = (text: string): void => {
    for (const part of text.split('\n')) add(null, part);
  };
  const enter = async (typed: string): Promise<void> => {
    if (typed.trim() !== '') say(`> ${typed}`);
    const answer = await session.enter(typed);
    if (answer !== null) say(answer.outcome === 'done' ? answer.text : `${answer.outcome}: ${answer.text}`);
  };
  const onKey = (text: string | undefined, key: Key): void => {
    if (key.ctrl && (key.name === 'c' || key.name === 'd')) session.quit();
    else if (key.name === 'return' || key.name === 'enter') void enter(line.enter());
    else if (key.name === 'tab') session.setTrace(session.trace === 'hex' ? 'on' : 'hex');
    else if (key.name === 'backspace') line.text = line.text.slice(0, -1);
    else if (key.ctrl && key.name === 'u') line.text = '';
    else if (key.ctrl && key.name === 'l') drawn = [];
    else if (key.name === 'up') line.recall(-1);
    else if (key.name === 'down') line.recall(1);
    else if (text !== undefined && !key.ctrl && !key.meta && /^[ -~]+$/.test(text)) line.text += text;
    redraw();
  };
  const onResize = (): void => {
    drawn = [];
    output.write('\x1b[2J');
    redraw();
  };
  const restore = (): void => void output.write('\x1b[?25h\x1b[?1049l');
  const close = (): void => {
    if (closed) return;
    closed = true;
    if (timer !== null) clearTimeout(timer);
    stop();
    input.off('keypress', onKey);
    output.off('resize', onResize);
    process.off('exit', restore);
    input.setRawMode(false);
    input.pause();
    restore();
  };

  const stop = runtime.listen((event) => {
    if (session.trace === 'off' || traceText(runtime, event, 'hex') === null) redraw();
    else add(event, '');
  });
  session.setTrace('on');
  output.write('\x1b[?1049h\x1b[2J');
  process.on('exit', restore);
  emitKeypressEvents(input);
  input.setRawMode(true);
  input.resume();
  input.on('keypress', onKey);
  output.on('resize', onResize);
  draw();
  return { say, close };
}
