import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Sessions } from '../../../fleet/auth/sessions.ts';
import type { Users } from '../../../fleet/auth/users.ts';
import type { FleetStore } from '../../../fleet/ports/fleet-store.ts';
import { root } from '../../../shared/areas/jiangxi.ts';
import { peopleIn, type TestPeople } from '../../support/fleet/people.ts';
import { openStore, replaceIn } from '../../support/fleet/store.ts';

const first = 'first-password';
const other = 'other-password';
const hourMs = 3_600_000;
let now: number;
let store: FleetStore;
let users: Users;
let sessions: Sessions;

const names = () =>
  users
    .all()
    .map(({ user }) => user)
    .sort();
let signIn: TestPeople['signIn'];
const codeOf = (outcome: PromiseSettledResult<unknown>) =>
  outcome.status === 'fulfilled' ? 'ok' : outcome.reason.code;
/** Does things at the same time; returns how each ended. */
const atOnce = async (...things: Promise<unknown>[]) => (await Promise.allSettled(things)).map(codeOf);

beforeEach(async () => {
  now = Date.UTC(2026, 5, 1);
  store = await openStore(':memory:', now);
  ({ users, sessions, signIn } = await peopleIn(store, { now: () => now }));
  await users.add({ user: 'admin', role: 'admin', area: root }, first);
  await users.add({ user: 'ann', role: 'staff', area: root }, first);
});
afterEach(() => store.close());

describe('users, if two things happen at the same time', () => {
  it('a user who is removed while signing in is out, and stays out', async () => {
    expect(await atOnce(signIn('ann', first), users.drop('ann'))).toEqual(['wrong-password', 'ok']);
    expect(names()).toEqual(['admin']);
    expect((await store.users()).map(({ user }) => user)).toEqual(['admin']);
  });

  it('a sign-in restores neither the earlier role nor the earlier password', async () => {
    await atOnce(signIn('ann', first), users.change('ann', { role: 'viewer' }));
    expect(users.all().find(({ user }) => user === 'ann')?.role).toBe('viewer');
    await atOnce(
      signIn('ann', first),
      signIn('ann', first),
      users.change('ann', { password: other }),
      signIn('ann', first),
    );
    expect(await atOnce(signIn('ann', first), signIn('ann', other))).toEqual(['wrong-password', 'ok']);
  });

  it('no earlier session outlives a new password', async () => {
    const { token } = await signIn('ann', first);
    await Promise.all([users.change('ann', { password: other }), sessions.bySession(token)]);
    expect(await sessions.bySession(token)).toBeNull();
  });

  it('no session outlives its end, even if it is prolonged at that moment', async () => {
    const { token } = await signIn('ann', first);
    const save = store.saveSession.bind(store);
    let signedOut = Promise.resolve();
    replaceIn(store, {
      saveSession: async (record) => {
        signedOut = sessions.signOut(token);
        await new Promise(setImmediate);
        await save(record);
      },
    });
    now += 4 * hourMs;
    await sessions.bySession(token);
    await signedOut;
    expect(await sessions.bySession(token)).toBeNull();
  });

  it('the changes of two people to a user are both kept', async () => {
    await Promise.all([users.change('ann', { role: 'viewer' }), users.change('ann', { area: '360100' })]);
    expect(users.all().find(({ user }) => user === 'ann')).toMatchObject({ role: 'viewer', area: '360100' });
  });

  it('one name is created once', async () => {
    const bob = { user: 'bob', role: 'staff' as const, area: root };
    expect((await atOnce(users.add(bob, first), users.add(bob, other))).sort()).toEqual(['exists', 'ok']);
  });

  it('there is always an administrator of all areas', async () => {
    await users.add({ user: 'bob', role: 'admin', area: root }, first);
    await users.add({ user: 'eve', role: 'admin', area: '360100' }, first);
    expect(await atOnce(users.drop('admin'), users.drop('bob'))).toEqual(['ok', 'forbidden']);
    expect(await atOnce(users.change('bob', { role: 'staff' }), users.change('bob', { area: '360100' }))).toEqual([
      'forbidden',
      'forbidden',
    ]);
    expect(names()).toEqual(['ann', 'bob', 'eve']);
  });
});
