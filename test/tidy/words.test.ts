import { describe, expect, it } from 'vitest';
import { projectFiles } from './source.ts';

const pureRoom =
  /^(shared|device\/core|device\/board|fleet\/(audit|ledger|registry|state|evaluate|lists|service)|simulators\/(board\/model|cabinet|clock)|simulators\/world(?!\/run))\/|^(device\/(agent|ports)|fleet\/(ports|limits))\.ts$/;

/** Banned words, where they are banned, and what to use instead. */
const banned: readonly { readonly word: RegExp; readonly where: RegExp; readonly instead: string }[] = [
  { word: /\bDate\.now\b|\bnew Date\(\)/, where: pureRoom, instead: 'time arrives with the input' },
  { word: /\bMath\.random\b/, where: pureRoom, instead: 'chance arrives with the input' },
  {
    word: /\b(scene|mischief|diary|TesterDesk|BoardBody|TapeBoard|BoardTrick|Vmc3Knobs|CabinetEar|ComputerEars|FleetDisk|Dice)\b/,
    where: /^(simulators|cli)\//,
    instead: 'the term of docs/glossary.md',
  },
  {
    word: /yaoju\/v1/,
    where: /^(device|fleet|simulators)\//,
    instead: 'topics are spelled in shared/contracts/topics.ts alone',
  },
  {
    word: /\bapp\.(get|post|put|patch|delete|route)\(/,
    where: /^device\/(?!adapters\/http\/add-route\.ts)/,
    instead: 'addRoute, so that the route stands in the description',
  },
  {
    word: /\b(TODO|FIXME|XXX|HACK)\b/,
    where: /\.tsx?$/,
    instead: 'do it, or say openly in the docs what is not there',
  },
  { word: /\b(it|test|describe)\.(skip|only|todo|fails)\b/, where: /^test\//, instead: 'a test runs, or is not there' },
  { word: /@ts-(ignore|nocheck)/, where: /\.tsx?$/, instead: 'a type that fits' },
  {
    word: /\b(Manager|Helper|Util|Utils)\b/,
    where: /^(cli|shared|device|fleet|simulators)\//,
    instead: 'a noun of the field',
  },
  {
    word: /\bconsole\.(log|error|warn)\b/,
    where: /^(shared|device|fleet\/(ledger|registry|state|evaluate|lists|service|adapters))\//,
    instead: 'the log port',
  },
];

const files = projectFiles(/^(cli|shared|device|fleet|simulators|test)\/.*\.tsx?$/);

describe('words', () => {
  it.each(banned)('$word is not used: $instead', ({ word, where }) => {
    const found = [...files]
      .filter(([path]) => where.test(path) && path !== 'test/tidy/words.test.ts')
      .flatMap(([path, text]) =>
        text.split('\n').flatMap((line, index) => (word.test(line) ? [`${path}:${index + 1}: ${line.trim()}`] : [])),
      );
    expect(found).toEqual([]);
  });

  it('nothing names a path of one machine, or a registry', () => {
    const all = projectFiles(/^(?!.*(\.png|\.ico|package-lock\.json)$).*$/);
    const local = /(^|[^a-zA-Z0-9._-])\/(work|farm|root)\/|https?:\/\/(registry|deb)\./;
    const found = [...all]
      .filter(([path]) => path !== 'test/tidy/words.test.ts')
      .flatMap(([path, text]) => text.split('\n').flatMap((line, i) => (local.test(line) ? [`${path}:${i + 1}`] : [])));
    expect(found).toEqual([]);
  });
});
