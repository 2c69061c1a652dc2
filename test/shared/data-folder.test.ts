import fs, { chmodSync, lstatSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { protectDataFolder } from '../../shared/config/data-folder.ts';
import { FleetConfig } from '../../shared/config/fleet.ts';
import { hasSecretValues, readableByOthers, runsAsRoot } from '../../shared/config/safe-surroundings.ts';
import { freshDirectory } from '../support/fresh-directory.ts';

const uid = process.getuid?.() ?? null;
const isOwn = (name: string): boolean => name.startsWith('fleet.');
const modeOf = (path: string): number => lstatSync(path).mode & 0o777;

describe('a data folder', () => {
  it('is made for its user alone', () => {
    const path = join(freshDirectory(), 'a', 'b');
    expect(protectDataFolder(fs, uid, { path, isOwn })).toBeNull();
    expect(modeOf(path)).toBe(0o700);
  });

  it('loses the permissions of others, with the files of the program and no others', () => {
    const path = freshDirectory();
    chmodSync(path, 0o755);
    for (const name of ['fleet.db', 'fleet.db-wal', 'notes.txt']) {
      writeFileSync(join(path, name), '');
      chmodSync(join(path, name), 0o664);
    }
    expect(protectDataFolder(fs, uid, { path, isOwn })).toBeNull();
    expect(modeOf(path)).toBe(0o700);
    expect(modeOf(join(path, 'fleet.db'))).toBe(0o600);
    expect(modeOf(join(path, 'fleet.db-wal'))).toBe(0o600);
    expect(modeOf(join(path, 'notes.txt'))).toBe(0o664);
  });

  it('may be reached through a link, but none of its files', () => {
    const here = freshDirectory();
    mkdirSync(join(here, 'disk'));
    symlinkSync(join(here, 'disk'), join(here, 'data'));
    expect(protectDataFolder(fs, uid, { path: join(here, 'data'), isOwn })).toBeNull();
    symlinkSync(join(here, 'elsewhere.db'), join(here, 'disk', 'fleet.db'));
    expect(protectDataFolder(fs, uid, { path: join(here, 'data'), isOwn })).toMatchObject({
      en: expect.stringContaining('fleet.db is a symbolic link'),
      zh: expect.stringContaining('是符号链接'),
    });
  });

  it("is refused if it is another user's", () => {
    const path = freshDirectory();
    expect(protectDataFolder(fs, (uid ?? 0) + 1, { path, isOwn })).toMatchObject({
      en: expect.stringContaining('belongs to another user'),
      zh: expect.stringContaining('属于另一个系统用户'),
    });
  });

  it('keeps the modes of a system without users', () => {
    const path = freshDirectory();
    chmodSync(path, 0o755);
    expect(protectDataFolder(fs, null, { path, isOwn })).toBeNull();
    expect(modeOf(path)).toBe(0o755);
  });
});

describe('the surroundings of a program', () => {
  it('are worth a warning if others may read a file with secrets', () => {
    const file = join(freshDirectory(), 'kiosk.json');
    writeFileSync(file, '{}', { mode: 0o600 });
    expect(readableByOthers(fs, uid, file)).toBeNull();
    for (const mode of [0o640, 0o604, 0o644]) {
      chmodSync(file, mode);
      expect(readableByOthers(fs, uid, file)?.en).toContain(`chmod 600 ${file}`);
    }
  });

  it('know a secret value from a plain one', () => {
    expect(hasSecretValues(FleetConfig, FleetConfig.parse({}))).toBe(false);
    expect(hasSecretValues(FleetConfig, FleetConfig.parse({ broker: 'mqtts://broker.example' }))).toBe(false);
    expect(hasSecretValues(FleetConfig, FleetConfig.parse({ broker: 'mqtts://fleet:word@broker.example' }))).toBe(true);
  });

  it('are worth a warning if the program runs as root', () => {
    expect(runsAsRoot(0)?.zh).toContain('root');
    expect(runsAsRoot(1000)).toBeNull();
    expect(runsAsRoot(null)).toBeNull();
  });
});
