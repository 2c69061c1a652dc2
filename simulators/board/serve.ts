import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { type Bilingual, bilingual, type Language } from '../../shared/contracts/meaning.ts';
import { answerText, CommandSession } from './command-session.ts';
import { readCommand } from './commands/all.ts';
import { openFront, type SimulatedFront } from './front.ts';
import type { BoardDriver } from './model/board.ts';
import { boardKinds } from './model/boards.ts';
import { WrongWords } from './model/words.ts';
import type { OpenPort } from './port.ts';
import { ptyPort } from './pty.ts';
import { readRecording, recordTo } from './recording.ts';
import { ReplayReport } from './replay-report.ts';
import { BoardRuntime } from './runtime.ts';
import { openScreen } from './screen.ts';
import { realPort } from './serial.ts';
import { stateInDir, stateInMemory } from './state-dir.ts';

/** The flags of `yaoju board`. */
export interface BoardFlags {
  readonly driver: BoardDriver;
  readonly link?: string;
  readonly readerLink?: string;
  readonly scannerLink?: string;
  readonly port?: string;
  readonly baud?: number;
  readonly state?: string;
  readonly lanes: number;
  readonly boxes: number;
  readonly speed: number;
  readonly serial?: string;
  readonly seed?: number;
  readonly script?: string;
  readonly record?: string;
  readonly replay?: string;
  readonly lang: Language;
}

/** The caller's mistake, in one line: exit code 2. */
export class WrongUsage extends Error {
  readonly text: Bilingual;

  constructor(en: string, zh: string) {
    super(en);
    this.text = bilingual(en, zh);
  }
}

function portOf(flags: BoardFlags): OpenPort {
  if (flags.port === undefined) return ptyPort(flags.link ?? null);
  if (flags.link !== undefined)
    throw new WrongUsage('--link is for a pseudo-terminal, not for --port', '--link 用于伪终端，不能与 --port 同用');
  return realPort(flags.port, flags.baud ?? boardKinds[flags.driver].baudRate);
}

/**
 * The lines of a script. Each is parsed once so that a mistake is found before anything happens.
 */
function scriptOf(path: string, driver: BoardDriver, lanes: number): string[] {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    const why = `--script ${path}: ${(error as NodeJS.ErrnoException).code ?? error}`;
    throw new WrongUsage(why, why);
  }
  const lines = text.split('\n');
  for (const [index, line] of lines.entries()) {
    try {
      readCommand(line, driver, lanes);
    } catch (error) {
      if (error instanceof WrongWords)
        throw new WrongUsage(
          `${path} line ${index + 1}: ${error.text.en}`,
          `${path} 第 ${index + 1} 行：${error.text.zh}`,
        );
      throw error;
    }
  }
  return lines;
}

function runtimeOf(flags: BoardFlags, onFailure: (error: Error) => void): BoardRuntime {
  const { driver, lanes, boxes, speed } = flags;
  const openPort = portOf(flags);
  const recording = flags.replay === undefined ? undefined : readRecording(flags.replay);
  const state = flags.state === undefined ? stateInMemory() : stateInDir(flags.state);
  // A real line has its own speed.
  const baudRate = flags.port === undefined ? (flags.baud ?? boardKinds[driver].baudRate) : 0;
  const seed = flags.seed ?? Date.now() % 4_294_967_296;
  return new BoardRuntime({
    driver,
    openPort,
    state,
    lanes,
    boxes,
    speed,
    seed,
    baudRate,
    onFailure,
    ...(flags.serial === undefined ? {} : { serial: flags.serial }),
    ...(recording === undefined ? {} : { recording }),
  });
}

/** The simulated reader and scanner that were asked for; null for neither. */
async function frontOf(
  { readerLink, scannerLink }: BoardFlags,
  onFailure: (error: Error) => void,
): Promise<SimulatedFront | null> {
  if (readerLink === undefined && scannerLink === undefined) return null;
  const port = (link: string | undefined): OpenPort | null => (link === undefined ? null : ptyPort(link));
  return openFront({ reader: port(readerLink), scanner: port(scannerLink), onFailure });
}

/**
 * Anything that ends the command: `quit`, a signal, a failure, the end of a script or a recording.
 */
class Ending {
  readonly code: Promise<number>;
  #resolve: (code: number) => void = () => {};
  #reject: (error: Error) => void = () => {};

  constructor() {
    this.code = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
  }

  readonly end = (code: number): void => this.#resolve(code);
  readonly fail = (error: Error): void => this.#reject(error);
}

/** Runs a board until something ends it. Returns the exit code. Throws one plain sentence. */
export async function serveBoard(flags: BoardFlags): Promise<number> {
  const ending = new Ending();
  const language = flags.lang;
  const runtime = runtimeOf(flags, ending.fail);
  const closing: (() => void)[] = [() => runtime.close()];
  try {
    const script = flags.script === undefined ? null : scriptOf(flags.script, flags.driver, runtime.cabinet.lanes);
    if (flags.record !== undefined) {
      const recording = recordTo(flags.record, flags.driver);
      closing.push(recording.close, runtime.listen(recording.note));
    }
    const onScreen = script === null && process.stdin.isTTY && process.stdout.isTTY;
    const say = (text: string): void => void process.stdout.write(`${text}\n`);
    const front = await frontOf(flags, ending.fail);
    if (front !== null) closing.push(front.close);
    const session = new CommandSession({
      runtime,
      front,
      language,
      onTrace: onScreen ? () => {} : say,
      onQuit: () => ending.end(0),
    });
    const quit = (): void => session.quit();
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(signal, quit);
      closing.push(() => process.off(signal, quit));
    }
    process.stdout.on('error', quit);
    await runtime.start();

    if (onScreen) {
      const screen = openScreen(session, process.stdin, process.stdout);
      closing.push(screen.close);
      screen.say(
        language === 'zh' ? `串口 ${runtime.portPath} · 输入 help 查看命令` : `port ${runtime.portPath} · type help`,
      );
      if (flags.replay !== undefined) replayed(runtime, ending, language, screen.say);
    } else {
      say(`${language === 'zh' ? '串口' : 'port'} ${runtime.portPath}`);
      if (script !== null) scripted(session, script, say).then(ending.end, ending.fail);
      else {
        const input = createInterface({ input: process.stdin });
        closing.push(() => input.close());
        typed(session, input, say).catch(ending.fail);
        if (flags.replay !== undefined) replayed(runtime, ending, language, say);
      }
    }
    return await ending.code;
  } finally {
    for (const close of closing.reverse()) close();
  }
}

/**
 * Reports the progress of a recording, and ends with it: with an error if the host said something
 * else.
 */
function replayed(runtime: BoardRuntime, ending: Ending, language: Language, say: (text: string) => void): void {
  const report = new ReplayReport(runtime, (text) => say(text[language]));
  const look = (): void => {
    if (!report.step()) return;
    stop();
    const differences = report.differences();
    if (differences === null) ending.end(0);
    else ending.fail(new Error(differences[language]));
  };
  const stop = runtime.listen(look);
  look();
}

/**
 * Reads plain lines and prints one answer each. At the end of the input the board runs on until a
 * signal.
 */
async function typed(
  session: CommandSession,
  input: AsyncIterable<string>,
  say: (text: string) => void,
): Promise<void> {
  for await (const line of input) {
    const answer = await session.enter(line);
    if (answer !== null) say(answerText(answer, session.language));
  }
}

async function scripted(
  session: CommandSession,
  lines: readonly string[],
  say: (text: string) => void,
): Promise<number> {
  for (const [index, line] of lines.entries()) {
    const answer = await session.enter(line);
    if (answer === null) continue;
    if (answer.outcome !== 'done')
      throw new Error(
        session.language === 'zh'
          ? `脚本第 ${index + 1} 行：${answer.text}`
          : `script line ${index + 1}: ${answer.text}`,
      );
    say(answer.text);
  }
  return 0;
}
