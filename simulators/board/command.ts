import { Command, InvalidArgumentError } from 'commander';
import type { BoardDriver } from './model/board.ts';
import { boardKinds, isBoardDriver } from './model/boards.ts';
import { type BoardFlags, serveBoard, WrongUsage } from './serve.ts';

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
    .option('--speed <factor>', 'how many times faster than real motors', speedFlag, 1)
    .option('--serial <serial>', 'serial number of the board', serialFlag)
    .option('--seed <number>', 'of the random line faults', wholeFlag(0, 4_294_967_295))
    .option('--script <file>', 'typed commands from a file; ends after the last one')
    .option(
      '--replay <file>',
      'play such a file instead of a board; ends with it, with 1 if the host said something else',
    )
    .option('--record <file>', 'append what passes over the line to a file, as JSON lines')
    .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2))
    .action(runBoard);
}

async function runBoard(flags: BoardFlags): Promise<void> {
  try {
    process.exitCode = await serveBoard(flags);
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    process.stderr.write(`yaoju board: ${text}\n`);
    process.exitCode = error instanceof WrongUsage ? 2 : 1;
  }
}
