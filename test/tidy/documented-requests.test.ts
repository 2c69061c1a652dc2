import { describe, expect, it } from 'vitest';
import { routes } from '../../device/adapters/http/route-table.ts';
import { simulatedKiosk } from '../support/device/simulated-kiosk.ts';
import { linesOfBlocks } from './docs.ts';
import { projectFiles } from './source.ts';

/** A request to the kiosk's HTTP as a document shows it. */
interface Shown {
  readonly line: string;
  readonly path: string;
  readonly body: string | undefined;
}

const begin = /^(post |curl .*:7080)/;
const posted = /^post (\w+)\s+'([^']*)'/;
const curled = /^curl -s (?:-H 'content-type: application\/json' -d '([^']*)' )?'?http:\/\/127\.0\.0\.1:7080([^'\s]*)/;

/** The function that abbreviates a POST as `post`, as every document defines it. */
const definition = `post() { curl -s -H 'content-type: application/json' -d "$2" "http://127.0.0.1:7080/api/$1"; echo; }`;

function requestOf(line: string): Shown | null {
  const post = posted.exec(line);
  if (post) return { line, path: `/api/${post[1]}`, body: post[2] };
  const curl = curled.exec(line);
  return curl ? { line, path: curl[2] ?? '', body: curl[1] } : null;
}

const documents = [...projectFiles(/^(docs\/.*|[A-Z]+(\.zh-CN)?)\.md$/)].flatMap(([path, text]) => {
  const lines = linesOfBlocks(text);
  return lines.some((line) => begin.test(line)) ? [{ path, lines }] : [];
});

describe('requests to the kiosk that documents show', () => {
  it('are in the documents for fillers, testers, integrators and contributors', () => {
    const paths = documents.map(({ path }) => path);
    for (const path of ['docs/kiosk.md', 'docs/kiosk.zh-CN.md', 'docs/kiosk-http.md', 'CONTRIBUTING.md'])
      expect(paths).toContain(path);
  });

  it.each(documents)('$path: each works on a new kiosk, one after the other', async ({ path, lines }) => {
    if (lines.some((line) => line.startsWith('post '))) expect(lines).toContain(definition);
    const { ask } = await simulatedKiosk();
    const shown = lines
      .filter((line) => begin.test(line) && line !== definition)
      .map((line) => requestOf(line) ?? line);
    expect(shown.filter((each) => typeof each === 'string')).toEqual([]);
    const asked = new Set<string>();
    for (const each of shown) {
      if (typeof each === 'string') continue;
      const body = each.body?.replace('"pin":"…"', '"pin":"4711"');
      const { status, text } = await ask(each.path, body);
      expect({ line: each.line, status, text }).toMatchObject({ status: 200 });
      if (each.path === '/api/dispense') expect(text).toContain('"outcome":"issued"');
      asked.add(each.path.replace(/\?.*/, ''));
    }
    const orders = Object.values(routes).flatMap((route) =>
      route.method === 'POST' && route.tag !== 'screen' ? [route.path] : [],
    );
    if (path.includes('kiosk')) for (const order of orders) expect(asked, order).toContain(order);
  });
});
