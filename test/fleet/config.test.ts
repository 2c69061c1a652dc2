import { describe, expect, it } from 'vitest';
import { whyWeak } from '../../fleet/config.ts';
import { wrongEnvironment } from '../../shared/config/environment.ts';
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

const utf8 = (value: unknown): Uint8Array =>
  new TextEncoder().encode(typeof value === 'string' ? value : JSON.stringify(value));

const source = (
  value: unknown,
  env: ConfigSource['env'] = {},
  files: Record<string, string | Uint8Array> = {},
): ConfigSource => ({
  name: 'kiosk.json',
  bytes: value === null ? null : value instanceof Uint8Array ? value : utf8(value),
  env,
  readFile: (path) => {
    const text = files[path];
    if (text === undefined) throw new Error('no such file');
    return typeof text === 'string' ? utf8(text) : text;
  },
});

const lineOf = (value: unknown, env?: ConfigSource['env']): string => {
  const loaded = loadConfig(KioskConfig, source(value, env));
  if (loaded.ok) throw new Error('should not have loaded');
  return loaded.line;
};

describe('kiosk.json', () => {
  it('has default values, the baud rate by its driver', () => {
    const loaded = loadConfig(KioskConfig, source({ ...kiosk, board: { driver: 'vmc3', port: '/dev/ttyS1' } }));
    expect(loaded).toMatchObject({
      ok: true,
      config: { dataDir: 'data/kiosk', board: { baudRate: 57_600 }, http: { host: '127.0.0.1', port: 7080 } },
    });
  });

  it('reads every key from the environment, also numbers and lists', () => {
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

  it('reads a secret from a file, and reports a file that it cannot read', () => {
    const env = { YAOJU_FLEET_PASSWORD_FILE: '/run/secret' };
    expect(loadConfig(KioskConfig, source(kiosk, env, { '/run/secret': 'from-file\n' }))).toMatchObject({
      ok: true,
      config: { fleet: { password: 'from-file' } },
    });
    expect(lineOf(kiosk, env)).toContain('YAOJU_FLEET_PASSWORD_FILE names "/run/secret"');
  });

  it.each<[string, Uint8Array]>([
    ['a byte order mark', utf8('\ufefffrom-file')],
    ['two line ends', utf8('from-file\r\n\n')],
    ['spaces around it', utf8('  from-file \t')],
  ])('reads a secret from a file with %s', (_, bytes) => {
    expect(loadConfig(KioskConfig, source(kiosk, { YAOJU_FLEET_PASSWORD_FILE: '/s' }, { '/s': bytes }))).toMatchObject({
      ok: true,
      config: { fleet: { password: 'from-file' } },
    });
  });

  it('refuses bytes that are not UTF-8, in the file and in a secret', () => {
    const gbk = Uint8Array.from([...utf8('{"dataDir": "'), 0xd2, 0xa9, 0xbe, 0xdf, ...utf8('"}')]);
    expect(lineOf(gbk)).toContain('not UTF-8');
    const secret = loadConfig(KioskConfig, source(kiosk, { YAOJU_STAFF_PIN_FILE: '/s' }, { '/s': gbk }));
    expect(secret).toMatchObject({ ok: false, line: expect.stringContaining('YAOJU_STAFF_PIN_FILE') });
  });

  it.each([
    ['typed quotation marks', '{\n  "fleet": {\n    "password": “S3cret”\n}}', 'line 3, column 17'],
    ['no quotation marks', '{"password": S3cret}', 'line 1, column 14'],
    ['single quotation marks', `{"staff": {"pin": '87654321'}}`, 'line 1, column 19'],
    ['an open quotation mark', '{"a": 1,\n "pin": "87654321\n}', 'line 2 a quotation mark is missing'],
    ['a comma too many', '{"a": 1,\n}', 'line 2, column 1'],
  ])('reports the line and column of %s, and quotes nothing', (_, text, place) => {
    const line = lineOf(text);
    expect(line).toContain(place);
    expect(line).toMatch(/第 \d 行/);
    expect(line).not.toMatch(/S3cret|8765/);
  });

  it.each([
    ['{"machine": "HC-7",\n "machine": "HC-8"}', 'machine stands twice, in lines 1 and 2'],
    ['{"fleet": {"url": "a", "\\u0075rl": "b"}}', 'fleet.url stands twice'],
    ['{"lanes": [{"lane": 1}, {"lane": 2, "lane": 3}]}', 'lanes.1.lane stands twice'],
  ])('refuses a key that occurs twice: %s', (text, part) => {
    expect(lineOf(text)).toContain(part);
  });

  it.each<[string, unknown]>([
    ['a secret in place of its object', { ...kiosk, staff: 'S3cret' }],
    ['a list in place of its object', { ...kiosk, fleet: ['S3cret'] }],
    ['a user and password in a URL', { ...kiosk, fleet: { ...kiosk.fleet, url: 'http://u:S3cret@x' } }],
    ['a secret of a wrong form', { ...kiosk, staff: { pin: 'S3cret' } }],
    ['a file that holds a secret alone', '"S3cret"'],
  ])('never shows %s', (_, value) => {
    expect(lineOf(value)).not.toContain('S3cret');
  });

  it('reports every error in both languages, without the words of the schema library', () => {
    const wrong: unknown[] = [
      {},
      { ...kiosk, machine: 7 },
      { ...kiosk, board: [] },
      { ...kiosk, board: 'lbp' },
      { ...kiosk, lanes: {} },
      { ...kiosk, lanes: [] },
      { ...kiosk, lanes: [{}] },
      { ...kiosk, lanes: [{ lane: 'x' }] },
      { ...kiosk, lanes: [{ lane: 1, product: 'cd', capacity: 10, par: 1 }] },
      { ...kiosk, lanes: [{ lane: 1, product: 'CD', capacity: 1e6, par: 1 }] },
      { ...kiosk, lanes: [{ lane: 1.5, product: 'CD', capacity: 6, par: null }] },
      { ...kiosk, http: { port: '80' } },
      { ...kiosk, http: null },
      { ...kiosk, fleet: { url: 'x', password: '' } },
      { ...kiosk, board: { driver: 'vmc3', port: 'usb:0x1a86:1', vmc3: { lunchBox: 'x' } } },
      { ...kiosk, x: 1 },
    ];
    for (const each of wrong) {
      for (const line of lineOf(each).split('\n')) {
        expect(line).toMatch(/^kiosk\.json: .* · .*\p{Script=Han}/u);
        expect(line).not.toMatch(/invalid|expected|received|undefined/i);
      }
    }
  });

  it('names every mistake in a line of its own, unknown keys first, and counts those after the tenth', () => {
    const lines = lineOf({ ...kiosk, machine: 'a', borad: 1, prot: 1, staff: {} }).split('\n');
    expect(lines).toEqual(
      ['borad is not', 'prot is not', 'machine holds "a"', 'staff.pin is missing'].map((part) =>
        expect.stringContaining(part),
      ),
    );
    expect(lines[2]).toContain('“a”');
    const many = lineOf({
      ...kiosk,
      lanes: Array.from({ length: 12 }, () => ({ lane: 0, product: 'CD', capacity: 1, par: 1 })),
    });
    expect(many.split('\n')).toHaveLength(11);
    expect(many).toMatch(/and 3 more · 另有 3 处$/);
  });

  it.each<[string, unknown, string[]]>([
    ['a wrong value', { ...kiosk, board: { driver: 'mdb', port: 'x' } }, ['board.driver', '"mdb"', 'lbp or vmc3']],
    [
      'a missing key',
      { ...kiosk, board: { driver: 'lbp' } },
      ['board.port is missing', '/dev/ttyUSB0', 'YAOJU_BOARD_PORT'],
    ],
    ['an unknown key', { ...kiosk, borad: 1 }, ['borad is not a known key', 'board']],
    ['an unknown key within', { ...kiosk, http: { prot: 1 } }, ['http.prot is not a known key', 'port']],
    ['no staff', { ...kiosk, staff: undefined }, ['staff is missing']],
    ['a lane twice', { ...kiosk, lanes: [...kiosk.lanes, ...kiosk.lanes] }, ['lanes holds', 'a lane stands twice']],
    [
      'par above capacity',
      { ...kiosk, lanes: [{ ...kiosk.lanes[0], par: 11 }] },
      ['lanes.0.par holds 11', 'par is above capacity'],
    ],
    ['no JSON', '{', ['is not valid JSON']],
    ['a list', [], ['should hold keys in curly braces']],
  ])('names the key of %s', (_, value, parts) => {
    const line = lineOf(value);
    for (const part of parts) expect(line).toContain(part);
  });

  it('never shows a secret', () => {
    expect(lineOf({ ...kiosk, staff: { pin: 'geheim' } })).not.toContain('geheim');
  });
});

describe('fleet.json', () => {
  it('needs nothing, and overrides default rules', () => {
    const loaded = loadConfig(FleetConfig, source(null, { YAOJU_RULES_TARGET: '250' }));
    expect(loaded).toMatchObject({ ok: true, config: { store: 'sqlite', broker: 'embedded', rules: { target: 250 } } });
    if (loaded.ok) expect(rulesOf(loaded.config)).toMatchObject({ target: 250, offlineMinutes: 15 });
  });

  it.each([
    [{ store: 'mysql://x' }, 'store holds "mysql://x"'],
    [{ store: 'postgres://u:S3cret@db/x' }, 'store holds "postgres://***@db/x"; it should hold sqlite'],
    [{ timeZone: 'Mars/Base' }, 'timeZone holds "Mars/Base"'],
    [{ rules: { tarjet: 3 } }, 'rules.tarjet is not a known key'],
    [{ mqtt: { port: 99_999 } }, 'mqtt.port holds 99999'],
  ])('names the key of %j', (value, part) => {
    const loaded = loadConfig(FleetConfig, source(value));
    expect(loaded.ok ? '' : loaded.line).toContain(part);
  });
});

describe('the environment', () => {
  const schemas = [KioskConfig, FleetConfig];

  it.each([
    ['YAOJU_FLEET_PASWORD', 'did you mean YAOJU_FLEET_PASSWORD?'],
    ['YAOJU_MQTT_TSL_CERT', 'did you mean YAOJU_MQTT_TLS_CERT?'],
    ['YAOJU_STAFF_PINFILE', 'did you mean YAOJU_STAFF_PIN_FILE?'],
    ['YAOJU_WHATEVER_ELSE_THIS_IS', 'docs/settings.md'],
  ])('names %s, which nothing reads', (name, part) => {
    const line = wrongEnvironment({ [name]: 'S3cret' }, schemas);
    expect(line).toContain(name);
    expect(line).toContain(part);
    expect(line).not.toContain('S3cret');
  });

  it('accepts every variable of both files and those of the programs, and other programs’ variables', () => {
    const env = { YAOJU_HTTP_PORT: '1', YAOJU_RULES_TARGET: '1', YAOJU_API_TOKEN_FILE: 'f', PATH: '/bin' };
    expect(wrongEnvironment({ ...env, YAOJU_LOG_LEVEL: 'debug' }, schemas)).toBeNull();
    expect(wrongEnvironment({ ...env, YAOJU_LOG_LEVEL: 'verbose' }, schemas)).toContain('YAOJU_LOG_LEVEL');
  });
});

describe('the token of the environment', () => {
  const withToken = (apiToken: string | null) => whyWeak({ adminPassword: null, apiToken });

  it('must be as long as a generated one, and the refusal does not repeat it', () => {
    expect([withToken(null), withToken('x'.repeat(32))]).toEqual([null, null]);
    expect(withToken('a')).toMatchObject({
      en: expect.stringContaining('YAOJU_API_TOKEN is too short'),
      zh: expect.stringContaining('过短'),
    });
    expect(JSON.stringify(withToken('short-secret'))).not.toContain('short-secret');
  });
});
