import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { UserAdministration } from '../../../fleet/auth/user-administration.ts';
import type { FleetStore } from '../../../fleet/ports/fleet-store.ts';
import type { Principal } from '../../../fleet/registry/records.ts';
import { root } from '../../../shared/areas/jiangxi.ts';
import { browser, peopleIn, type TestPeople } from '../../support/fleet/people.ts';
import { openStore } from '../../support/fleet/store.ts';

const city = '360100';
const chief: Principal = { user: 'admin', role: 'admin', area: root };
const local: Principal = { user: 'ann', role: 'admin', area: city };

describe('an administrator', () => {
  let administration: UserAdministration;
  let people: TestPeople;
  let store: FleetStore;
  let now: number;

  beforeEach(async () => {
    now = Date.UTC(2026, 5, 1);
    store = await openStore(':memory:', now);
    people = await peopleIn(store, { now: () => now });
    administration = people.administration;
    await people.users.add({ user: 'admin', role: 'admin', area: root }, 'first-password');
    await people.users.add({ user: 'ann', role: 'admin', area: city }, 'first-password');
  });
  afterEach(() => store.close());

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
    for (const attempt of [
      administration.drop(local, 'admin'),
      administration.reset(local, 'admin', { secondFactor: true }),
    ])
      await expect(attempt).rejects.toMatchObject({ code: 'not-found' });
    expect(() => administration.sessions(local, 'admin')).toThrow('there is no user admin');
    expect(() => administration.endSessions(local, 'admin')).toThrow('there is no user admin');
  });

  it('changes neither their own role nor their own area, but may repeat them', async () => {
    await expect(administration.change(local, 'ann', { role: 'viewer' })).rejects.toMatchObject({ code: 'forbidden' });
    await expect(administration.change(local, 'ann', { area: '360103' })).rejects.toMatchObject({ code: 'forbidden' });
    expect(await administration.change(local, 'ann', { role: 'admin', area: city })).toMatchObject({ role: 'admin' });
    expect(await administration.change(chief, 'ann', { role: 'viewer' })).toMatchObject({ role: 'viewer' });
  });

  it('does not delete, reset, lock or set a password for their own account', async () => {
    for (const attempt of [
      administration.drop(local, 'ann'),
      administration.reset(chief, 'admin', { secondFactor: false }),
      administration.change(chief, 'admin', { locked: true }),
      administration.change(chief, 'admin', { password: 'another-password-7' }),
    ])
      await expect(attempt).rejects.toMatchObject({ code: 'forbidden' });
  });

  it('resets a user: sessions end, the old password is gone, the code sets another one once', async () => {
    const { token } = await people.signIn('ann', 'first-password');
    const { invitation, state } = await administration.reset(chief, 'ann', { secondFactor: false });
    expect(state).toBe('invited');
    expect(people.ended.times).toBeGreaterThan(0);
    expect(await people.sessions.bySession(token)).toBeNull();
    await expect(people.signIn('ann', 'first-password')).rejects.toMatchObject({ code: 'wrong-password' });
    const accept = (code: string, password = 'quite-another-word') =>
      people.entrance.byInvitation({ user: 'ann', code, password }, browser());
    await expect(accept('00000-00000-00000-00000')).rejects.toMatchObject({ code: 'wrong-code' });
    await expect(accept(invitation?.code ?? '', 'ann-password1')).rejects.toMatchObject({ code: 'weak-password' });
    expect((await accept(` ${invitation?.code.toLowerCase().replaceAll('-', ' ')}`)).principal.user).toBe('ann');
    await expect(accept(invitation?.code ?? '')).rejects.toMatchObject({ code: 'wrong-code' });
    expect((await people.signIn('ann', 'quite-another-word')).principal.user).toBe('ann');
  });

  it('invites a user, whose code ends after three days', async () => {
    const bob = { user: 'bob', role: 'technician', area: '360102' } as const;
    const { state, invitation } = await administration.add(local, bob);
    expect(state).toBe('invited');
    await expect(people.signIn('bob', '')).rejects.toMatchObject({ code: 'wrong-password' });
    now = invitation?.expires ?? 0;
    const late = { user: 'bob', code: invitation?.code ?? '', password: 'quite-another-word' };
    await expect(people.entrance.byInvitation(late, browser())).rejects.toMatchObject({ code: 'wrong-code' });
  });

  it('locks a user out at once, and unlocks them', async () => {
    const { token } = await people.signIn('ann', 'first-password');
    expect(await administration.change(chief, 'ann', { locked: true })).toMatchObject({ locked: true });
    expect(await people.sessions.bySession(token)).toBeNull();
    await expect(people.signIn('ann', 'first-password')).rejects.toMatchObject({ code: 'forbidden' });
    await expect(people.signIn('ann', 'wrong')).rejects.toMatchObject({ code: 'wrong-password' });
    await administration.change(chief, 'ann', { locked: false });
    expect((await people.signIn('ann', 'first-password')).principal.user).toBe('ann');
  });

  it('ends sessions by another role, and keeps them over another area', async () => {
    const { token } = await people.signIn('ann', 'first-password');
    await administration.change(chief, 'ann', { area: '360200' });
    expect(await people.sessions.bySession(token)).toMatchObject({ principal: { area: '360200' } });
    await administration.change(chief, 'ann', { role: 'viewer' });
    expect(await people.sessions.bySession(token)).toBeNull();
  });

  it('takes no name that stands for a program, in any spelling', async () => {
    for (const user of ['program', 'Program', 'SYSTEM', 'environment', 'command'])
      await expect(administration.add(chief, { user, role: 'viewer', area: root })).rejects.toMatchObject({
        code: 'exists',
      });
  });
});
