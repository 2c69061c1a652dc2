import { dirname, join, normalize } from 'node:path';
import { describe, expect, it } from 'vitest';
import { commandsIn, pathsIn } from './docs.ts';
import { projectFiles } from './source.ts';

const files = projectFiles(/./);
const paths = [...files.keys()];
const documents = paths.filter((path) => path.endsWith('.md') && path !== 'CHANGELOG.md');
const text = (path: string): string => files.get(path) ?? '';

/**
 * Whether a file exists, by its whole path or by the end of it (`lbp/turn.ts`); a folder likewise.
 */
function isThere(name: string): boolean {
  if (name.endsWith('/')) return paths.some((path) => path.startsWith(name) || path.includes(`/${name}`));
  return files.has(name) || paths.some((path) => path.endsWith(`/${name}`));
}

/** npm's own commands in the documents. */
const ofNpm = new Set(['ci', 'install', 'start', 'test', 'link']);
const scripts: Readonly<Record<string, string>> = JSON.parse(text('package.json')).scripts;

/** The source of each sub-command of `yaoju`, from the table in `cli/main.ts`. */
const subCommands = new Map(
  [...text('cli/main.ts').matchAll(/^ {2}(\w+): \{[\s\S]*?import\('([^']+)'\)/gm)].map(([, name = '', from = '']) => [
    name,
    text(normalize(join('simulators', from))),
  ]),
);

/** The source that an npm script runs, if it is a file of the project. */
function sourceOf(script: string): string | null {
  const built = /dist\/([\w./-]+)\.js/.exec(script)?.[1];
  const plain = /(scripts\/[\w-]+\.mjs)$/.exec(script)?.[1];
  return built ? text(`${built}.ts`) : plain ? text(plain) : null;
}

describe('documents', () => {
  it('SECURITY.md names every folder of attacks', () => {
    const doors = paths.flatMap((path) => /^test\/attacks\/(?!support\/)[\w-]+/.exec(path)?.[0] ?? []);
    const named = text('SECURITY.md');
    expect([...new Set(doors)].filter((door) => !named.includes(`\`${door}\``))).toEqual([]);
  });

  it.each(documents)('%s: every path that it names exists', (document) => {
    const { links, named } = pathsIn(text(document));
    const broken = links.filter((to) => !isThere(normalize(join(dirname(document), to))));
    expect([...broken, ...named.filter((name) => !isThere(name))]).toEqual([]);
  });

  it.each(documents)('%s: every command and flag that it shows exists', (document) => {
    const wrong = commandsIn(text(document)).flatMap(({ program, name, flags }) => {
      if (program === 'npm' && ofNpm.has(name)) return [];
      const source =
        program === 'npm' ? (name in scripts ? sourceOf(scripts[name] ?? '') : undefined) : subCommands.get(name);
      if (source === undefined) return [`${program} ${name}`];
      return flags
        .filter((flag) => source !== null && !source.includes(flag))
        .map((flag) => `${program} ${name} ${flag}`);
    });
    expect(wrong).toEqual([]);
  });

  it('the lists in ARCHITECTURE.md name every room, and no other', () => {
    const listed = [...text('ARCHITECTURE.md').matchAll(/^\| `([a-z][\w./-]*\/)` \|/gm)].map(([, room = '']) => room);
    const rooms = new Set(
      paths.flatMap((path) => {
        const [top = '', below, ...deeper] = path.split('/');
        if (below === undefined || top.startsWith('.')) return [];
        return deeper.length > 0 ? [`${top}/`, `${top}/${below}/`] : [`${top}/`];
      }),
    );
    rooms.delete('test/');
    expect(listed.toSorted()).toEqual([...rooms].toSorted());
  });

  it('finds commands inline and in blocks, with their flags', () => {
    const shown =
      'run `npm run sim -- --seed 7`, or\n```sh\nnode bin/yaoju.js board --link /tmp/x  # a board\nnpm start    # all\n```\n';
    expect(commandsIn(shown)).toEqual([
      { program: 'npm', name: 'sim', flags: ['--seed'] },
      { program: 'yaoju', name: 'board', flags: ['--link'] },
      { program: 'npm', name: 'start', flags: [] },
    ]);
    expect(pathsIn('see [it](x.md#y), `a/b.ts` and `c/`').named).toEqual(['a/b.ts', 'c/']);
  });
});
