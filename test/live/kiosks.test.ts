import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { freshDirectory } from '../support/fresh-directory.ts';
import { apiToken, FleetProcess, Yaoju } from '../support/live/yaoju.ts';

describe('yaoju kiosks', () => {
  it('runs many times faster than real time with power cuts, and fleet, kiosks and cabinets agree', {
    timeout: 180_000,
  }, async () => {
    const fleet = await new FleetProcess().start();
    const secrets = join(freshDirectory(), 'secrets.json');
    const broker = `mqtt://127.0.0.1:${fleet.mqttPort}`;
    // Fourteen hours: whatever the time is now, citizens come in some of them.
    const options = ['--count', '5', '--speed', 'max', '--for', '14h', '--busy', '24', '--trouble', '1', '--check'];
    const registering = ['--fleet', fleet.url, '--mqtt', broker, '--secrets', secrets];
    const first = new Yaoju(['kiosks', ...registering, ...options], { YAOJU_API_TOKEN: apiToken });
    expect([await first.ended, first.err]).toEqual([0, '']);
    expect(first.out).toMatch(/balanced: [1-9]\d* boxes fell, .*cabinets, kiosks and fleet agree/);

    // A second run without the API: the secrets are known, and each kiosk has a new ledger.
    const again = new Yaoju(['kiosks', '--fleet', broker, '--secrets', secrets, ...options]);
    expect([await again.ended, again.err]).toEqual([0, '']);
    expect(again.out).toMatch(/balanced: /);
  });

  it('ends with 2 on wrong usage, with 1 if the fleet refuses, in one line each', async () => {
    const file = join(freshDirectory(), 'secrets.json');
    writeFileSync(file, 'no json');
    const cases: readonly (readonly [readonly string[], number, RegExp])[] = [
      [['--fleet', 'ftp://here', '--token', 'x'], 2, /--fleet holds ftp:\/\/here/],
      [['--fleet', 'http://127.0.0.1:1'], 2, /--token-file .* is missing/],
      [['--fleet', 'mqtt://127.0.0.1:1', '--secrets', file], 2, /should hold JSON/],
      [['--fleet', 'http://127.0.0.1:1', '--token', 'x'], 1, /can't be reached/],
    ];
    await Promise.all(
      cases.map(async ([words, code, line]) => {
        const run = new Yaoju(['kiosks', ...words], { YAOJU_API_TOKEN: '' });
        expect(await run.ended).toBe(code);
        expect(run.err).toMatch(line);
        // One line, after the warning that a token on the command line is visible.
        expect(run.err).toMatch(
          words.includes('--token') ? /^(yaoju kiosks: --token is visible[^\n]*\n)?[^\n]+\n$/ : /^[^\n]+\n$/,
        );
      }),
    );
  });
});
