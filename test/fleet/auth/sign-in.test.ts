import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { addressKey, networksOf } from '../../../fleet/address-key.ts';
import { limits } from '../../../fleet/limits.ts';
import type { FleetStore } from '../../../fleet/ports/fleet-store.ts';
import { root } from '../../../shared/areas/jiangxi.ts';
import { peopleIn, type TestPeople } from '../../support/fleet/people.ts';
import { openStore } from '../../support/fleet/store.ts';

const right = 'first-password';
let now: number;
let store: FleetStore;
let people: TestPeople;

const codeOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'ok',
    (error) => error.code,
  );
const fail = async (name: string, address: string, times: number): Promise<void> => {
  for (let turn = 0; turn < times; turn += 1) await codeOf(people.signIn(name, 'wrong', { address }));
};

beforeEach(async () => {
  now = Date.UTC(2026, 5, 1);
  store = await openStore(':memory:', now);
  people = await peopleIn(store, { now: () => now });
  await people.users.add({ user: 'ann', role: 'staff', area: root }, right);
});
afterEach(() => store.close());

describe('wrong passwords', () => {
  it('slow down their own address, and nobody elsewhere', async () => {
    await fail('ann', '192.0.2.1', limits.signInTries);
    expect(await codeOf(people.signIn('ann', right, { address: '192.0.2.1' }))).toBe('slow-down');
    expect(await codeOf(people.signIn('ann', right, { address: '192.0.2.2' }))).toBe('ok');
  });

  it('do not keep out the browser that was in before, also from the same address', async () => {
    const address = '192.0.2.1';
    const { device } = await people.signIn('ann', right, { address });
    await fail('ann', address, limits.signInTries + 2);
    expect(await codeOf(people.signIn('ann', right, { address }))).toBe('slow-down');
    expect(await codeOf(people.signIn('ann', right, { address, device }))).toBe('ok');
  });

  it('of a browser that was in before are counted too, and another user cannot use it', async () => {
    const address = '192.0.2.1';
    const { device } = await people.signIn('ann', right, { address });
    for (let turn = 0; turn < limits.signInTries; turn += 1)
      await codeOf(people.signIn('ann', 'wrong', { address, device }));
    expect(await codeOf(people.signIn('ann', right, { address, device }))).toBe('slow-down');
    await people.users.add({ user: 'bob', role: 'staff', area: root }, right);
    await fail('bob', address, limits.signInTries);
    expect(await codeOf(people.signIn('bob', right, { address, device }))).toBe('slow-down');
  });

  it('with changing names slow down their address', async () => {
    const address = '192.0.2.1';
    for (let turn = 0; turn < limits.signInTriesOfAddress; turn += 1) await fail(`nobody${turn}`, address, 1);
    expect(await codeOf(people.signIn('ann', right, { address }))).toBe('slow-down');
  }, 30_000);

  it('are still counted after a restart', async () => {
    await fail('ann', '192.0.2.1', limits.signInTries);
    people = await peopleIn(store, { now: () => now });
    expect(await codeOf(people.signIn('ann', right, { address: '192.0.2.1' }))).toBe('slow-down');
    now += limits.signInForgetMs;
    people = await peopleIn(store, { now: () => now });
    expect(await store.signInFailures()).toEqual([]);
    expect(await codeOf(people.signIn('ann', right, { address: '192.0.2.1' }))).toBe('ok');
  });

  it('are kept as hashes only: a password that was typed as the name is not stored', async () => {
    await fail('my-secret-password', '192.0.2.1', 1);
    expect(JSON.stringify(await store.signInFailures())).not.toContain('my-secret');
  });

  it.each([
    ['::ffff:192.0.2.1', '192.0.2.1'],
    ['2001:db8:1:2::7', '2001:db8:1:2::/64'],
    ['2001:db8:1:2:aaaa:bbbb:cccc:dddd', '2001:db8:1:2::/64'],
    ['::1', '0:0:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ])('of the address %s are counted for %s', (address, place) => expect(addressKey(address)).toBe(place));

  it('are counted for the larger networks of an IPv6 address too', () => {
    expect(networksOf('2001:db8:1:2fe::7')).toEqual(['2001:db8:1:2fe::/64', '2001:db8:1:200::/56', '2001:db8:1::/48']);
    expect(networksOf('192.0.2.1')).toEqual(['192.0.2.1', '192.0.2.0/24']);
  });

  it('are bounded in a network of 48 bits, however many smaller ones it has', async () => {
    let checked = 0;
    for (let n = 0; n < 400; n += 1)
      if (
        (await codeOf(people.signIn(`u${n}`, 'wrong', { address: `2001:db8:1:${n.toString(16)}00::1` }))) !==
        'slow-down'
      )
        checked += 1;
    expect(checked).toBe(limits.signInTriesOfAddress * limits.signInTriesGrow ** 2);
    expect(await codeOf(people.signIn('ann', right, { address: '2001:db8:2::1' }))).toBe('ok');
  });
});

describe('a session', () => {
  it('ends when it was not used, and in any case after some days', async () => {
    const idle = await people.signIn('ann', right);
    now += limits.sessionMs - 1;
    expect(await people.sessions.bySession(idle.token)).not.toBeNull();
    now += limits.sessionMs;
    expect(await people.sessions.bySession(idle.token)).toBeNull();
    const used = await people.signIn('ann', right);
    const began = now;
    while (await people.sessions.bySession(used.token)) now += limits.sessionMs / 2;
    expect(now - began).toBeGreaterThanOrEqual(limits.sessionLongestMs);
    expect(now - began).toBeLessThan(limits.sessionLongestMs + limits.sessionMs);
  });

  it('shows where and when, and is ended by its id', async () => {
    const first = await people.signIn('ann', right, { address: '192.0.2.1', agent: 'Firefox · Linux' });
    now += 1000;
    const second = await people.signIn('ann', right, { address: '192.0.2.2' });
    const own = await people.account.sessions(second.principal);
    expect(own).toMatchObject([
      { address: '192.0.2.2', current: true },
      { address: '192.0.2.1', agent: 'Firefox · Linux', created: now - 1000, current: false },
    ]);
    expect(JSON.stringify(own)).not.toContain(first.token);
    await people.account.endSessions(second.principal, own[1]?.id ?? '');
    expect(await people.sessions.bySession(first.token)).toBeNull();
    expect(await people.sessions.bySession(second.token)).not.toBeNull();
    expect(people.ended.times).toBe(1);
  });

  it('of another user is not ended by its id', async () => {
    await people.users.add({ user: 'bob', role: 'staff', area: root }, right);
    const ann = await people.signIn('ann', right);
    const bob = await people.signIn('bob', right);
    await people.account.endSessions(bob.principal, ann.principal.session?.id ?? '');
    await people.account.endSessions(bob.principal, null);
    expect(await people.sessions.bySession(ann.token)).not.toBeNull();
  });

  it('is one of a bounded number: the one used longest ago ends', async () => {
    const tokens: string[] = [];
    for (let number = 0; number <= limits.sessionsOfUser; number += 1) {
      now += 1;
      const user = people.users.require('ann');
      tokens.push((await people.users.exclusive(() => people.sessions.begin(user, browserAt(number)))).token);
    }
    expect(await people.sessions.bySession(tokens[0] ?? '')).toBeNull();
    expect(await people.sessions.bySession(tokens[1] ?? '')).not.toBeNull();
    expect(people.users.require('ann').devices?.length).toBe(limits.devicesOfUser);
  });
});

const browserAt = (number: number) => ({ address: `192.0.2.${number}`, agent: '', device: null });

describe('the own account', () => {
  it('changes the password with the old one, and ends the other sessions', async () => {
    const other = await people.signIn('ann', right);
    const { principal, token } = await people.signIn('ann', right);
    const change = (old: string, next: string) => codeOf(people.account.changePassword(principal, { old, new: next }));
    expect(await change('wrong', 'quite-another-word')).toBe('wrong-password');
    expect(await change(right, right)).toBe('weak-password');
    expect(await change(right, 'password12')).toBe('weak-password');
    const renewed = await people.account.changePassword(principal, { old: right, new: 'quite-another-word' });
    expect(await people.sessions.bySession(other.token)).toBeNull();
    expect(await people.sessions.bySession(token)).toBeNull();
    const { session } = (await people.sessions.bySession(renewed.token))?.principal ?? {};
    expect(session?.id).not.toBe(principal.session?.id);
    expect(await change('quite-another-word', 'one more word of it')).toBe('not-signed-in');
    expect(await codeOf(people.signIn('ann', right))).toBe('wrong-password');
  });

  it('slows down who tries passwords in an open browser', async () => {
    const { principal } = await people.signIn('ann', right);
    const change = (old: string) =>
      codeOf(people.account.changePassword(principal, { old, new: 'quite-another-word' }));
    for (let turn = 0; turn < limits.signInTries; turn += 1) expect(await change('wrong')).toBe('wrong-password');
    expect(await change(right)).toBe('slow-down');
  });

  it('does not bring a password back that an administrator took away at that moment', async () => {
    const { principal } = await people.signIn('ann', right);
    const changing = codeOf(people.account.changePassword(principal, { old: right, new: 'quite-another-word' }));
    await people.users.reset('ann', { secondFactor: false });
    expect(await changing).not.toBe('ok');
    expect(people.users.require('ann').password).toBeNull();
  });

  it('remembers the language', async () => {
    const { principal, token } = await people.signIn('ann', right);
    expect((await people.account.setLanguage(principal, 'en')).user.language).toBe('en');
    expect(await people.sessions.bySession(token)).toMatchObject({ language: 'en' });
  });
});
