import { bilingual, joinBilingual, splitBilingual } from '../shared/contracts/meaning.ts';

/** What commander says of wrong usage, and how it is said in Chinese. */
const sentences: readonly (readonly [said: RegExp, zh: (...parts: string[]) => string])[] = [
  [/^unknown option '(.+?)'/, (option) => `没有“${option}”选项`],
  [/^unknown command '(.+?)'/, (command) => `没有“${command}”命令`],
  [/^option '(.+?)' argument missing/, (option) => `选项“${option}”缺少值`],
  [
    /^option '(.+?)' (?:argument|value) '(.*?)'(?: from env '.+?')? is invalid/,
    (option, value) => `选项“${option}”的值“${value}”不正确`,
  ],
  [/^required option '(.+?)' not specified/, (option) => `缺少必填选项“${option}”`],
  [/^missing required argument '(.+?)'/, (argument) => `缺少参数“${argument}”`],
  [
    /^command-argument value '(.*?)' is invalid for argument '(.+?)'/,
    (value, argument) => `参数“${argument}”的值“${value}”不正确`,
  ],
  [/^too many arguments/, () => '参数过多'],
];

const suggestion = /\(Did you mean (?:one of )?(.+?)\?\)/;

/** What commander says of a value that is not one of a list. */
const choices = /Allowed choices are (.+?)\.$/;

/**
 * Wrong usage in one line of both languages, from the message of commander. The reason why a value
 * is invalid may be in both languages, joined.
 */
export function usageError(message: string): string {
  const line = message
    .trim()
    .replace(/^error: /, '')
    .replace(/\s*\n\s*/g, ' ');
  const { en, zh: reason } = splitBilingual(line) ?? bilingual(line, inChinese(choices.exec(line)?.[1]));
  const [zh = '用法不正确'] = sentences.flatMap(([said, say]) => {
    const found = said.exec(en);
    return found ? [say(...found.slice(1))] : [];
  });
  const meant = suggestion.exec(en)?.[1];
  const rest = meant === undefined ? reason && `：${reason}` : `，是否指 ${meant.replaceAll(', ', '、')}？`;
  return joinBilingual(bilingual(en, zh + rest));
}

const inChinese = (values: string | undefined): string =>
  values === undefined ? '' : `应为 ${values.replaceAll(', ', '、')} 之一`;
