import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { loadDeviceConfig } from '../../device/config.ts';
import { readFleetConfig } from '../../fleet/config.ts';
import { freshDirectory } from '../support/fresh-directory.ts';
import { testCertificate } from '../support/test-certificate.ts';

const kiosk = {
  machine: 'JX-360102-0001',
  board: { driver: 'lbp', port: '/dev/ttyUSB0' },
  fleet: { url: 'mqtt://127.0.0.1:1883', password: 'p' },
  staff: { pin: '4711' },
  lanes: [{ lane: 1, product: 'CD-M', capacity: 10, par: 10 }],
};

/** Works from another folder for the length of the test. */
function from(folder: string): void {
  const before = process.cwd();
  process.chdir(folder);
  onTestFinished(() => process.chdir(before));
}

/** Two folders: one with the file, one to start from. */
function twoFolders(name: string, content: unknown) {
  const [home, cwd] = [freshDirectory(), freshDirectory()];
  const file = join(home, name);
  writeFileSync(file, JSON.stringify(content));
  from(cwd);
  return { home, cwd, file };
}

const put = (folder: string, name: string): void => {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, name), 'something');
};

describe('a path in kiosk.json', () => {
  it.each([[{ dataDir: 'data/kiosk' }], [{}]])(
    'is relative to the folder of the file, wherever the program starts: %j',
    (more) => {
      const { home, file } = twoFolders('kiosk.json', { ...kiosk, ...more });
      const loaded = loadDeviceConfig(file, {});
      expect(loaded).toMatchObject({ ok: true, config: { dataDir: join(home, 'data/kiosk') } });
      expect(loaded).toMatchObject({
        paths: [{ key: 'dataDir', path: join(home, 'data/kiosk'), against: 'the folder of the file' }],
      });
    },
  );

  it('is so for the certificate too, and stays unchanged if it is absolute', () => {
    const { home, file } = twoFolders('kiosk.json', {
      ...kiosk,
      dataDir: '/var/lib/yaoju',
      fleet: { ...kiosk.fleet, ca: 'ca.pem' },
    });
    writeFileSync(join(home, 'ca.pem'), testCertificate);
    expect(loadDeviceConfig(file, {})).toMatchObject({
      ok: true,
      config: { dataDir: '/var/lib/yaoju', fleet: { ca: testCertificate } },
    });
  });

  it('is relative to the working directory if it comes from the environment, and that is reported', () => {
    const { cwd, file } = twoFolders('kiosk.json', { ...kiosk, dataDir: 'data/kiosk' });
    expect(loadDeviceConfig(file, { YAOJU_DATADIR: 'mine' })).toMatchObject({
      ok: true,
      config: { dataDir: join(cwd, 'mine') },
      paths: [{ key: 'dataDir', path: join(cwd, 'mine'), against: 'the working directory' }],
    });
  });

  it('never begins a second ledger if the working directory has one', () => {
    const { home, cwd, file } = twoFolders('kiosk.json', { ...kiosk, dataDir: 'data/kiosk' });
    put(join(cwd, 'data/kiosk'), 'ledger.db');
    const refused = loadDeviceConfig(file, {});
    expect(refused).toMatchObject({ ok: false });
    if (refused.ok) return;
    expect(refused.line).not.toContain('\n');
    for (const part of [file, join(home, 'data/kiosk'), join(cwd, 'data/kiosk'), 'dataDir', '账本'])
      expect(refused.line).toContain(part);
    put(join(home, 'data/kiosk'), 'ledger.db');
    expect(loadDeviceConfig(file, {})).toMatchObject({ ok: true, config: { dataDir: join(home, 'data/kiosk') } });
  });
});

describe('a path in fleet.json', () => {
  it('is relative to the folder of the file: database, certificate and key', () => {
    const { home, file } = twoFolders('fleet.json', { mqtt: { tls: { cert: 'c.pem', key: 'keys/k.pem' } } });
    expect(readFleetConfig(file, {})).toMatchObject({
      ok: true,
      config: {
        dataDir: join(home, 'data/fleet'),
        mqtt: { tls: { cert: join(home, 'c.pem'), key: join(home, 'keys/k.pem') } },
      },
    });
  });

  it('never begins a second database if the working directory has one', () => {
    const { cwd, file } = twoFolders('fleet.json', {});
    put(join(cwd, 'data/fleet'), 'fleet.db');
    expect(readFleetConfig(file, {})).toMatchObject({ ok: false, line: expect.stringContaining(cwd) });
    expect(readFleetConfig(null, {})).toMatchObject({ ok: true, config: { dataDir: join(cwd, 'data/fleet') } });
  });
});

describe('a USB identity in kiosk.json', () => {
  const load = (port: string) => {
    const { file } = twoFolders('kiosk.json', { ...kiosk, board: { driver: 'lbp', port } });
    return loadDeviceConfig(file, {});
  };

  it.each(['usb:1a86:7523', 'USB:1A86:7523', 'usb:1a86:7523:A5 01', '/dev/serial/by-path/pci-0:1'])(
    'accepts %j',
    (port) => {
      expect(load(port)).toMatchObject({ ok: true, config: { board: { port } } });
    },
  );

  it.each(['usb:0x1a86:0x7523', 'usb:1a86', 'usb:1a86:7523:', 'usb:1a86:7523 ', 'usb:1a86:7523:A ', 'usb: 1a86:7523'])(
    'refuses %j, which is not a path either',
    (port) => {
      const loaded = load(port);
      expect(loaded).toMatchObject({ ok: false, line: expect.stringMatching(/board\.port holds .*usb:VID:PID/) });
    },
  );
});
