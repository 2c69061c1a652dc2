import type { BoardCommand, BoardDriver } from '../model/board.ts';
import { boardKinds } from '../model/boards.ts';
import { WrongWords } from '../model/words.ts';
import { boardCommands } from './board.ts';
import { cabinetCommands } from './cabinet.ts';
import type { Action, TypedCommand } from './command.ts';
import { lineCommands } from './line.ts';
import { sessionCommands } from './session.ts';

const help: TypedCommand = {
  usage: 'help [command]',
  help: 'this list, or one command',
  maxWords: 1,
  read:
    (words) =>
    ({ runtime }) =>
      helpText(words[0], runtime.driver),
};

/** Every typed command by its first word, in the order of the help. */
const commands: Readonly<Record<string, TypedCommand>> = {
  help,
  ...cabinetCommands,
  ...boardCommands,
  ...lineCommands,
  ...sessionCommands,
};

/** Turns a command of one kind of board into a command of the session. */
function boardCommandOf(command: BoardCommand): TypedCommand {
  const read = (words: readonly string[], lanes: number): Action => {
    const play = command.read(words, lanes);
    return ({ runtime }) => runtime.do(play);
  };
  return { usage: command.usage, help: command.help, maxWords: command.maxWords, read };
}

function commandNamed(name: string, driver: BoardDriver): TypedCommand | null {
  if (Object.hasOwn(commands, name)) return commands[name] ?? null;
  const ofBoard = boardKinds[driver].commands;
  const command = Object.hasOwn(ofBoard, name) ? ofBoard[name] : undefined;
  return command === undefined ? null : boardCommandOf(command);
}

function helpText(name: string | undefined, driver: BoardDriver): string {
  if (name === undefined) {
    return [...Object.values(commands), ...Object.values(boardKinds[driver].commands)]
      .map(({ usage, help }) => `${usage.padEnd(52)} ${help}`)
      .join('\n');
  }
  const command = commandNamed(name, driver);
  if (command === null) throw new WrongWords(`no command ${JSON.stringify(name)}; help lists them all`);
  return `${command.usage}: ${command.help}`;
}

/** Reads one typed line; null for an empty line or a comment (`#`). Throws WrongWords. */
export function readCommand(line: string, driver: BoardDriver, lanes: number): Action | null {
  const [name, ...words] = line.replace(/#.*$/, '').trim().split(/\s+/);
  if (name === undefined || name === '') return null;
  const command = commandNamed(name, driver);
  if (command === null) {
    const all = [...Object.keys(commands), ...Object.keys(boardKinds[driver].commands)];
    const near = all.filter((other) => other.startsWith(name.slice(0, 2)));
    const hint = near.length > 0 ? `perhaps ${near.join(' or ')}` : 'help lists them all';
    throw new WrongWords(`no command ${JSON.stringify(name)}; ${hint}`);
  }
  if (words.length > command.maxWords) throw new WrongWords(`too many words, write: ${command.usage}`);
  return command.read(words, lanes);
}
