import { lstatSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Authorities } from '../../../fleet/pki/authorities.ts';
import { SecretFolder } from '../../../fleet/pki/secret-folder.ts';
import { freshDirectory } from '../../support/fresh-directory.ts';

const now = Date.UTC(2026, 10, 1);

describe('the folder of the keys', () => {
  it('holds what its user alone may read', () => {
    const path = join(freshDirectory(), 'pki');
    const folder = new SecretFolder(path);
    folder.write('a.pem', 'one');
    expect(lstatSync(path).mode & 0o777).toBe(0o700);
    expect(lstatSync(join(path, 'a.pem')).mode & 0o777).toBe(0o600);
    expect([folder.read('a.pem'), folder.read('b.pem')]).toEqual(['one', null]);
  });

  it('is written again if it is deleted, so that the next start has the same authority', () => {
    const path = join(freshDirectory(), 'pki');
    const first = new SecretFolder(path);
    const authorities = Authorities.open(first, now).certificates();
    expect(first.restoreMissing()).toEqual([]);
    rmSync(path, { recursive: true });
    expect(first.restoreMissing().sort()).toEqual(['authorities.pem', 'authority-1.pem']);
    expect(lstatSync(path).mode & 0o777).toBe(0o700);
    expect(Authorities.open(new SecretFolder(path), now).certificates()).toEqual(authorities);
  });

  it('keeps what somebody else put there', () => {
    const folder = new SecretFolder(join(freshDirectory(), 'pki'));
    folder.write('a.pem', 'one');
    writeFileSync(folder.pathOf('a.pem'), 'two');
    expect(folder.restoreMissing()).toEqual([]);
    expect(folder.read('a.pem')).toBe('two');
  });
});
