import { describe, expect, it } from 'vitest';
import type { UserStore } from '../../../fleet/ports/user-store.ts';
import type { UserRecord } from '../../../fleet/registry/records.ts';
import { noon } from '../../support/fleet/two-machines.ts';
import { openedStore, type UnderTest } from './under-test.ts';

/** What every implementation of `UserStore` does. */
export function userStoreSuite(name: string, open: () => Promise<UnderTest<UserStore>>): void {
  describe(`users: ${name}`, () => {
    const opened = openedStore(open);

    it('keeps users and their sessions', async () => {
      const user: UserRecord = {
        user: 'wang',
        role: 'staff',
        area: '3601',
        created: noon,
        lastSignIn: null,
        password: 'scrypt$x$y',
      };
      await opened.store.saveUser(user);
      await opened.store.saveSession({ token: 't1', user: 'wang', expires: noon + 10 });
      await opened.store.saveSession({ token: 't2', user: 'wang', expires: noon + 20 });
      expect(await opened.store.users()).toEqual([user]);
      await opened.store.dropSessions({ expiredBy: noon + 10 });
      expect([await opened.store.session('t1'), (await opened.store.session('t2'))?.user]).toEqual([null, 'wang']);
      await opened.store.dropUser('wang');
      expect([await opened.store.users(), await opened.store.session('t2')]).toEqual([[], null]);
    });
  });
}
