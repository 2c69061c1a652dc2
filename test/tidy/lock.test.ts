import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { root } from './source.ts';

/** One package of package-lock.json, as far as it matters here. */
interface Locked {
  readonly integrity?: string;
  readonly resolved?: string;
  readonly license?: string;
  readonly hasInstallScript?: boolean;
  readonly optional?: boolean;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as {
  readonly packages: Readonly<Record<string, Locked>>;
};

/** Licences, as packages name them, under which their code may be used, changed and passed on. */
const freeLicences = new Set([
  'MIT',
  'Apache-2.0',
  'MPL-2.0',
  'MIT OR Apache-2.0',
  '0BSD',
  'BSD-2-Clause',
  'BSD-3-Clause',
  '(BSD-2-Clause OR MIT OR Apache-2.0)',
  'ISC',
  'BlueOak-1.0.0',
  'Unlicense',
  'Python-2.0',
  '(MIT OR WTFPL)',
]);

/** The folders in which Node looks for a package that the one at `path` requires, nearest first. */
function places(path: string, name: string): string[] {
  const here = path === '' ? `node_modules/${name}` : `${path}/node_modules/${name}`;
  const end = path.lastIndexOf('node_modules/');
  return path === '' ? [here] : [here, ...places(path.slice(0, Math.max(0, end - 1)), name)];
}

describe('package-lock.json', () => {
  it('has every package of every platform, so that npm ci works everywhere; repair with: npm install --package-lock-only', () => {
    const missing = Object.entries(lock.packages).flatMap(([path, { dependencies, optionalDependencies }]) =>
      Object.keys({ ...dependencies, ...optionalDependencies })
        .filter((name) => !places(path, name).some((place) => place in lock.packages))
        .map((name) => `${path || 'the project'} requires ${name}`),
    );
    expect(missing).toEqual([]);
  });

  it('has free licences only', () => {
    const wrong = Object.entries(lock.packages)
      .filter(([path, { license }]) => path !== '' && !freeLicences.has(license ?? 'none'))
      .map(([path, { license }]) => `${path}: ${license}`);
    expect(wrong).toEqual([]);
  });

  it('has no package that runs a program on installation and is not decided about by name', () => {
    const { allowScripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
      readonly allowScripts: Readonly<Record<string, boolean>>;
    };
    const running = Object.entries(lock.packages)
      .filter(([path, { hasInstallScript }]) => path !== '' && hasInstallScript)
      .map(([path]) => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length));
    expect(running.filter((name) => !(name in allowScripts))).toEqual([]);
    expect(Object.keys(allowScripts).filter((name) => !running.includes(name))).toEqual([]);
    expect(readFileSync(join(root, '.npmrc'), 'utf8')).toContain('ignore-scripts=true');
  });

  it('names the content of every package, and no registry', () => {
    const wrong = Object.entries(lock.packages)
      .filter(([path, { integrity, resolved }]) => path !== '' && (!integrity || resolved))
      .map(([path]) => path);
    expect(wrong).toEqual([]);
  });
});
