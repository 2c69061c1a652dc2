import { emitKeypressEvents, type Key } from 'node:readline';
import type { ReadStream, WriteStream } from 'node:tty';
import { answerText, type CommandSession } from './command-session.ts';
import type { RuntimeEvent } from './runtime-options.ts';
import { ScreenDrawing } from './screen-drawing.ts';
import { traceText } from './trace-text.ts';

const LOG_LINES = 500;

/** A terminal with a log above and an input line below. */
export interface Screen {
  /** Adds a line to the log. */
  say(text: string): void;
  /** Restores the terminal. */
  close(): void;
}

/** The line being typed, with the lines typed before. */
class InputLine {
  text = '';
  #history: string[] = [];
  #at = 0;

  /** Takes the input and clears it. */
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

/** Answers and traffic, oldest first; only the latest entries are kept. */
class ScreenLog {
  readonly #session: CommandSession;
  readonly #entries: (string | RuntimeEvent)[] = [];

  constructor(session: CommandSession) {
    this.#session = session;
  }

  add(entry: string | RuntimeEvent): void {
    this.#entries.push(entry);
    if (this.#entries.length > LOG_LINES) this.#entries.splice(0, this.#entries.length - LOG_LINES);
  }

  /** As text, in the session's present trace mode. */
  lines(): string[] {
    const { runtime, trace, language } = this.#session;
    return this.#entries.flatMap((entry) => {
      const text =
        typeof entry === 'string' ? entry : traceText(runtime, entry, trace === 'hex' ? 'hex' : 'on', language);
      return text === null ? [] : [text];
    });
  }
}

/** Handles a key: for the input line, the session, or the screen. */
function pressKey(
  text: string | undefined,
  key: Key,
  on: {
    readonly session: CommandSession;
    readonly line: InputLine;
    readonly drawing: ScreenDrawing;
    readonly enter: (typed: string) => void;
  },
): void {
  const { session, line, drawing, enter } = on;
  if (key.ctrl && (key.name === 'c' || key.name === 'd')) session.quit();
  else if (key.name === 'return' || key.name === 'enter') enter(line.enter());
  else if (key.name === 'tab') session.setTrace(session.trace === 'hex' ? 'on' : 'hex');
  else if (key.name === 'backspace') line.text = line.text.slice(0, -1);
  else if (key.ctrl && key.name === 'u') line.text = '';
  else if (key.ctrl && key.name === 'l') drawing.redrawAll();
  else if (key.name === 'up') line.recall(-1);
  else if (key.name === 'down') line.recall(1);
  else if (text !== undefined && !key.ctrl && !key.meta && /^[ -~]+$/.test(text)) line.text += text;
  drawing.drawSoon();
}

/** A full-screen session on a terminal: the input goes to `session`, and its events are shown. */
export function openScreen(session: CommandSession, input: ReadStream, output: WriteStream): Screen {
  const { runtime } = session;
  const line = new InputLine();
  const log = new ScreenLog(session);
  const drawing = new ScreenDrawing(runtime, output, () => ({
    log: log.lines(),
    hex: session.trace === 'hex',
    input: line.text,
    language: session.language,
  }));

  const say = (text: string): void => {
    for (const part of text.split('\n')) log.add(part);
    drawing.drawSoon();
  };
  const enter = async (typed: string): Promise<void> => {
    if (typed.trim() !== '') say(`> ${typed}`);
    const answer = await session.enter(typed);
    if (answer !== null) say(answerText(answer, session.language));
  };
  const onKey = (text: string | undefined, key: Key): void =>
    pressKey(text, key, { session, line, drawing, enter: (typed) => void enter(typed) });
  const onResize = (): void => drawing.clear();
  const restore = (): void => void output.write('\x1b[?25h\x1b[?1049l');
  let closed = false;
  const close = (): void => {
    if (closed) return;
    closed = true;
    drawing.stop();
    stop();
    input.off('keypress', onKey);
    output.off('resize', onResize);
    process.off('exit', restore);
    input.setRawMode(false);
    input.pause();
    restore();
  };

  const stop = runtime.listen((event) => {
    if (session.trace !== 'off' && traceText(runtime, event, 'hex', session.language) !== null) log.add(event);
    drawing.drawSoon();
  });
  session.setTrace('on');
  output.write('\x1b[?1049h\x1b[2J');
  process.on('exit', restore);
  emitKeypressEvents(input);
  input.setRawMode(true);
  input.resume();
  input.on('keypress', onKey);
  output.on('resize', onResize);
  drawing.draw();
  return { say, close };
}
