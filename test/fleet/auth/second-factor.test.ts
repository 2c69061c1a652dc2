import { Secret, TOTP } from 'otpauth';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { limits } from '../../../fleet/limits.ts';
import type { FleetStore } from '../../../fleet/ports/fleet-store.ts';
import type { Principal } from '../../../fleet/registry/records.ts';
import { root } from '../../../shared/areas/jiangxi.ts';
import { browser, peopleIn, type TestPeople } from '../../support/fleet/people.ts';
import { openStore } from '../../support/fleet/store.ts';

const right = 'first-password';
const stepMs = 30_000;
let now: number;
let store: FleetStore;
let people: TestPeople;
let principal: Principal;

const codeOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'ok',
    (error) => error.code,
  );
const appCode = (secret: string, at = now): string =>
  new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: at });

/** The browser has a new session. */
async function goOnWith({ token }: { readonly token: string }): Promise<void> {
  const signedIn = await people.sessions.bySession(token);
  expect(signedIn?.principal).toMatchObject({ user: 'ann', session: { mustChange: false } });
  principal = signedIn?.principal ?? principal;
}

/** Puts a second factor in force; returns its secret and backup codes. */
async function secondFactor(): Promise<{ secret: string; backupCodes: string[] }> {
  const { secret } = await people.account.beginSecondFactor(principal, right);
  const { codes, session } = await people.account.confirmSecondFactor(principal, appCode(secret));
  await goOnWith(session);
  now += 10 * stepMs;
  return { secret, backupCodes: codes.backupCodes };
}
const signIn = (code?: string) => codeOf(people.signIn('ann', right, code === undefined ? {} : { code }));

beforeEach(async () => {
  now = Date.UTC(2026, 5, 1);
  store = await openStore(':memory:', now);
  people = await peopleIn(store, { now: () => now });
  await people.users.add({ user: 'ann', role: 'staff', area: root }, right);
  ({ principal } = await people.signIn('ann', right));
});
afterEach(() => store.close());

describe('a second factor', () => {
  it('takes the password, and is in force only after a code of the app', async () => {
    expect(await codeOf(people.account.beginSecondFactor(principal, 'wrong'))).toBe('wrong-password');
    const { secret, uri, qr } = await people.account.beginSecondFactor(principal, right);
    expect(uri).toMatch(/^otpauth:\/\/totp\/Yaoju:ann\?.*secret=/);
    expect(qr).toContain('<svg');
    expect(await signIn()).toBe('ok');
    expect(await codeOf(people.account.confirmSecondFactor(principal, '000000'))).toBe('wrong-code');
    const { codes, session } = await people.account.confirmSecondFactor(principal, appCode(secret));
    await goOnWith(session);
    expect(codes.backupCodes).toHaveLength(10);
    expect(await signIn()).toBe('second-factor');
    expect(people.account.view(principal)).toMatchObject({ user: { secondFactor: true }, backupCodes: 10 });
    expect(JSON.stringify(people.account.view(principal))).not.toContain(secret);
    expect(await codeOf(people.account.beginSecondFactor(principal, right))).toBe('exists');
  });

  it('takes the codes of the steps around now, each once', async () => {
    const { secret } = await secondFactor();
    for (const steps of [-2, 2, 20]) expect(await signIn(appCode(secret, now + steps * stepMs))).toBe('wrong-code');
    expect(await signIn(appCode(secret, now - stepMs))).toBe('ok');
    expect(await signIn(appCode(secret, now))).toBe('ok');
    expect(await signIn(appCode(secret, now))).toBe('wrong-code');
    expect(await signIn(appCode(secret, now - stepMs))).toBe('wrong-code');
    expect(await signIn(` ${appCode(secret, now + stepMs).replace(/^(...)/, '$1 ')}`)).toBe('ok');
  });

  it('one code lets in one of two who send it at the same time', async () => {
    const { secret } = await secondFactor();
    const code = appCode(secret);
    expect((await Promise.all([signIn(code), signIn(code)])).sort()).toEqual(['ok', 'wrong-code']);
  });

  it('takes each backup code once, in any spelling, and stores none of them', async () => {
    const { backupCodes } = await secondFactor();
    const [first = '', second = ''] = backupCodes;
    expect(JSON.stringify(await store.users())).not.toContain(first);
    expect(await signIn(first.toLowerCase().replaceAll('-', ''))).toBe('ok');
    expect(await signIn(first)).toBe('wrong-code');
    expect(await signIn(second)).toBe('ok');
    expect(people.account.view(principal).backupCodes).toBe(8);
  });

  it('is not guessed from many addresses by somebody who has the password', async () => {
    await secondFactor();
    const guess = (number: number) =>
      codeOf(people.signIn('ann', right, { address: `192.0.2.${number}`, code: '000000' }));
    let last = '';
    for (let number = 0; number <= limits.signInTriesOfAddress; number += 1) last = await guess(number);
    expect(last).toBe('slow-down');
  }, 60_000);

  it('keeps in the browser that was in before, however many codes others try', async () => {
    const { secret } = await secondFactor();
    const { device } = await people.signIn('ann', right, { code: appCode(secret) });
    now += 10 * stepMs;
    for (let number = 0; number < limits.signInTriesOfAddress; number += 1)
      await codeOf(people.signIn('ann', right, { address: `192.0.2.${number}`, code: '000000' }));
    expect(await signIn(appCode(secret))).toBe('slow-down');
    const known = (code: string) => codeOf(people.signIn('ann', right, { device, code }));
    expect(await known(appCode(secret))).toBe('ok');
    const tried = [];
    for (let number = 0; number <= limits.signInTries; number += 1) tried.push(await known('000000'));
    expect(tried.at(-1)).toBe('slow-down');
  }, 60_000);

  it('is asked for at a reset too, unless the reset removed it', async () => {
    await secondFactor();
    const accept = async (keep: boolean) => {
      const { invitation } = await people.users.reset('ann', { secondFactor: !keep });
      const given = { user: 'ann', code: invitation?.code ?? '', password: 'quite-another-word' };
      return codeOf(people.entrance.byInvitation(given, browser()));
    };
    expect(await accept(true)).toBe('second-factor');
    expect(await accept(false)).toBe('ok');
  });

  it('is removed with the password', async () => {
    await secondFactor();
    expect(await codeOf(people.account.dropSecondFactor(principal, 'wrong'))).toBe('wrong-password');
    await people.account.dropSecondFactor(principal, right);
    expect(await signIn()).toBe('ok');
  });
});
