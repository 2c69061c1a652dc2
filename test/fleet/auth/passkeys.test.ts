import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { limits } from '../../../fleet/limits.ts';
import type { FleetStore } from '../../../fleet/ports/fleet-store.ts';
import type { Principal } from '../../../fleet/registry/records.ts';
import { root } from '../../../shared/areas/jiangxi.ts';
import { Authenticator, type Deviation } from '../../support/fleet/authenticator.ts';
import { browser, peopleIn, type TestPeople } from '../../support/fleet/people.ts';
import { openStore } from '../../support/fleet/store.ts';

const right = 'first-password';
const site = { origin: 'https://fleet.example:8443', host: 'fleet.example' };
const elsewhere = { origin: 'https://evil.example', host: 'evil.example' };
let now: number;
let store: FleetStore;
let people: TestPeople;
let principal: Principal;
let key: Authenticator;

const codeOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'ok',
    (error) => error.code,
  );
const optionsOf = () => people.account.passkeyOptions(principal, right, site);
const add = async (lie: Deviation = {}, authenticator = key) =>
  people.account.addPasskey(principal, site, { name: 'phone', response: authenticator.create(await optionsOf(), lie) });
const enter = (cookie: string, response: Record<string, unknown>) =>
  people.users.exclusive(async () =>
    people.entrance.byPasskey(await people.passkeys.check(cookie, site, response), browser()),
  );
const signIn = async (lie: Deviation = {}, cookie = 'cookie') =>
  enter('cookie', key.get(await people.passkeys.requestOptions(cookie, site), lie));

beforeEach(async () => {
  now = Date.UTC(2026, 5, 1);
  store = await openStore(':memory:', now);
  people = await peopleIn(store, { now: () => now });
  await people.users.add({ user: 'ann', role: 'staff', area: root }, right);
  ({ principal } = await people.signIn('ann', right));
  key = new Authenticator(site);
});
afterEach(() => store.close());

describe('a passkey', () => {
  it('is made by somebody with the password, and signs in without one', async () => {
    expect(await codeOf(people.account.passkeyOptions(principal, 'wrong', site))).toBe('wrong-password');
    expect(await add()).toMatchObject({ name: 'phone', lastUsed: null });
    expect((await signIn()).principal.user).toBe('ann');
    expect(people.account.view(principal)).toMatchObject({ user: { passkeys: 1 }, passkeys: [{ lastUsed: now }] });
    expect((await signIn()).principal.user).toBe('ann');
  });

  it.each<[string, Deviation]>([
    ['of another page', { origin: elsewhere.origin }],
    ['of another port', { origin: 'https://fleet.example' }],
    ['for another server', { host: elsewhere.host }],
    ['to another challenge', { challenge: 'AAAA' }],
    ['without the person being checked', { flags: 1 }],
    ['without a person', { flags: 0 }],
  ])('is not made by an answer %s', async (_, lie) => expect(await codeOf(add(lie))).toBe('wrong-code'));

  it.each<[string, Deviation]>([
    ['of another page', { origin: elsewhere.origin }],
    ['for another server', { host: elsewhere.host }],
    ['to another challenge', { challenge: 'AAAA' }],
    ['with another key', { foreignKey: true }],
    ['with a counter that went back', { counter: 1 }],
    ['without the person being checked', { flags: 1 }],
    ['for another user', { userHandle: 'Ym9i' }],
    ['for no user', { userHandle: null }],
  ])('does not sign in by an answer %s', async (_, lie) => {
    await add();
    await signIn();
    expect(await codeOf(signIn(lie))).toBe('wrong-code');
  });

  it.each([
    [0, 'wrong-code'],
    [15, 'wrong-code'],
    [16, 'ok'],
    [1023, 'ok'],
    [1024, 'wrong-code'],
  ])('with an id of %i bytes: %s', async (bytes, code) =>
    expect(await codeOf(add({}, new Authenticator(site, randomBytes(bytes))))).toBe(code),
  );

  it('does not sign in by a challenge of another browser, an old one, or a used one', async () => {
    await add();
    expect(await codeOf(signIn({}, 'another cookie'))).toBe('wrong-code');
    const options = await people.passkeys.requestOptions('cookie', site);
    expect(await codeOf(enter('cookie', key.get(options)))).toBe('ok');
    expect(await codeOf(enter('cookie', key.get(options)))).toBe('wrong-code');
    const late = await people.passkeys.requestOptions('cookie', site);
    now += limits.challengeMs;
    expect(await codeOf(enter('cookie', key.get(late)))).toBe('wrong-code');
  });

  it('is not made with a challenge of a sign-in, nor with that of another session', async () => {
    const request = await people.passkeys.requestOptions(principal.session?.id ?? '', site);
    const given = { name: 'x', response: key.create(request) };
    expect(await codeOf(people.account.addPasskey(principal, site, given))).toBe('wrong-code');
    const { principal: other } = await people.signIn('ann', right);
    const response = key.create(await people.account.passkeyOptions(other, right, site));
    expect(await codeOf(people.account.addPasskey(principal, site, { name: 'x', response }))).toBe('wrong-code');
  });

  it('is one of nobody else, and of one account', async () => {
    await add();
    expect(await codeOf(add())).toBe('exists');
    expect(await codeOf(enter('cookie', new Authenticator(site).get({ challenge: 'x' })))).toBe('wrong-code');
    expect(await codeOf(enter('cookie', { id: 7 }))).toBe('wrong-code');
  });

  it('does not sign in after it was removed, nor into a locked account', async () => {
    const { id } = await add();
    await people.users.change('ann', { role: 'viewer' });
    await people.users.save({ ...people.users.require('ann'), locked: true });
    expect(await codeOf(signIn())).toBe('forbidden');
    await people.users.save({ ...people.users.require('ann'), locked: false });
    ({ principal } = await people.signIn('ann', right));
    expect(await codeOf(people.account.dropPasskey(principal, id, 'wrong'))).toBe('wrong-password');
    expect(await codeOf(people.account.dropPasskey(principal, 'other', right))).toBe('not-found');
    await people.account.dropPasskey(principal, id, right);
    expect(await codeOf(signIn())).toBe('wrong-code');
  });

  it('needs a server with a name', async () => {
    for (const host of ['192.0.2.1', '[::1]'])
      expect(await codeOf(people.passkeys.requestOptions('cookie', { origin: `https://${host}`, host }))).toBe(
        'invalid',
      );
  });
});
