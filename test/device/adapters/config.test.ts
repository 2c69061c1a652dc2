import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadDeviceConfig } from '../../../device/config.ts';
import { freshDirectory } from '../../support/fresh-directory.ts';
import { testCertificate } from '../../support/test-certificate.ts';

const good = {
  machine: 'JX-360102-0001',
  dataDir: 'data/kiosk',
  board: { driver: 'lbp', port: '/dev/ttyUSB0', baudRate: 115200 },
  fleet: { url: 'mqtts://fleet.example:8883', password: 'hidden-in-here' },
  http: { host: '127.0.0.1', port: 7080 },
  staff: { pin: '4711' },
  lanes: [{ lane: 1, product: 'CD-M', capacity: 10, par: 10 }],
};

/** Loads a configuration from a real file. */
function load(content: unknown, env: Record<string, string> = {}) {
  const file = join(freshDirectory(), 'kiosk.json');
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  return loadDeviceConfig(file, env);
}

/** The message for a wrong configuration: one line. */
function complaint(content: unknown, env: Record<string, string> = {}): string {
  const loaded = load(content, env);
  if (loaded.ok) return 'no complaint';
  expect(loaded.line).not.toContain('\n');
  expect(loaded.line).not.toMatch(/hidden-in-here|4711/);
  return loaded.line;
}

describe('the kiosk’s configuration', () => {
  it('is read from its file, overridden by the environment, with the certificate as text', () => {
    const ca = join(freshDirectory(), 'ca.pem');
    writeFileSync(ca, testCertificate);
    const loaded = load(
      { ...good, fleet: { ...good.fleet, ca } },
      { YAOJU_BOARD_PORT: '/dev/other', YAOJU_HTTP_PORT: '7090' },
    );
    expect(loaded).toMatchObject({
      ok: true,
      config: { board: { port: '/dev/other', driver: 'lbp' }, http: { port: 7090 }, fleet: { ca: testCertificate } },
    });
  });

  it('comes from the environment alone if there is no file', () => {
    const env = {
      YAOJU_MACHINE: 'A-1',
      YAOJU_BOARD_PORT: '/dev/x',
      YAOJU_FLEET_URL: 'mqtt://127.0.0.1',
      YAOJU_FLEET_PASSWORD: 'p',
      YAOJU_STAFF_PIN: '1234',
      YAOJU_LANES: '[{"lane":1,"product":"CD-M","capacity":10,"par":10}]',
    };
    expect(loadDeviceConfig(null, env)).toMatchObject({
      ok: true,
      config: { http: { host: '127.0.0.1', port: 7080 } },
    });
    expect(loadDeviceConfig(null, { ...env, YAOJU_MACHINE: 'a' })).toMatchObject({
      line: expect.stringMatching(/^environment: machine/),
    });
  });

  it('is refused with the file, the key, what it holds and what it should hold', () => {
    expect(loadDeviceConfig('/no/such.json', {})).toMatchObject({
      ok: false,
      line: expect.stringMatching(/^\/no\/such\.json: it can't be read: there is no such file/),
    });
    for (const host of ['0.0.0.0', '192.168.1.5', 'kiosk.example', '::'])
      expect(complaint({ ...good, http: { host, port: 1 } })).toMatch(
        /http\.host holds ".*"; it should hold a loopback address/,
      );
    for (const host of ['127.0.0.1', 'localhost', '::1'])
      expect(complaint({ ...good, http: { host, port: 1 } })).toBe('no complaint');
    for (const user of ['user@', 'user:hidden-in-here@', ':hidden-in-here@'])
      expect(complaint({ ...good, fleet: { ...good.fleet, url: `mqtts://${user}fleet.example` } })).toMatch(
        /fleet\.url holds a user or password/,
      );
    expect(complaint({ ...good, fleet: { ...good.fleet, ca: '/no/ca.pem' } })).toMatch(
      /fleet\.ca names "\/no\/ca\.pem".*there is no such file/,
    );
    expect(complaint({ ...good, board: { ...good.board, driver: 'other' } })).toMatch(/board\.driver/);
    expect(complaint({ ...good, staff: { pin: '4711x' } })).toMatch(/staff\.pin holds a hidden value/);
    expect(complaint({ ...good, extra: 1 })).toMatch(/extra is not a known key/);
    expect(complaint('{')).toMatch(/is not valid JSON/);
  });
});
