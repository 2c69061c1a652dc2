import { describe, expect, it } from 'vitest';
import { readFleetConfig } from '../../fleet/config.ts';
import { FleetConfig } from '../../shared/config/fleet.ts';
import { loadConfig } from '../../shared/config/load.ts';

describe('the identity provider in fleet.json', () => {
  const oidc = { issuer: 'https://id.example/realms/office', clientId: 'yaoju', clientSecret: 'S3cret' };
  const load = (more: object, env: Record<string, string> = {}) =>
    loadConfig(FleetConfig, {
      name: 'fleet.json',
      bytes: new TextEncoder().encode(JSON.stringify({ oidc: { ...oidc, ...more } })),
      env,
      readFile: () => new TextEncoder().encode('from-file\n'),
    });

  it('is read by default with the user name that providers usually have', () =>
    expect(load({})).toMatchObject({ ok: true, config: { oidc: { ...oidc, claim: 'preferred_username' } } }));

  it('has its secret also from a file', () =>
    expect(load({}, { YAOJU_OIDC_CLIENTSECRET_FILE: '/s' })).toMatchObject({
      ok: true,
      config: { oidc: { clientSecret: 'from-file' } },
    }));

  it.each(['http://127.0.0.1:3000', 'http://localhost/', 'http://[::1]:1'])('may be %s', (issuer) =>
    expect(load({ issuer }).ok).toBe(true),
  );

  it.each([
    'http://id.example',
    'http://127.0.0.1.evil.example',
    'http://localhost@id.example',
    'ldap://id.example',
    'https://id.example/.well-known/openid-configuration',
    '',
  ])('may not be "%s", and its secret is not shown', (issuer) => {
    const loaded = load({ issuer });
    expect(loaded).toMatchObject({ ok: false, line: expect.stringContaining('oidc.issuer') });
    expect(JSON.stringify(loaded)).not.toContain('S3cret');
  });

  it('needs the address of a server beyond the loopback', () => {
    const env = Object.fromEntries(
      Object.entries(oidc).map(([key, value]) => [`YAOJU_OIDC_${key.toUpperCase()}`, value]),
    );
    const read = (more: Record<string, string>) => readFleetConfig(null, { ...env, ...more });
    expect(read({})).toMatchObject({ ok: true });
    expect(read({ YAOJU_HTTP_HOST: '0.0.0.0' })).toMatchObject({
      ok: false,
      line: expect.stringContaining('http.address'),
    });
    expect(read({ YAOJU_HTTP_HOST: '0.0.0.0', YAOJU_HTTP_ADDRESS: 'https://fleet.example' })).toMatchObject({
      ok: true,
    });
  });
});
