import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { PageFiles } from './http/screen-routes.ts';

const types: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  svg: 'image/svg+xml',
  png: 'image/png',
  json: 'application/json; charset=utf-8',
  woff2: 'font/woff2',
};

/** The folder of the built page. */
const builtPage = fileURLToPath(new URL('../../screen/', import.meta.url));

/**
 * The files of the built page, all read into memory: a kiosk serves nothing else from its disk.
 * Empty if the page was not built.
 */
export function screenPage(folder = builtPage): PageFiles {
  const files = new Map<string, { type: string; content: Uint8Array }>();
  let names: string[] = [];
  try {
    names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  } catch {
    return files;
  }
  for (const name of names) {
    const type = types[name.split('.').at(-1) ?? ''];
    if (type === undefined) continue;
    const path = join(folder, name);
    files.set(relative(folder, path).split(sep).join('/'), { type, content: readFileSync(path) });
  }
  return files;
}
