/** The documents that comments cite, by the name that a reference begins with. */
const documents: Readonly<Record<string, string>> = {
  'LBP/1': 'docs/lane-board.md',
  'VMC V3': 'docs/vmc3.md',
  'MQTT contract': 'docs/mqtt.md',
  'running contract': 'docs/running.md',
  'the promise': 'docs/the-promise.md',
  rules: 'docs/rules.md',
  console: 'docs/console.md',
};

/** Public standards and manuals, cited by their own numbers. */
const published =
  /^(MQTT-\d+\.\d+\.\d+(-\d+)?|MQTT 3\.1\.1, [\d.]+|RFC \d+(, [\d.]+)?|DLMF [\d.]+|X\.690, [\d.]+|WebAuthn [\d.]+(, step \d+)?|EN 301 549, [\d.]+|sqlite\.org, .+|generic cell rate algorithm, ITU-T .+)$/;

/** Every `[…]` of a comment, without code in backquotes and the stars at the beginning of lines. */
export function referencesIn(comment: string): string[] {
  const prose = comment.replace(/\s*\n\s*\*?\s*/g, ' ').replace(/`[^`]*`/g, (code) => code.replace(/[[\]]/g, ' '));
  return [...prose.matchAll(/\[([^\][]+)\]/g)].map(([, text = '']) => text);
}

const plain = (text: string): string => text.replaceAll('`', '').trim().toLowerCase();

/**
 * The possible targets in a document: its headings and bold terms in plain text, and its section
 * numbers.
 */
function anchorsOf(markdown: string): ReadonlySet<string> {
  const anchors = new Set<string>();
  let section = '';
  for (const line of markdown.split('\n')) {
    const heading = /^#+ (?:(\d+(?:\.\d+)?)\.? )?([^:]+)/.exec(line);
    if (heading) {
      section = plain(heading[2] ?? '');
      anchors.add(section);
      if (heading[1]) anchors.add(`§${heading[1]}`);
    }
    const numbered = /^(?:\| |- \*\*)(\d+\.\d+)(?: \||\*\*)/.exec(line)?.[1];
    if (numbered) anchors.add(`§${numbered}`);
    const item = /^(\d+)\. /.exec(line)?.[1];
    if (item) anchors.add(`${section} ${item}`);
    const term = /^- \*\*([^*]+)\*\*/.exec(line)?.[1];
    if (term) anchors.add(plain(term));
  }
  for (const [, code = ''] of markdown.matchAll(/`([^`]+)`/g)) anchors.add(`code ${code.split(' ')[0]}`);
  return anchors;
}

/**
 * The anchors that a reference needs after its document's name, such as `§6.2` or
 * `duties of the host 4`.
 */
function wanted(place: string): string[] {
  if (place === '') return [];
  if (place.includes('§')) return [...place.matchAll(/§\d+(\.\d+)?/g)].map(([number]) => number);
  const items = /^(owes|promises) ([\d, ]+)$/.exec(place);
  const list = items?.[1] === 'owes' ? 'duties of the host' : 'promises of the board';
  if (items) return (items[2] ?? '').split(',').map((item) => `${list} ${item.trim()}`);
  const code = /^`(\w+)`$/.exec(place)?.[1];
  return [code ? `code ${code}` : plain(place)];
}

/**
 * Checks references against the project's files (by path, with their text). Returns why one leads
 * nowhere; null if it leads to a heading, a numbered rule, a file or a published standard.
 */
export function resolver(files: ReadonlyMap<string, string>): (reference: string) => string | null {
  const anchors = new Map(Object.values(documents).map((path) => [path, anchorsOf(files.get(path) ?? '')]));
  return (reference) => {
    if (published.test(reference) || files.has(reference)) return null;
    const name = Object.keys(documents).find(
      (each) => reference === each || (/^[ ,]/.test(reference.slice(each.length)) && reference.startsWith(each)),
    );
    const path = documents[name ?? ''];
    if (name === undefined || path === undefined) return 'names no document that test/tidy/references.ts knows';
    const missing = wanted(reference.slice(name.length).replace(/^[ ,]+/, '')).filter(
      (each) => !anchors.get(path)?.has(each),
    );
    return missing.length === 0 ? null : `${path} has no ${missing.join(', ')}`;
  };
}
