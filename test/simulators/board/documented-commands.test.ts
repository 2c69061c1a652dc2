import { describe, expect, it } from 'vitest';
import { readCommand } from '../../../simulators/board/commands/all.ts';
import type { CommandContext } from '../../../simulators/board/commands/command.ts';
import { boardKinds } from '../../../simulators/board/model/boards.ts';
import { projectFiles } from '../../tidy/source.ts';

const documents = [...projectFiles(/^docs\/tester(\.zh-CN)?\.md$/)].map(([path, text]) => ({ path, text }));

/** What the first columns of a document's tables show as typed. */
const typedIn = (text: string): string[] =>
  [...text.matchAll(/^\| (`[^|]*`) \|/gm)].flatMap(([, cell = '']) =>
    [...cell.matchAll(/`([^`]+)`/g)].map(([, typed = '']) => typed),
  );

const nameOf = (typed: string): string => typed.split(' ')[0] ?? '';

/** The names of all commands of a board, as its help lists them. */
async function commandNames(driver: 'lbp' | 'vmc3'): Promise<string[]> {
  const action = readCommand('help', driver, 6);
  const list = await action?.({ runtime: { driver } } as unknown as CommandContext);
  return (list?.en ?? '').split('\n').map(nameOf);
}

describe('the testers’ documents', () => {
  it('are there in both languages', () => expect(documents).toHaveLength(2));

  it.each(documents)('$path: every command that it shows is one', ({ text }) => {
    expect(typedIn(text).length).toBeGreaterThan(50);
    for (const typed of typedIn(text)) expect(readCommand(typed, 'vmc3', 6), typed).toBeTypeOf('function');
  });

  it.each(documents)('$path: it names every command of every board', async ({ text }) => {
    const shown = new Set(typedIn(text).map(nameOf));
    const all = await Promise.all((Object.keys(boardKinds) as (keyof typeof boardKinds)[]).map(commandNames));
    expect(all.flat().length).toBeGreaterThan(70);
    expect(all.flat().filter((name) => !shown.has(name))).toEqual([]);
  });
});
