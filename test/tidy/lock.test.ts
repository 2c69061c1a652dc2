import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { root } from './source.ts';

/** One package of package-lock.json, as far as it matters here. */
interface Locked {
  readonly integrity?: string;
  readonly resolved?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as {
  readonly packages: Readonly<Record<string, Locked>>;
};

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

  it('names the content of every package, and no registry', () => {
    const wrong = Object.entries(lock.packages)
      .filter(([path, { integrity, resolved }]) => path !== '' && (!integrity || resolved))
      .map(([path]) => path);
    expect(wrong).toEqual([]);
  });
});
