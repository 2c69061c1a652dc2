import { randomBytes, scryptSync } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isWeakPassword } from '../../../fleet/auth/password-strength.ts';
import { hashPassword, isPassword, isWeakHash, usualCost } from '../../../fleet/auth/passwords.ts';
import type { FleetStore } from '../../../fleet/ports/fleet-store.ts';
import { root } from '../../../shared/areas/jiangxi.ts';
import { peopleIn } from '../../support/fleet/people.ts';
import { openStore } from '../../support/fleet/store.ts';

/** A hash as 1.0.0 stored it. */
function oldHash(password: string): string {
  const salt = randomBytes(16);
  const key = scryptSync(password, salt, 32, { N: 16_384, r: 8, p: 1 });
  return `scrypt$${salt.toString('base64')}$${key.toString('base64')}`;
}

describe('a hash', () => {
  it('names its cost, which may rise, and is checked with that', async () => {
    const kept = await hashPassword('first-password');
    expect(kept).toMatch(/^scrypt\$ln=15,r=8,p=3\$/);
    expect([await isPassword('first-password', kept), await isPassword('other', kept)]).toEqual([true, false]);
    expect([isWeakHash(kept), isWeakHash(oldHash('x'))]).toEqual([false, true]);
  });

  it.each(['', 'scrypt', 'scrypt$$', 'bcrypt$a$b', 'scrypt$ln=99,r=8,p=1$AAAA$AAAA', 'scrypt$a$b$c$d'])(
    'that cannot be read, %j, is no password',
    async (kept) => expect(await isPassword('', kept)).toBe(false),
  );
});

describe('a new password', () => {
  it.each([
    'short',
    'password12',
    '          ',
    '1234567890',
    'qwertyuiop',
    'Password123!',
    'Admin@123456',
    'zhangsan123',
    'ZhangSan2026',
    'zhangsan-zhangsan-1',
    'yaoju123456',
    'aaaaaaaaaaaaaaaaaa',
    '密码密码密码密码密码',
    'contraceptive',
    'Contraceptive2026',
    'contraceptives!',
    'free condoms 2026',
    'biyuntao123',
    'BiYunYaoJu2026',
    'mianfei-biyuntao',
    'yaojuguanliyuan',
    'nanchangxian2026',
    'QingShanHuQu1',
    'jiangxi-ganzhou',
    '避孕药具避孕药具避孕',
    '江西省药具管理站管理员',
    '南昌县药具站2026年',
    '青山湖区计生药具管理',
  ])('%j is refused', async (password) => expect(await isWeakPassword(password, 'zhangsan')).toBe(true));

  it.each([
    'first-password',
    'correct horse battery',
    'tK3-nf8_qXw0',
    'x9!'.padEnd(200, 'ab cd?'),
    '绿色的水壶在窗台唱歌',
  ])('%j is taken', async (password) => expect(await isWeakPassword(password, 'zhangsan')).toBe(false));
});

describe('a hash of 1.0.0', () => {
  let store: FleetStore;
  beforeEach(async () => {
    store = await openStore(':memory:', 0);
  });
  afterEach(() => store.close());

  it('still lets its user in, and is replaced by a stronger one then', async () => {
    const kept = oldHash('first-password');
    await store.saveUser({ user: 'ann', role: 'staff', area: root, created: 0, lastSignIn: null, password: kept });
    const { signIn } = await peopleIn(store, { now: () => 0 }, usualCost);
    await expect(signIn('ann', 'wrong')).rejects.toMatchObject({ code: 'wrong-password' });
    expect((await store.users())[0]?.password).toBe(kept);
    await signIn('ann', 'first-password');
    const now = (await store.users())[0]?.password ?? '';
    expect([now === kept, isWeakHash(now)]).toEqual([false, false]);
    expect((await signIn('ann', 'first-password')).principal.user).toBe('ann');
  });
});
