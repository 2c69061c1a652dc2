import { describe, expect, it } from 'vitest';
import type { UserStore } from '../../../fleet/ports/user-store.ts';
import type { SessionRecord, UserRecord } from '../../../fleet/registry/user-records.ts';
import { noon } from '../../support/fleet/two-machines.ts';
import { openedStore, type UnderTest } from './under-test.ts';

const user: UserRecord = {
  user: 'wang',
  role: 'staff',
  area: '3601',
  created: noon,
  lastSignIn: null,
  password: 'scrypt$x$y',
};
const session = (number: number, more: Partial<SessionRecord> = {}): SessionRecord => ({
  token: `t${number}`,
  id: `i${number}`,
  user: 'wang',
  created: noon,
  seen: noon + number,
  expires: noon + 10 * number,
  ends: noon + 1000,
  address: '192.0.2.7',
  agent: 'Firefox · Linux',
  ...more,
});

/** What every implementation of `UserStore` does. */
export function userStoreSuite(name: string, open: () => Promise<UnderTest<UserStore>>): void {
  describe(`users: ${name}`, () => {
    const opened = openedStore(open);
    const idsOf = async (of: string) => (await opened.store.sessionsOf(of)).map(({ id }) => id);

    it('keeps users and their sessions', async () => {
      const { store } = opened;
      await store.saveUser(user);
      for (const number of [1, 2, 3]) await store.saveSession(session(number));
      expect(await store.users()).toEqual([user]);
      expect(await store.session('t2')).toEqual(session(2));
      await store.saveSession(session(2, { seen: noon + 9, expires: noon + 99 }));
      expect(await idsOf('wang')).toEqual(['i2', 'i3', 'i1']);
      expect(await store.session('t2')).toEqual(session(2, { seen: noon + 9, expires: noon + 99 }));
      await store.dropUser('wang');
      expect([await store.users(), await store.session('t2')]).toEqual([[], null]);
    });

    it('drops sessions by token, by user, by id and by their end', async () => {
      const { store } = opened;
      for (const number of [1, 2, 3, 4, 5]) await store.saveSession(session(number));
      await store.saveSession(session(6, { user: 'li', ends: noon + 5 }));
      await store.dropSessions({ endedBy: noon + 10 });
      expect([await idsOf('wang'), await idsOf('li')]).toEqual([['i5', 'i4', 'i3', 'i2'], []]);
      await store.dropSessions({ token: 't2' });
      await store.dropSessions({ user: 'wang', id: 'i3' });
      await store.dropSessions({ user: 'li', id: 'i4' });
      expect(await idsOf('wang')).toEqual(['i5', 'i4']);
      await store.dropSessions({ user: 'wang', except: 'i4' });
      expect(await idsOf('wang')).toEqual(['i4']);
      await store.dropSessions({ user: 'wang' });
      expect(await idsOf('wang')).toEqual([]);
    });

    it("puts one session in place of all of a user's", async () => {
      const { store } = opened;
      for (const number of [1, 2, 3]) await store.saveSession(session(number));
      await store.saveSession(session(4, { user: 'li' }));
      await store.replaceSessions(session(5));
      expect([await idsOf('wang'), await idsOf('li')]).toEqual([['i5'], ['i4']]);
    });

    it('keeps failed sign-ins until they are taken back or old', async () => {
      const { store } = opened;
      const failed = (key: string, tries: number, at: number) => ({ key, tries, at, until: at + 60 });
      await store.saveSignInFailures([failed('a', 1, noon), failed('b', 2, noon + 5)]);
      await store.saveSignInFailures([failed('a', 3, noon + 7)]);
      const kept = async () => [...(await store.signInFailures())].sort((a, b) => (a.key < b.key ? -1 : 1));
      expect(await kept()).toEqual([failed('a', 3, noon + 7), failed('b', 2, noon + 5)]);
      await store.saveSignInFailures([failed('a', 0, 0)]);
      expect(await kept()).toEqual([failed('b', 2, noon + 5)]);
      await store.saveSignInFailures([], noon + 6);
      expect(await kept()).toEqual([]);
      expect(await store.userRequests()).toEqual([]);
    });
  });
}
