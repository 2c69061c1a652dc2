import { Command, Option } from 'commander';
import { expect, it } from 'vitest';
import { usageError } from '../../cli/usage-error.ts';
import { whole } from '../../simulators/kiosks/flags.ts';

/** What commander says when a command with these options and arguments is called with `words`. */
function said(prepare: (command: Command) => Command, words: readonly string[]): string {
  let text = '';
  const command = prepare(new Command('yaoju')).exitOverride();
  for (const each of [command, ...command.commands])
    each.exitOverride().configureOutput({
      outputError: (message) => {
        text += message;
      },
    });
  expect(() => command.parse(words, { from: 'user' })).toThrow();
  return usageError(text);
}

const number = (text: string): number => {
  throw Object.assign(new Error(`${text} is no number`), { code: 'commander.invalidArgument' });
};

it.each<[string, (command: Command) => Command, string[], RegExp]>([
  [
    'an unknown command',
    (it) => it.addCommand(new Command('fleet')),
    ['flet'],
    /^unknown command 'flet' .*Did you mean fleet.* · 没有“flet”命令，是否指 fleet？$/,
  ],
  [
    'an unknown option',
    (it) => it.option('--config <file>'),
    ['--confg'],
    /^unknown option '--confg' .* · 没有“--confg”选项，是否指 --config？$/,
  ],
  ['an unknown option like no other', (it) => it, ['--zz'], /^unknown option '--zz' · 没有“--zz”选项$/],
  [
    'an option without its value',
    (it) => it.option('--config <file>'),
    ['--config'],
    /argument missing · 选项“--config <file>”缺少值$/,
  ],
  [
    'a wrong value',
    (it) => it.option('--count <n>', 'n', number),
    ['--count', 'x'],
    /x is no number · 选项“--count <n>”的值“x”不正确$/,
  ],
  [
    'why a value is wrong',
    (it) => it.option('--count <n>', 'n', whole(1, 5)),
    ['--count', '9'],
    /It should be a whole number from 1 to 5\. · 选项“--count <n>”的值“9”不正确：应为 1 至 5 的整数$/,
  ],
  [
    'a value that is not on the list',
    (it) => it.addOption(new Option('--language <l>').choices(['en', 'zh'])),
    ['--language', 'fr'],
    /Allowed choices are en, zh\. · 选项“--language <l>”的值“fr”不正确：应为 en、zh 之一$/,
  ],
  ['a missing option', (it) => it.requiredOption('--port <path>'), [], /not specified · 缺少必填选项“--port <path>”$/],
  ['a missing argument', (it) => it.argument('<file>'), [], /'file' · 缺少参数“file”$/],
  ['too many arguments', (it) => it.argument('[a]').allowExcessArguments(false), ['1', '2'], / · 参数过多$/],
])('says %s in one line of both languages', (_, prepare, words, line) => {
  expect(said(prepare, words)).toMatch(line);
});
