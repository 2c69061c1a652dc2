import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { Command, InvalidArgumentError } from 'commander';
import { BoardBody } from './body.ts';
import { TesterDesk } from './desk.ts';
import { readCommand } from './desk-commands.ts';
import type { BoardDriver } from './model/board.ts';
import { boardKinds, isBoardDriver } from './model/boards.ts';
import { WrongWords } from './model/words.ts';
import type { OpenPort } from './port.ts';
import { ptyPort } from './pty.ts';
import { recordTo } from './recording.ts';
import { realPort } from './serial.ts';
import { stateInDir, stateInMemory } from './state-dir.ts';

interface BoardFlags {
  readonly driver: BoardDriver;
  readonly link?: string;
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
}

/** Ends the process with 2: wrong usage, in one line. */
class WrongUsage extends Error {}

function wholeFlag(low: number, high: number): (text: string) => number {
  return (text) => {
    const value = /^\d{1,10}$/.test(text) ? Number(text) : Number.NaN;
    if (value >= low && value <= high) return value;
    throw new InvalidArgumentError(`It should be a whole number from ${low} to ${high}.`);
  };
}

function speedFlag(text: string): number {
  const value = Number(text);
  if (value >= 0.1 && value <= 1000) return value;
  throw new InvalidArgumentError('It should be a number from 0.1 to 1000.');
}

function driverFlag(text: string): BoardDriver {
  if (isBoardDriver(text)) return text;
  throw new InvalidArgumentError(`It should be one of: ${Object.keys(boardKinds).join(', ')}.`);
}

function serialFlag(text: string): string {
  if (/^[A-Za-z0-9-]{1,20}$/.test(text)) return text;
  throw new InvalidArgumentError('It should be up to 20 letters, digits and -.');
}

/** `yaoju board`: a simulated lane board for testers. */
export function boardCommand(): Command {
  return new Command('board')
    .description('a simulated lane board on a pseudo-terminal: type `help` when it runs')
    .option('--driver <driver>', `protocol: ${Object.keys(boardKinds).join(' or ')}`, driverFlag, 'lbp')
    .option('--link <path>', 'a link that always points to the pseudo-terminal')
    .option('--port <path>', 'speak on a real serial port instead')
    .option('--baud <rate>', 'line speed, 0 for none at all', wholeFlag(0, 4_000_000))
    .option('--state <dir>', 'keep boxes and memory here over restarts')
    .option('--lanes <count>', 'lanes of a new cabinet', wholeFlag(1, 999), 40)
    .option('--boxes <count>', 'boxes in each lane of a new cabinet', wholeFlag(0, 1000), 10)
    .option('--speed <factor>', 'how many times as fast as life the motors run', speedFlag, 1)
    .option('--serial <serial>', 'serial number of the board', serialFlag)
    .option('--seed <number>', 'of the dice for line faults', wholeFlag(0, 4_294_967_295))
    .option('--script <file>', 'typed commands from a file; ends after the last one')
    .option('--record <file>', 'append what passes over the line to a file, as JSON lines')
    .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2))
    .action(runBoard);
}

async function runBoard(flags: BoardFlags): Promise<void> {
  try {
    process.exitCode = await serve(flags);
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    process.stderr.write(`yaoju board: ${text}\n`);
    process.exitCode = error instanceof WrongUsage ? 2 : 1;
  }
}

function portOf(flags: BoardFlags): OpenPort {
  if (flags.port === undefined) return ptyPort(flags.link ?? null);
  if (flags.link !== undefined) throw new WrongUsage('--link is for a pseudo-terminal, not for --port');
  return realPort(flags.port, flags.baud ?? boardKinds[flags.driver].baudRate);
}

/** The lines of a script, each read once so that a mistake is found before anything happens. */
function scriptOf(path: string, driver: BoardDriver, lanes: number): string[] {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw new WrongUsage(`--script ${path}: ${(error as NodeJS.ErrnoException).code ?? error}`);
  }
  const lines = text.split('\n');
  for (const [index, line] of lines.entries()) {
    try {
      readCommand(line, driver, lanes);
    } catch (error) {
      if (error instanceof WrongWords) throw new WrongUsage(`${path} line ${index + 1}: ${error.message}`);
      throw error;
    }
  }
  return lines;
}

/** Runs until `quit`, a signal, or the end of the script; answers the exit code. */
async function serve(flags: BoardFlags): Promise<number> {
  const openPort = portOf(flags);
  const state = flags.state === undefined ? stateInMemory() : stateInDir(flags.state);
  const { driver, lanes, boxes, speed } = flags;
  const lineBaud = flags.port === undefined ? (flags.baud ?? boardKinds[driver].baudRate) : 0;
  const seed = flags.seed ?? Date.now() % 4_294_967_296;
  const body = new BoardBody({
    ...{ driver, openPort, state, lanes, boxes, speed, seed, baudRate: lineBaud },
    ...(flags.serial === undefined ? {} : { serial: flags.serial }),
  });
  const script = flags.script === undefined ? null : scriptOf(flags.script, driver, body.cabinet.lanes);
  const recording = flags.record === undefined ? null : recordTo(flags.record, driver);
  if (recording !== null) body.listen((event) => recording.note(event));

  let end: (code: number) => void = () => {};
  const ended = new Promise<number>((resolve) => {
    end = resolve;
  });
  const say = (text: string): void => void process.stdout.write(`${text}\n`);
  const desk = new TesterDesk({ body, onTrace: say, onQuit: () => end(0) });
  const closing = new AbortController();
  const onSignal = (): void => desk.quit();
  process.stdout.on('error', onSignal);
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  try {
    await body.start();
    say(`port ${body.portPath}`);
    const talk = script === null ? typed(desk, say, closing.signal) : scripted(desk, script, say);
    talk.then(
      (code) => code !== null && end(code),
      (error: unknown) => {
        process.stderr.write(`yaoju board: ${error instanceof Error ? error.message : String(error)}\n`);
        end(1);
      },
    );
    return await ended;
  } finally {
    process.off('SIGINT', onSignal);
    process.off('SIGTERM', onSignal);
    body.close();
    recording?.close();
    closing.abort();
  }
}

/** Plain lines in, an answer each out. The end of the input leaves the board running until a signal. */
async function typed(desk: TesterDesk, say: (text: string) => void, signal: AbortSignal): Promise<null> {
  const input = createInterface({ input: process.stdin, signal });
  for await (const line of input) {
    const answer = await desk.enter(line);
    if (answer !== null) say(answer.outcome === 'done' ? answer.text : `${answer.outcome}: ${answer.text}`);
  }
  return null;
}

async function scripted(desk: TesterDesk, lines: readonly string[], say: (text: string) => void): Promise<number> {
  for (const [index, line] of lines.entries()) {
    const answer = await desk.enter(line);
    if (answer === null) continue;
    say(answer.text);
    if (answer.outcome !== 'done') throw new Error(`script line ${index + 1}: ${answer.text}`);
  }
  return 0;
}
