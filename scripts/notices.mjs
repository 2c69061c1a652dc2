// The notices of the packages that are shipped: names, versions, licences and their texts. The
// licences require that they go with every copy of the program.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What only builds and tests need. All else is part of the server, the agent or the console. */
const tools = new Set([
  '@asyncapi/parser',
  '@axe-core/playwright',
  '@biomejs/biome',
  '@e965/xlsx',
  '@redocly/cli',
  '@sparticuz/chromium',
  '@vitejs/plugin-react',
  'fast-check',
  'oidc-provider',
  'playwright-core',
  'typescript',
  'vite',
  'vitest',
]);
const isTool = (name) => tools.has(name) || name.startsWith('@types/');

/**
 * The folder in which Node finds a package that the one at `path` requires; undefined if it is not
 * installed.
 */
function placeOf(packages, path, name) {
  for (let here = path; ; here = here.slice(0, Math.max(0, here.lastIndexOf('/node_modules/')))) {
    const place = here === '' ? `node_modules/${name}` : `${here}/node_modules/${name}`;
    if (place in packages) return place;
    if (here === '') return undefined;
  }
}

/** The shipped packages: what the project needs at run time or bundles, and what these require. */
function shipped(packages) {
  const project = packages[''];
  const found = new Set();
  const waiting = [...Object.keys(project.dependencies), ...Object.keys(project.devDependencies)]
    .filter((name) => !isTool(name))
    .map((name) => placeOf(packages, '', name));
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    if (found.has(path)) continue;
    found.add(path);
    for (const name of Object.keys(packages[path].dependencies ?? {})) {
      const place = placeOf(packages, path, name);
      if (place !== undefined) waiting.push(place);
    }
  }
  return [...found].sort();
}

function licenceText(folder) {
  const file = readdirSync(folder).find((name) => /^(licen[cs]e|copying|notice)(\.|-|$)/i.test(name));
  return file === undefined ? null : readFileSync(join(folder, file), 'utf8').trim();
}

const rule = '='.repeat(80);

/** The notices of all packages that are shipped, as one text. */
export function thirdPartyNotices(root) {
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
  const notices = shipped(packages).map((path) => {
    const { version, license } = packages[path];
    const name = path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
    const text = licenceText(join(root, path)) ?? `Licence: ${license}. The package holds no copy of the text.`;
    return `${rule}\n${name} ${version} (${license})\n${rule}\n\n${text}\n`;
  });
  return `Yaoju contains the following packages of others, each under its own licence.\n\n${notices.join('\n')}`;
}
