import { describe, expect, it } from 'vitest';
import { FleetConfig } from '../../shared/config/fleet.ts';
import { KioskConfig } from '../../shared/config/kiosk.ts';
import { loadConfig } from '../../shared/config/load.ts';
import { call, token } from '../support/fleet/fleet.ts';
import { startedProvince } from '../support/fleet/started-fleet.ts';
import { linesOfBlocks } from '../tidy/docs.ts';
import { projectFiles } from '../tidy/source.ts';

const pages = [...projectFiles(/^docs\/.*\.md$/)].map(([path, text]) => ({ path, text }));
const fleet = startedProvince();

describe('requests to the fleet that documents show', () => {
  const asked = /^curl -s(N?) (-H "authorization: Bearer \$TOKEN" )?'?http:\/\/127\.0\.0\.1:8080([^'\s]+)'?$/;
  const shown = pages.flatMap(({ path, text }) =>
    linesOfBlocks(text).flatMap((line) => (/^curl .*:8080/.test(line) ? [{ path, line }] : [])),
  );

  it('stand in the pages for integrators', () => expect(shown.length).toBeGreaterThan(15));

  it.each(shown)('$path: $line', async ({ line }) => {
    const [, isStream, signed, path = ''] = asked.exec(line) ?? expect.fail(`not understood: ${line}`);
    if (isStream) {
      const stop = new AbortController();
      const headers = { authorization: `Bearer ${token}` };
      const response = await fetch(`http://127.0.0.1:${fleet.httpPort}${path}`, { headers, signal: stop.signal });
      expect(response.headers.get('content-type')).toContain('text/event-stream');
      stop.abort();
      return;
    }
    expect((await call(fleet, path, signed ? {} : { headers: {} })).status).toBe(200);
  });
});

describe('configurations that documents show', () => {
  const samples = pages.flatMap(({ path, text }) =>
    [...text.matchAll(/^```json\n([\s\S]*?)^```/gm)].flatMap(([, json = '']) =>
      json.includes('"dataDir"') || json.includes('"board"') ? [{ path, json }] : [],
    ),
  );

  it('stand in both languages', () => expect(samples.length).toBeGreaterThan(5));

  it.each(samples)('$path: each loads: $json', ({ json }) => {
    const source = {
      name: 'sample.json',
      bytes: new TextEncoder().encode(json),
      env: {},
      readFile: (): Uint8Array => expect.fail('no other file is read'),
    };
    const loaded = json.includes('"machine"') ? loadConfig(KioskConfig, source) : loadConfig(FleetConfig, source);
    expect(loaded).toMatchObject({ ok: true });
  });
});
