import { beforeEach, describe, expect, it } from 'vitest';
import { SignInThrottle } from '../../fleet/auth/throttle.ts';
import { UserAdministration } from '../../fleet/auth/user-administration.ts';
import { Users } from '../../fleet/auth/users.ts';
import { limits } from '../../fleet/limits.ts';
import type { Principal } from '../../fleet/registry/records.ts';
import { root } from '../../shared/areas/jiangxi.ts';

const store = {
  users: async () => [],
  saveUser: async () => {},
  dropUser: async () => {},
  saveSession: async () => {},
  session: async () => null,
  dropSessions: async () => {},
};
const city = '360100';
const chief: Principal = { user: 'admin', role: 'admin', area: root };
const local: Principal = { user: 'ann', role: 'admin', area: city };

describe('an administrator', () => {
  let administration: UserAdministration;

  beforeEach(async () => {
    const users = new Users(store, { now: () => 0 });
    await users.open('first-password');
    await users.add({ user: 'ann', role: 'admin', area: city }, 'first-password');
    administration = new UserAdministration(users);
  });

  it('sees the users of their own area, and nobody’s password', () => {
    expect(administration.list(local).map(({ user }) => user)).toEqual(['ann']);
    expect(administration.list(chief).map(({ user }) => user)).toEqual(['admin', 'ann']);
    expect(JSON.stringify(administration.list(chief))).not.toContain('scrypt');
  });

  it('gives nobody access outside their own area, and finds nobody there', async () => {
    const bob = { user: 'bob', role: 'viewer', area: '360200' } as const;
    await expect(administration.add(local, { ...bob, password: 'first-password' })).rejects.toMatchObject({
      code: 'forbidden',
    });
    await expect(administration.change(local, 'ann', { area: root })).rejects.toMatchObject({ code: 'forbidden' });
    await expect(administration.change(local, 'admin', {})).rejects.toMatchObject({ code: 'not-found' });
    expect(() => administration.drop(local, 'admin')).toThrow('there is no user admin');
  });

  it('changes neither their own role nor their own area, but may repeat them', async () => {
    await expect(administration.change(local, 'ann', { role: 'viewer' })).rejects.toMatchObject({ code: 'forbidden' });
    await expect(administration.change(local, 'ann', { area: '360103' })).rejects.toMatchObject({ code: 'forbidden' });
    expect(await administration.change(local, 'ann', { role: 'admin', area: city })).toMatchObject({ role: 'admin' });
    expect(await administration.change(chief, 'ann', { role: 'viewer' })).toMatchObject({ role: 'viewer' });
  });
});

describe('sign-in tries', () => {
  it('are refused after several failed ones under one key, until the time is over or somebody signed in', () => {
    const throttle = new SignInThrottle();
    for (let tries = 0; tries < limits.signInTries; tries += 1) {
      expect(throttle.isSlowed(['user ann', 'from here'], 0)).toBe(false);
      throttle.fail(['user ann', `from ${tries}`], 0);
    }
    expect(throttle.isSlowed(['user ann', 'from elsewhere'], limits.signInSlowMs - 1)).toBe(true);
    expect(throttle.isSlowed(['user bob', 'from elsewhere'], 0)).toBe(false);
    expect(throttle.isSlowed(['user ann'], limits.signInSlowMs)).toBe(false);
    for (let tries = 0; tries < limits.signInTries; tries += 1) throttle.fail(['user ann'], 0);
    throttle.clear(['user ann']);
    expect(throttle.isSlowed(['user ann'], 0)).toBe(false);
  });
});
