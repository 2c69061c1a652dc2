import type { Configuration } from 'openid-client';
import type { OidcConfig } from '../../shared/config/oidc.ts';
import { limits } from '../limits.ts';
import type { Clock } from '../ports/clock.ts';
import { RefusedError } from '../refused.ts';

/** What ties an answer of the provider to the sign-in that asked for it. */
export interface SignInMarks {
  readonly state: string;
  readonly nonce: string;
  /** The PKCE verifier: the provider gets only its hash before. */
  readonly verifier: string;
}

/** The library is large, and few fleets use it: it is read when needed. */
const library = () => import('openid-client');

/**
 * The office's identity provider (OpenID Connect, authorization code flow). It is asked for its
 * addresses when they are first needed, and again some time after it could not be reached.
 */
export class IdentityProvider {
  readonly #config: OidcConfig;
  readonly #clock: Clock;
  readonly #report: (why: string) => void;
  #found: Promise<Configuration> | null = null;
  #failedAt: number | null = null;

  /** `report` is called if the provider cannot be reached, or its answer is not accepted. */
  constructor(config: OidcConfig, clock: Clock, report: (why: string) => void) {
    this.#config = config;
    this.#clock = clock;
    this.#report = report;
  }

  /** Whether it could be reached the last time. Looks again in the background if it could not. */
  isAvailable(): boolean {
    this.#configuration().catch(() => undefined);
    return this.#failedAt === null;
  }

  /** The page of the provider to which a browser is sent. Refuses with `unavailable`. */
  async pageFor(redirectUri: string, { state, nonce, verifier }: SignInMarks): Promise<string> {
    const { buildAuthorizationUrl, calculatePKCECodeChallenge } = await library();
    return buildAuthorizationUrl(await this.#configuration(), {
      redirect_uri: redirectUri,
      scope: 'openid profile email',
      state,
      nonce,
      code_challenge: await calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
    }).href;
  }

  /**
   * The user name of the account that signed in at the provider: the claim of the signed ID token,
   * and of nothing else that the provider says. `answer` is the address to which
   * the provider sent the browser back. Refuses with `wrong-code` an answer that is not valid, with
   * `forbidden` an account without a usable name, and with `unavailable`.
   */
  async nameIn(answer: URL, { state, nonce, verifier }: SignInMarks): Promise<string> {
    const { authorizationCodeGrant } = await library();
    const provider = await this.#configuration();
    const tokens = await authorizationCodeGrant(provider, answer, {
      expectedState: state,
      expectedNonce: nonce,
      pkceCodeVerifier: verifier,
      idTokenExpected: true,
    }).catch((error) => this.#refuse(error));
    const claims = tokens.claims();
    if (!claims) throw wrongAnswer();
    if (claims.iat * 1000 > this.#clock.now() + limits.providerClockMs) {
      this.#report('the ID token was issued in the future: compare the clocks of both servers');
      throw wrongAnswer();
    }
    return this.#userIn(claims);
  }

  #userIn(claims: Claims): string {
    const { claim, suffix = '' } = this.#config;
    const value = claims[claim];
    const isVerified = claim !== 'email' || claims.email_verified === true;
    if (typeof value === 'string' && isVerified && value.endsWith(suffix))
      return value.slice(0, value.length - suffix.length);
    this.#report(`an account has no usable claim ${claim}`);
    throw new RefusedError('forbidden', 'the account has no usable user name', '该账户没有可用的用户名');
  }

  #configuration(): Promise<Configuration> {
    const failedAt = this.#failedAt;
    if (failedAt !== null && this.#clock.now() - failedAt < limits.providerAgainMs)
      return Promise.reject(unavailable());
    this.#found ??= this.#discover();
    return this.#found;
  }

  async #discover(): Promise<Configuration> {
    const { issuer, clientId, clientSecret } = this.#config;
    try {
      const { allowInsecureRequests, discovery, enableNonRepudiationChecks } = await library();
      const found = await discovery(new URL(issuer), clientId, clientSecret, undefined, {
        timeout: limits.providerMs / 1000,
        execute: [enableNonRepudiationChecks, ...(issuer.startsWith('http:') ? [allowInsecureRequests] : [])],
      });
      this.#failedAt = null;
      return found;
    } catch (error) {
      if (this.#failedAt === null) this.#report(reasonOf(error));
      this.#failedAt = this.#clock.now();
      this.#found = null;
      throw unavailable();
    }
  }

  /** The library's errors may hold tokens: only their kind is reported. */
  #refuse(error: unknown): never {
    this.#report(reasonOf(error));
    throw isOutage(error) ? unavailable() : wrongAnswer();
  }
}

type Claims = { readonly [claim: string]: unknown };

interface LibraryError {
  readonly name?: string;
  readonly message?: string;
  /** The library's own code. */
  readonly code?: string;
  /** The provider's code [RFC 6749, 5.2]. */
  readonly error?: string;
  readonly status?: number;
}

function reasonOf(error: unknown): string {
  const { message, error: oauth, code } = error as LibraryError;
  return [oauth ?? code, message].filter((part) => part !== undefined).join(': ');
}

/** The library's codes for a provider that is late, or answers with something else than JSON. */
const outages = new Set([
  'OAUTH_TIMEOUT',
  'OAUTH_ABORT',
  'OAUTH_RESPONSE_IS_NOT_CONFORM',
  'OAUTH_RESPONSE_IS_NOT_JSON',
  'OAUTH_PARSE_ERROR',
]);

/** Whether an error says that the provider did not answer, or could not. */
function isOutage(error: unknown): boolean {
  const { name, code, status = 0, error: oauth } = error as LibraryError;
  return name === 'TypeError' || status >= 500 || oauth === 'invalid_client' || outages.has(code ?? '');
}

/** The refusal of an answer that does not belong to this sign-in. */
export const wrongAnswer = () =>
  new RefusedError(
    'wrong-code',
    "the identity provider's answer is not valid, is too old, or was used",
    '身份认证结果无效、已过期或已使用',
  );

const unavailable = () =>
  new RefusedError('unavailable', "the identity provider can't be reached", '身份认证服务无法访问');
