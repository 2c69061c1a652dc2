import { generateKeyPairSync, randomBytes, scryptSync, sign } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { privateFiles } from '../../../device/adapters/private-files.ts';
import { recentErrors } from '../../../device/adapters/staff/host.ts';
import { isSigned } from '../../../device/adapters/staff/label-signature.ts';
import { staffParts } from '../../../device/adapters/staff/staff-parts.ts';
import { pinSlowdown } from '../../../device/agent/pin-slowdown.ts';
import type { PinVerdict } from '../../../device/core/screen/staff/state.ts';
import { MachineId } from '../../../shared/contracts/ids.ts';
import type { StaffMember } from '../../../shared/contracts/staff.ts';
import { freshDirectory } from '../../support/fresh-directory.ts';

const noLog = (_: string, message: string) => expect.fail(message);

function member(id: string, pin: string, role: StaffMember['role'] = 'filler'): StaffMember {
  const salt = randomBytes(16);
  const key = scryptSync(pin, salt, 32, { N: 2 ** 10, r: 8, p: 1 });
  return {
    id,
    name: `name of ${id}`,
    role,
    pin: { ln: 10, r: 8, p: 1, salt: salt.toString('base64'), key: key.toString('base64') },
  };
}

/** Staff parts on a data folder. `upMs` is the monotonic clock. */
function partsOn(dataDir: string, { usbFolder = null as string | null, upMs = (): number => 0, isStick = true } = {}) {
  return staffParts({
    config: {
      dataDir,
      machine: MachineId.parse('TEST-1'),
      staff: { pin: '471108', showBook: false, usbFolder },
      fleet: { password: 'the secret of the fleet' },
    },
    slowdown: pinSlowdown(upMs, privateFiles(dataDir, noLog).pins),
    log: noLog,
    errors: () => [],
    version: '1.2.3',
    screenKey: 'the key of the screen',
    now: () => Date.UTC(2026, 10, 29),
    isStick: () => isStick,
  });
}

const check = (parts: ReturnType<typeof partsOn>, person: string | null, pin: string): Promise<PinVerdict> =>
  new Promise((resolve) => parts.check(person, pin, resolve));

describe('signing in on a computer', () => {
  it('knows a person by their own PIN only, after a restart too, and the shared PIN', async () => {
    const dataDir = freshDirectory();
    const parts = partsOn(dataDir);
    parts.take({ version: 3, staff: [member('p-1', '123456'), member('p-2', '654321', 'technician')] }, 0);
    expect(await check(parts, 'p-1', '654321')).toEqual({ kind: 'wrong' });
    expect(await check(parts, 'p-1', '１２３４５６')).toMatchObject({ kind: 'right', person: { id: 'p-1' } });
    expect(await check(parts, null, '471108')).toEqual({ kind: 'right', person: null });
    expect(await check(parts, 'p-9', '471108')).toEqual({ kind: 'wrong' });
    const restarted = partsOn(dataDir);
    expect(restarted.people()).toEqual(parts.people());
    expect(await check(restarted, 'p-2', '654321')).toMatchObject({ person: { role: 'technician' } });
    expect(statSync(join(dataDir, 'staff.json')).mode & 0o777).toBe(0o600);
  });

  it('a person who is struck off is gone at once, and no older list brings them back', async () => {
    const dataDir = freshDirectory();
    const parts = partsOn(dataDir);
    const both = [member('p-1', '123456'), member('p-2', '654321')];
    parts.take({ version: 3, staff: both }, 0);
    parts.take({ version: 4, staff: both.slice(1) }, 3);
    parts.take({ version: 3, staff: both }, 4);
    expect(
      partsOn(dataDir)
        .people()
        .map(({ id }) => id),
    ).toEqual(['p-2']);
    parts.take({ version: 5 }, 4);
    expect(partsOn(dataDir).people()).toEqual([]);
    expect(await check(parts, 'p-2', '654321')).toEqual({ kind: 'wrong' });
  });

  it('a damaged list is as none', async () => {
    const dataDir = freshDirectory();
    writeFileSync(join(dataDir, 'staff.json'), '{"version":1,"staff":[{"id":');
    const parts = partsOn(dataDir);
    expect(parts.people()).toEqual([]);
    expect(await check(parts, null, '471108')).toMatchObject({ kind: 'right' });
  });

  it('is slowed down for each person and for all together, over restarts', async () => {
    const dataDir = freshDirectory();
    let upMs = 0;
    const parts = partsOn(dataDir, { upMs: () => upMs });
    const people = Array.from({ length: 6 }, (_, n) => member(`p-${n}`, '123456'));
    parts.take({ version: 1, staff: people }, 0);
    for (let n = 0; n < 3; n += 1) expect(await check(parts, 'p-0', '000000')).toEqual({ kind: 'wrong' });
    expect(await check(parts, 'p-0', '123456')).toEqual({ kind: 'wait', waitMs: 1000 });
    expect(await check(parts, 'p-1', '123456')).toMatchObject({ kind: 'right' });
    for (let n = 0; n < 12; n += 1) await check(parts, `p-${2 + (n % 4)}`, '000000');
    expect(await check(parts, 'p-1', '123456')).toMatchObject({ kind: 'wait' });
    expect(await check(partsOn(dataDir, { upMs: () => upMs }), 'p-1', '123456')).toMatchObject({ kind: 'wait' });
    upMs = 130_000;
    expect(await check(parts, 'p-1', '123456')).toMatchObject({ kind: 'right' });
  });
});

describe('signatures of labels', () => {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const key = Buffer.from(publicKey.export({ format: 'jwk' }).x ?? '', 'base64url').toString('base64');
  const signature = sign(null, Buffer.from('text'), privateKey).toString('base64url');

  it('hold for the very text and one of the keys', () => {
    expect(isSigned('text', signature, [Buffer.alloc(32).toString('base64'), key])).toBe(true);
    expect(isSigned('test', signature, [key])).toBe(false);
    expect(isSigned('text', signature.slice(1), [key])).toBe(false);
    expect(isSigned('text', signature, [])).toBe(false);
    expect(isSigned('text', '', ['x'])).toBe(false);
  });
});

describe('the support bundle', () => {
  it('loses every secret of this computer, should one be in it', () => {
    const parts = partsOn(freshDirectory());
    const [person] = [member('p-1', '123456')];
    parts.take({ version: 1, staff: [person as StaffMember] }, 0);
    const secrets = [
      '471108',
      'the secret of the fleet',
      'the key of the screen',
      person?.pin.key ?? '',
      person?.pin.salt ?? '',
    ];
    const planted = parts.redacted(JSON.stringify({ log: secrets.join(' '), ok: 'kept' }));
    for (const secret of secrets) expect(planted).not.toContain(secret);
    expect(planted).toContain('kept');
  });

  it('goes to a mounted stick, and nowhere else', () => {
    const usbFolder = join(freshDirectory(), 'usb');
    mkdirSync(usbFolder);
    const parts = partsOn(freshDirectory(), { usbFolder });
    expect(parts.host()).toMatchObject({ stick: 'ready', version: '1.2.3' });
    expect(parts.writeBundle('{}\n')).toBe(true);
    const [name] = readdirSync(usbFolder);
    expect(name).toBe('TEST-1-20261129T000000.json');
    expect(readFileSync(join(usbFolder, name ?? ''), 'utf8')).toBe('{}\n');
    const away = partsOn(freshDirectory(), { usbFolder: join(usbFolder, 'away'), isStick: false });
    expect(away.host().stick).toBe('absent');
    expect(away.writeBundle('{}')).toBe(false);
    expect(existsSync(join(usbFolder, 'away'))).toBe(false);
    expect(partsOn(freshDirectory()).host().stick).toBeNull();
  });
});

it('the last warnings and errors are remembered, newest first, and no more of them', () => {
  const seen: string[] = [];
  const recent = recentErrors(
    (_level, message) => void seen.push(message),
    () => 7,
  );
  for (let n = 0; n < 20; n += 1) recent.log(n % 2 === 0 ? 'info' : 'warn', `a ${n} · 甲 ${n}`, { secret: 'x' });
  recent.log('error', 'only English', {});
  expect(seen).toHaveLength(21);
  expect(recent.errors()).toHaveLength(11);
  expect(recent.errors().slice(0, 2)).toEqual([
    { at: 7, text: { en: 'only English', zh: 'only English' } },
    { at: 7, text: { en: 'a 19', zh: '甲 19' } },
  ]);
  expect(JSON.stringify(recent.errors())).not.toContain('secret');
});
