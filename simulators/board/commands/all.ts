import { editDistance } from '../../../shared/config/edit-distance.ts';
import { type Bilingual, bilingual, type Language } from '../../../shared/contracts/meaning.ts';
import type { BoardCommand, BoardDriver } from '../model/board.ts';
import { boardKinds } from '../model/boards.ts';
import { WrongWords } from '../model/words.ts';
import { boardCommands } from './board.ts';
import { cabinetCommands } from './cabinet.ts';
import type { Action, TypedCommand } from './command.ts';
import { frontCommands } from './front.ts';
import { lineCommands } from './line.ts';
import { sessionCommands } from './session.ts';

const help: TypedCommand = {
  usage: 'help [command]',
  help: bilingual('this list, or one command', '本列表，或一条命令的说明'),
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
  ...frontCommands,
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

function helpText(name: string | undefined, driver: BoardDriver): Bilingual {
  if (name === undefined) {
    const all = [...Object.values(commands), ...Object.values(boardKinds[driver].commands)];
    const list = (language: Language): string =>
      all.map(({ usage, help }) => `${usage.padEnd(52)} ${help[language]}`).join('\n');
    return bilingual(list('en'), list('zh'));
  }
  const command = commandNamed(name, driver);
  if (command === null) throw noCommand(name, bilingual('help lists them all', '全部命令见 help'));
  return bilingual(`${command.usage}: ${command.help.en}`, `${command.usage}：${command.help.zh}`);
}

const noCommand = (name: string, hint: Bilingual): WrongWords =>
  new WrongWords(`no command ${JSON.stringify(name)}; ${hint.en}`, `没有命令“${name}”；${hint.zh}`);

/** Whether a name may be meant that was mistyped: its beginning, or one or two letters off. */
const isNear = (typed: string, name: string): boolean =>
  (typed.length > 1 && name.startsWith(typed)) || editDistance(typed, name) <= (name.length > 4 ? 2 : 1);

/** Reads one typed line; null for an empty line or a comment (`#`). Throws WrongWords. */
export function readCommand(line: string, driver: BoardDriver, lanes: number): Action | null {
  const [name, ...words] = line.replace(/#.*$/, '').trim().split(/\s+/);
  if (name === undefined || name === '') return null;
  const command = commandNamed(name, driver);
  if (command === null) {
    const all = [...Object.keys(commands), ...Object.keys(boardKinds[driver].commands)];
    const near = all.filter((other) => isNear(name, other));
    throw noCommand(
      name,
      near.length > 0
        ? bilingual(`perhaps ${near.join(' or ')}`, `是否要写 ${near.join(' 或 ')}？`)
        : bilingual('help lists them all', '全部命令见 help'),
    );
  }
  if (words.length > command.maxWords)
    throw new WrongWords(`too many words, write: ${command.usage}`, `多写了，应写：${command.usage}`);
  return command.read(words, lanes);
}
