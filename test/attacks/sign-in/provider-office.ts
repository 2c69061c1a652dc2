import type { Role } from '../../../shared/contracts/fleet/role.ts';
import { client, ProviderSignIn, TestProvider } from '../../support/identity-provider.ts';
import { type FleetTarget, startFleetTarget } from '../support/fleet-target.ts';
import type { Hole } from '../support/hole.ts';

/** A fleet whose office has an identity provider. */
export interface Office extends FleetTarget {
  readonly provider: TestProvider;
}

/** The provider names people by their e-mail address. */
export async function startOffice(planted: readonly Hole[]): Promise<Office> {
  const provider = await TestProvider.listen();
  await provider.serve();
  const oidc = { issuer: provider.issuer, ...client, claim: 'email', suffix: '@office.example' };
  const target = await startFleetTarget(planted, { oidc });
  provider.httpPort = target.httpPort;
  const stop = async (): Promise<void> => {
    await target.stop();
    await provider.close();
  };
  return { ...target, provider, stop };
}

/** Adds a user without a password, whose hash would take time. */
export async function addUser(target: Office, user: string, role: Role): Promise<void> {
  const { status, text } = await target.asOwner('/api/v1/users', { user, role, area: '360000' });
  if (status !== 201) throw new Error(`adding ${user}: ${status} ${text}`);
}

/** A browser in front of which somebody with this address sits. */
export function browserOf(target: Office, email: string, more: object = {}): ProviderSignIn {
  target.provider.people[email] = { email, email_verified: true, ...more };
  target.provider.subject = email;
  return new ProviderSignIn(target.httpPort);
}

/** The address with a changed query. */
export const withQuery = (url: string, change: (query: URLSearchParams) => void): string => {
  const address = new URL(url);
  change(address.searchParams);
  return address.href;
};

/** The text of an ID token with another address, and the signature that it had. */
export const forgedFor = (email: string) => (idToken: string) => {
  const [head, body = '', signature] = idToken.split('.');
  const claims = JSON.parse(Buffer.from(body, 'base64url').toString('utf8'));
  const other = Buffer.from(JSON.stringify({ ...claims, email, email_verified: true })).toString('base64url');
  return [head, other, signature].join('.');
};
