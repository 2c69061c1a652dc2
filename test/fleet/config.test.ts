import { describe, expect, it } from 'vitest';
import { FleetConfig, rulesOf } from '../../shared/config/fleet.ts';
import { KioskConfig } from '../../shared/config/kiosk.ts';
import { type ConfigSource, loadConfig } from '../../shared/config/load.ts';

const kiosk = {
  machine: 'JX-360102-0001',
  board: { driver: 'lbp', port: '/dev/ttyUSB0' },
  fleet: { url: 'mqtt://127.0.0.1:1883', password: 'hush-hush' },
  staff: { pin: '1234' },
  lanes: [{ lane: 1, product: 'CD-M', capacity: 10, par: 10 }],
};

const source = (value: unknown, env: ConfigSource['env'] = {}, files: Record<string, string> = {}): ConfigSource => ({
  name: 'kiosk.json',
  text: typeof value === 'string' || value === null ? value : JSON.stringify(value),
  env,
  readFile: (path) => {
    const text = files[path];
    if (text === undefined) throw new Error('no such file');
    return text;
  },
});

const lineOf = (value: unknown, env?: ConfigSource['env']): string => {
  const loaded = loadConfig(KioskConfig, source(value, env));
  if (loaded.ok) throw new Error('should not have loaded');
  expect(loaded.line).not.toContain('\n');
  return loaded.line;
};

describe('kiosk.json', () => {
  it('fills in what is left out, the baud rate by its driver', () => {
    const loaded = loadConfig(KioskConfig, source({ ...kiosk, board: { driver: 'vmc3', port: '/dev/ttyS1' } }));
    expect(loaded).toMatchObject({
      ok: true,
      config: { dataDir: 'data/kiosk', board: { baudRate: 57_600 }, http: { host: '127.0.0.1', port: 7080 } },
    });
  });

  it('takes every key from the environment, numbers and lists too', () => {
    const env = {
      YAOJU_BOARD_PORT: '/dev/ttyS9',
      YAOJU_BOARD_BAUDRATE: '9600',
      YAOJU_HTTP_PORT: '7081',
      YAOJU_STAFF_PIN: '0042',
      YAOJU_LANES: '[{"lane":2,"product":"SP-50","capacity":8,"par":6}]',
    };
    expect(loadConfig(KioskConfig, source(kiosk, env))).toMatchObject({
      ok: true,
      config: {
        board: { port: '/dev/ttyS9', baudRate: 9600 },
        http: { port: 7081 },
        staff: { pin: '0042' },
        lanes: [{ lane: 2 }],
      },
    });
  });

  it('reads a secret from a file, and says where it could not', () => {
    const env = { YAOJU_FLEET_PASSWORD_FILE: '/run/secret' };
    expect(loadConfig(KioskConfig, source(kiosk, env, { '/run/secret': 'from-file\n' }))).toMatchObject({
      ok: true,
      config: { fleet: { password: 'from-file' } },
    });
    expect(lineOf(kiosk, env)).toContain('YAOJU_FLEET_PASSWORD_FILE holds "/run/secret"');
  });

  it.each<[string, unknown, string[]]>([
    ['a wrong value', { ...kiosk, board: { driver: 'mdb', port: 'x' } }, ['board.driver', '"mdb"', 'lbp or vmc3']],
    [
      'a missing key',
      { ...kiosk, board: { driver: 'lbp' } },
      ['board.port is missing', '/dev/ttyUSB0', 'YAOJU_BOARD_PORT'],
    ],
    ['an unknown key', { ...kiosk, borad: 1 }, ['borad is no key', 'board']],
    ['an unknown key within', { ...kiosk, http: { prot: 1 } }, ['http.prot is no key', 'port']],
    ['no fleet', { ...kiosk, fleet: undefined }, ['fleet is missing']],
    ['a lane twice', { ...kiosk, lanes: [...kiosk.lanes, ...kiosk.lanes] }, ['lanes holds', 'a lane stands twice']],
    [
      'par above capacity',
      { ...kiosk, lanes: [{ ...kiosk.lanes[0], par: 11 }] },
      ['lanes.0.par holds 11', 'par is above capacity'],
    ],
    ['no JSON', '{', ['is no JSON']],
    ['a list', [], ['should hold an object']],
  ])('names the key of %s', (_, value, parts) => {
    const line = lineOf(value);
    for (const part of parts) expect(line).toContain(part);
  });

  it('never shows a secret', () => {
    expect(lineOf({ ...kiosk, staff: { pin: 'geheim' } })).not.toContain('geheim');
  });
});

describe('fleet.json', () => {
  it('needs nothing, and lays the rules over their defaults', () => {
    const loaded = loadConfig(FleetConfig, source(null, { YAOJU_RULES_TARGET: '250' }));
    expect(loaded).toMatchObject({ ok: true, config: { store: 'sqlite', broker: 'embedded', rules: { target: 250 } } });
    if (loaded.ok) expect(rulesOf(loaded.config)).toMatchObject({ target: 250, offlineMinutes: 15 });
  });

  it.each([
    [{ store: 'mysql://x' }, 'store holds "mysql://x"'],
    [{ timeZone: 'Mars/Base' }, 'timeZone holds "Mars/Base"'],
    [{ rules: { tarjet: 3 } }, 'rules.tarjet is no key'],
    [{ mqtt: { port: 99_999 } }, 'mqtt.port holds 99999'],
  ])('names the key of %j', (value, part) => {
    const loaded = loadConfig(FleetConfig, source(value));
    expect(loaded.ok ? '' : loaded.line).toContain(part);
  });
});
