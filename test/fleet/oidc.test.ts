import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { limits } from '../../fleet/limits.ts';
import { type RunningFleet, startFleet } from '../../fleet/main.ts';
import { FleetConfig } from '../../shared/config/fleet.ts';
import { adminPassword, call, testFolder, token } from '../support/fleet/fleet.ts';
import { client, ProviderSignIn, TestProvider } from '../support/identity-provider.ts';

let folder: ReturnType<typeof testFolder>;
let provider: TestProvider;
let fleet: RunningFleet;
let later = 0;
const logged: string[] = [];
const now = (): number => Date.now() + later;

const callbackOf = (signIn: ProviderSignIn): Promise<string> => signIn.begin().then((page) => signIn.answer(page));
const changed = (url: string, change: (query: URLSearchParams) => void): string => {
  const address = new URL(url);
  change(address.searchParams);
  return address.href;
};
const signIn = (subject: string): ProviderSignIn => {
  provider.subject = subject;
  return new ProviderSignIn(fleet.httpPort);
};
const ways = async () => (await call(fleet, '/api/v1/session/ways', { headers: {} })).body;

beforeAll(async () => {
  folder = testFolder();
  provider = await TestProvider.listen();
  const listening = { host: '127.0.0.1', port: 0 };
  const oidc = { issuer: provider.issuer, ...client, name: { zh: '政务账号' } };
  const config = FleetConfig.parse({ dataDir: folder.path, mqtt: listening, http: listening, oidc });
  const log = pino({ level: 'warn' }, { write: (line: string) => void logged.push(line) });
  fleet = await startFleet(config, { adminPassword, apiToken: token }, log, { now });
  provider.httpPort = fleet.httpPort;
  for (const user of ['ann', 'locked', 'invited']) {
    const body = { user, role: 'viewer', area: '360000', ...(user === 'ann' ? { password: adminPassword } : {}) };
    expect((await call(fleet, '/api/v1/users', { body })).status).toBe(201);
  }
  await call(fleet, '/api/v1/users/locked', { method: 'PATCH', body: { locked: true } });
  for (const name of ['ann', 'locked', 'invited', 'stranger', 'ANN'])
    provider.people[name] = { preferred_username: name };
  provider.people.nameless = { email: 'ann', email_verified: true };
});
afterAll(async () => {
  await fleet.stop();
  await provider.close();
  folder.remove();
});

describe('while the provider cannot be reached', () => {
  it('the server runs, the log says it in both languages, and the sign-in page knows it', async () => {
    await expect
      .poll(ways)
      .toEqual({ oidc: { name: { zh: '政务账号', en: 'your office account' }, available: false } });
    const line = logged.find((each) => each.includes(provider.issuer)) ?? '';
    expect(line).toMatch(/did not work · 用身份认证服务登录未成功/);
    expect(line).not.toContain(client.clientSecret);
    expect(
      (await new ProviderSignIn(fleet.httpPort).browser.open(`${fleet.address}api/v1/session/oidc`)).location,
    ).toBe(`${fleet.address}?signIn=unavailable`);
  });

  it('it is asked again a while later', async () => {
    await provider.serve();
    expect((await ways()).oidc.available).toBe(false);
    later += limits.providerAgainMs;
    await expect.poll(async () => (await ways()).oidc.available).toBe(true);
  });
});

describe('a sign-in at the provider', () => {
  it('signs in the user of that name, with a session and an entry of the audit log like any other', async () => {
    const ann = signIn('ann');
    expect(await ann.all()).toBe('/');
    expect(await ann.user()).toBe('ann');
    expect([...ann.cookies().keys()].sort()).toEqual(['yaoju_device', 'yaoju_session']);
    const { body } = await call(fleet, '/api/v1/audit?user=ann&act=sign-in');
    expect(body.records[0]).toMatchObject({ outcome: 'done', actor: { kind: 'user', name: 'ann' } });
  });

  it('needs no password that was set here', async () => {
    const invited = signIn('invited');
    expect(await invited.all()).toBe('/');
    expect(await invited.user()).toBe('invited');
  });

  it.each(['stranger', 'ANN', 'locked', 'nameless'])('does not let in %s', async (subject) => {
    const refused = signIn(subject);
    expect(await refused.all()).toBe('/?signIn=refused');
    expect(await refused.user()).toBeNull();
  });

  it('is in the audit log if it is refused', async () => {
    const { body } = await call(fleet, '/api/v1/audit?user=locked&act=sign-in-failed');
    expect(body.records[0]).toMatchObject({ outcome: 'refused', why: 'forbidden', user: 'locked' });
  });

  it.each<[string, (query: URLSearchParams) => void]>([
    ['a state that was made up', (query) => query.set('state', 'A'.repeat(75))],
    ['no state', (query) => query.delete('state')],
    ['a code that was made up', (query) => query.set('code', 'made-up')],
    ['no code', (query) => query.delete('code')],
    ['two codes', (query) => query.append('code', 'another')],
    ['another issuer', (query) => query.set('iss', 'https://evil.example')],
    ['an error of the provider', (query) => query.set('error', 'access_denied')],
  ])('does not end with %s', async (_, change) => {
    const ann = signIn('ann');
    expect(await ann.end(changed(await callbackOf(ann), change))).toBe('/?signIn=again');
    expect(await ann.user()).toBeNull();
  });

  it('does not end with another nonce, or none', async () => {
    for (const change of [
      (query: URLSearchParams) => query.set('nonce', 'another'),
      (query: URLSearchParams) => query.delete('nonce'),
    ]) {
      const ann = signIn('ann');
      expect(await ann.end(await ann.answer(changed(await ann.begin(), change)))).toBe('/?signIn=again');
    }
  });

  it('ends once, in the browser that began it', async () => {
    const ann = signIn('ann');
    const callback = await callbackOf(ann);
    expect(await signIn('ann').end(callback)).toBe('/?signIn=again');
    const other = signIn('ann');
    await other.begin();
    expect(await other.end(callback)).toBe('/?signIn=again');
    const cookie = ann.cookies().get('yaoju_oidc') ?? '';
    expect(await ann.end(callback)).toBe('/');
    ann.cookies().set('yaoju_oidc', cookie);
    expect(await ann.end(callback)).toBe('/?signIn=again');
  });

  it('ends within some minutes', async () => {
    const ann = signIn('ann');
    const callback = await callbackOf(ann);
    later += limits.challengeMs;
    expect(await ann.end(callback)).toBe('/?signIn=again');
  });

  it('does not end with a token of the future', async () => {
    const before = later;
    later = -6 * 60_000;
    expect(await signIn('ann').all()).toBe('/?signIn=again');
    later = -4 * 60_000;
    expect(await signIn('ann').all()).toBe('/');
    later = before;
  });

  it('takes no name that is not in the signed token', async () => {
    provider.claimsInToken = false;
    await provider.serve();
    const ann = signIn('ann');
    expect(await ann.all()).toBe('/?signIn=refused');
    expect(await ann.user()).toBeNull();
    provider.claimsInToken = true;
    await provider.serve();
  });

  it('does not end while the provider does not answer, which is no failure of the person', async () => {
    const ann = signIn('ann');
    const callback = await callbackOf(ann);
    provider.pause();
    expect(await ann.end(callback)).toBe('/?signIn=unavailable');
    await provider.serve();
  });
});
