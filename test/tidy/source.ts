import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project's root: the tests run from dist/test/tidy. */
export const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..');

/** Every file that git tracks or would add, by its path from the root, with its text. */
export function projectFiles(ending: RegExp): ReadonlyMap<string, string> {
  const list = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8',
  });
  const files = new Map<string, string>();
  for (const path of list.split('\n').filter((each) => ending.test(each))) {
    try {
      files.set(path, readFileSync(join(root, path), 'utf8'));
    } catch {
      // Deleted, and the deletion is not committed yet.
    }
  }
  return files;
}

/** What a file imports: own files by their path from the root, packages by their name. */
export function importsOf(path: string, text: string): string[] {
  const found = text.matchAll(
    /^\s*(?:import|export)\b[^;'"]*?\bfrom\s*['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]\s*\)|^import\s+['"]([^'"]+)['"]/gm,
  );
  return [...found].map((match) => {
    const target = match[1] ?? match[2] ?? match[3] ?? '';
    return target.startsWith('.') ? normalize(join(dirname(path), target)) : target;
  });
}

/** What a file imports in addition to types. */
export const calledImportsOf = (path: string, text: string): string[] =>
  importsOf(path, text.replaceAll(/^\s*(?:import|export)\s+type\b[^;]*;/gm, ''));
