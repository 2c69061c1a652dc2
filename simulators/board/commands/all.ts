import type { BoardDriver, BoardTrick } from '../model/board.ts';
import { boardKinds } from '../model/boards.ts';
import { WrongWords } from '../model/words.ts';
import { boardCommands } from './board.ts';
import { cabinetCommands } from './cabinet.ts';
import type { Action, DeskCommand } from './command.ts';
import { deskCommands } from './desk.ts';
import { lineCommands } from './line.ts';

const help: DeskCommand = {
  usage: 'help [command]',
  help: 'this list, or one command',
  most: 1,
  read:
    (words) =>
    ({ body }) =>
      helpText(words[0], body.driver),
};

/** Every typed command by its first word, in the order of the help. */
const commands: Readonly<Record<string, DeskCommand>> = {
  help,
  ...cabinetCommands,
  ...boardCommands,
  ...lineCommands,
  ...deskCommands,
};

/** A trick of one kind of board as a command of the desk. */
function trickCommand(trick: BoardTrick): DeskCommand {
  const read = (words: readonly string[], lanes: number): Action => {
    const play = trick.read(words, lanes);
    return ({ body }) => body.do(play);
  };
  return { usage: trick.usage, help: trick.help, most: trick.most, read };
}

function commandNamed(name: string, driver: BoardDriver): DeskCommand | null {
  if (Object.hasOwn(commands, name)) return commands[name] ?? null;
  const { tricks } = boardKinds[driver];
  const trick = Object.hasOwn(tricks, name) ? tricks[name] : undefined;
  return trick === undefined ? null : trickCommand(trick);
}

function helpText(name: string | undefined, driver: BoardDriver): string {
  if (name === undefined) {
    return [...Object.values(commands), ...Object.values(boardKinds[driver].tricks)]
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
    const all = [...Object.keys(commands), ...Object.keys(boardKinds[driver].tricks)];
    const near = all.filter((other) => other.startsWith(name.slice(0, 2)));
    const hint = near.length > 0 ? `perhaps ${near.join(' or ')}` : 'help lists them all';
    throw new WrongWords(`no command ${JSON.stringify(name)}; ${hint}`);
  }
  if (words.length > command.most) throw new WrongWords(`too many words, write: ${command.usage}`);
  return command.read(words, lanes);
}
