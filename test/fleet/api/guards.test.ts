import { once } from 'node:events';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunningFleet } from '../../../fleet/main.ts';
import { adminPassword, runFleet, testFolder, token } from '../../support/fleet/fleet.ts';

const folder = testFolder();
let fleet: RunningFleet;
beforeAll(async () => {
  const http = { host: '127.0.0.1', port: 0, proxies: ['127.0.0.1'], hosts: ['fleet.example'] };
  fleet = await runFleet(folder.path, { http });
});
afterAll(async () => {
  await fleet.stop();
  folder.remove();
});

interface Given {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** An answer with its body as text; `fetch` would not send these headers. */
async function ask(path: string, { method = 'GET', headers = {}, body }: Given = {}) {
  const request = httpRequest({ host: '127.0.0.1', port: fleet.httpPort, path, method, headers, agent: false });
  request.end(body);
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  let text = '';
  for await (const part of response) text += part;
  return { status: response.statusCode, headers: response.headers, text, code: /"code":"([^"]+)"/.exec(text)?.[1] };
}

const json = { 'content-type': 'application/json' };
const bearer = { authorization: `Bearer ${token}` };
const proxied = { 'x-forwarded-for': '198.51.100.4', 'x-forwarded-proto': 'https', host: 'fleet.example' };
const signIn = (headers: Readonly<Record<string, string>> = {}, password = adminPassword) =>
  ask('/api/v1/session', {
    method: 'POST',
    headers: { ...json, ...headers },
    body: JSON.stringify({ user: 'admin', password }),
  });

describe('before a route', () => {
  it('a sender is refused before a byte of the body is read', async () => {
    const announced = { ...json, 'content-length': '900000' };
    const request = httpRequest({
      host: '127.0.0.1',
      port: fleet.httpPort,
      path: '/api/v1/machines',
      method: 'POST',
      headers: announced,
    });
    request.on('error', () => undefined).write('{');
    const [response] = (await once(request, 'response')) as [IncomingMessage];
    expect(response.statusCode).toBe(401);
    request.destroy();
    expect((await ask('/api/v1/users', { method: 'POST', headers: json, body: 'no json' })).code).toBe('not-signed-in');
  });

  it('another name is refused, whatever the path', async () => {
    for (const path of ['/', '/healthz', '/api/v1/info', '/api/openapi.json'])
      expect((await ask(path, { headers: { host: 'evil.example', ...bearer } })).code).toBe('foreign-host');
    expect((await ask('/api/v1/info', { headers: { host: 'fleet.example', ...bearer } })).status).toBe(200);
    const behind = { 'x-forwarded-host': 'evil.example', ...bearer };
    expect((await ask('/api/v1/info', { headers: behind })).code).toBe('foreign-host');
  });

  it('another page changes nothing, signs nobody in and out, and opens no stream', async () => {
    for (const site of ['cross-site', 'same-site']) {
      const headers = { 'sec-fetch-site': site };
      expect((await signIn(headers)).code).toBe('foreign-origin');
      for (const method of ['POST', 'PUT', 'PATCH', 'DELETE'])
        expect((await ask('/api/v1/session', { method, headers })).code).toBe('foreign-origin');
      expect((await ask('/api/v1/stream', { headers: { ...headers, ...bearer } })).code).toBe('foreign-origin');
    }
    expect((await signIn({ origin: 'http://127.0.0.1:1' })).code).toBe('foreign-origin');
  });
});

describe('every answer', () => {
  it.each(['/', '/api/v1/info', '/api/v1/stream', '/healthz', '/nothing'])(
    'of %s restricts the browser',
    async (path) => {
      const { headers } = await ask(path);
      expect(headers['content-security-policy']).toMatch(/script-src 'self';/);
      expect(headers['content-security-policy']).toContain("default-src 'none'");
      expect(headers).toMatchObject({
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-resource-policy': 'same-origin',
        'x-content-type-options': 'nosniff',
        'x-frame-options': 'DENY',
      });
      expect(headers['permissions-policy']).toContain('geolocation=()');
      expect(headers['strict-transport-security']).toBeUndefined();
    },
  );

  it('over a proxy’s HTTPS asks the browser never to come without', async () => {
    expect((await ask('/', { headers: proxied })).headers['strict-transport-security']).toMatch(/^max-age=\d{7,}/);
  });

  it('has no script in a page', async () => {
    const { text } = await ask('/', { headers: { accept: 'text/html' } });
    const scripts = [...text.matchAll(/<script([^>]*)>([\s\S]*?)<\/script>/g)];
    expect(scripts.length).toBeGreaterThan(0);
    for (const [, attributes, content] of scripts) {
      expect(attributes).toMatch(/ src="\/assets\/[^"]+"/);
      expect(content).toBe('');
    }
    expect(text).not.toMatch(/ on[a-z]+=/);
  });
});

describe('behind a proxy', () => {
  it('the cookie is secure and bound to this host; without HTTPS it is not', async () => {
    const [secure = ''] = (await signIn(proxied)).headers['set-cookie'] ?? [];
    expect(secure).toMatch(/^__Host-yaoju=.+; Path=\/; HttpOnly; Secure; SameSite=Strict$/);
    const [plain = ''] = (await signIn()).headers['set-cookie'] ?? [];
    expect(plain).toMatch(/^yaoju_session=(?!.*Secure)/);
    const cookie = secure.split(';')[0] ?? '';
    expect((await ask('/api/v1/session', { headers: { ...proxied, cookie } })).status).toBe(200);
    const renamed = cookie.replace('__Host-yaoju', 'yaoju_session');
    expect((await ask('/api/v1/session', { headers: { ...proxied, cookie: renamed } })).status).toBe(401);
  });

  it('a stranger’s wrong passwords slow down nobody else, and errors say when to try again', async () => {
    const stranger = { ...proxied, 'x-forwarded-for': '198.51.100.66' };
    const codes = [];
    for (let guess = 0; guess < 7; guess += 1)
      codes.push(
        await ask('/api/v1/session', {
          method: 'POST',
          headers: { ...json, ...stranger },
          body: JSON.stringify({ user: 'nobody', password: 'a wrong password' }),
        }),
      );
    expect(codes.at(-1)).toMatchObject({ status: 429, code: 'slow-down' });
    expect(Number(codes.at(-1)?.headers['retry-after'])).toBeGreaterThan(0);
    expect((await signIn(proxied)).status).toBe(200);
  });

  it('health and metrics show details to this computer and to programs only', async () => {
    expect(JSON.parse((await ask('/healthz')).text)).toMatchObject({ ok: true, store: 'ok' });
    expect(JSON.parse((await ask('/healthz', { headers: proxied })).text)).toEqual({ ok: true });
    expect(JSON.parse((await ask('/healthz', { headers: { ...proxied, ...bearer } })).text)).toHaveProperty('store');
    expect((await ask('/metrics')).status).toBe(200);
    for (const headers of [proxied, { via: '1.1 proxy' }, { ...proxied, authorization: 'Bearer wrong' }])
      expect((await ask('/metrics', { headers })).status).toBe(401);
    expect((await ask('/metrics', { headers: { ...proxied, ...bearer } })).status).toBe(200);
  });
});

describe('streams', () => {
  it('are bounded for each browser, and the refusal says when to try again', async () => {
    const [cookie = ''] = ((await signIn()).headers['set-cookie'] ?? []).map((each) => each.split(';')[0]);
    const open = async () => {
      const request = httpRequest({ port: fleet.httpPort, path: '/api/v1/stream', headers: { cookie }, agent: false });
      request.end();
      const [response] = (await once(request, 'response')) as [IncomingMessage];
      return { status: response.statusCode, wait: response.headers['retry-after'], end: () => request.destroy() };
    };
    const streams = [];
    for (let each = 0; each < 5; each += 1) streams.push(await open());
    expect(streams.map(({ status }) => status)).toEqual([200, 200, 200, 200, 429]);
    expect(streams.at(-1)?.wait).toBe('30');
    for (const { end } of streams) end();
  });
});
