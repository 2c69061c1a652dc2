import { createHmac, randomBytes } from 'node:crypto';
import type { SignInWays } from '../../shared/contracts/fleet/session.ts';
import type { Bilingual } from '../../shared/contracts/meaning.ts';
import type { Clock } from '../ports/clock.ts';
import { RefusedError } from '../refused.ts';
import { Challenges } from './challenges.ts';
import { type IdentityProvider, type SignInMarks, wrongAnswer } from './identity-provider.ts';
import type { Entered } from './sessions.ts';
import type { SignIn } from './sign-in.ts';
import type { Browser, SignInGuard } from './sign-in-guard.ts';

/** What signing in with an identity provider needs. */
export interface OidcDependencies {
  readonly provider: IdentityProvider;
  /** The provider's name on the sign-in page. */
  readonly name: Bilingual;
  /** The address to which the provider sends browsers back, which no request can change. */
  readonly redirectUri: () => string;
  readonly signIn: SignIn;
  readonly guard: SignInGuard;
  readonly clock: Clock;
}

/**
 * Signing in with the office's identity provider. A sign-in belongs to the browser that began it,
 * which a cookie identifies, for some minutes, and is ended once. Nothing is kept for one that is
 * under way: the state carries its own signature, and the other marks are derived from it.
 */
export class OidcSignIn {
  readonly #deps: OidcDependencies;
  readonly #states: Challenges;
  readonly #key = randomBytes(32);

  constructor(deps: OidcDependencies) {
    this.#deps = deps;
    this.#states = new Challenges(deps.clock);
  }

  /** The button of the sign-in page. */
  button(): NonNullable<SignInWays['oidc']> {
    return { name: this.#deps.name, available: this.#deps.provider.isAvailable() };
  }

  /** The provider's page for the browser with this cookie. Refuses with `unavailable`. */
  begin(cookie: string): Promise<string> {
    const state = Buffer.from(this.#states.make(purposeOf(cookie))).toString('base64url');
    return this.#deps.provider.pageFor(this.#deps.redirectUri(), this.#marksOf(state));
  }

  /**
   * Signs in the user whom the provider names in the query with which the browser came back.
   * Refuses with `wrong-code`, `forbidden`, `slow-down` or `unavailable`.
   */
  end(cookie: string | null, query: string, from: Browser): Promise<Entered> {
    return this.#deps.signIn.byProvider(() => this.#nameIn(cookie, query, from), from);
  }

  async #nameIn(cookie: string | null, query: string, from: Browser): Promise<string> {
    const answer = new URL(this.#deps.redirectUri());
    answer.search = query;
    const state = answer.searchParams.get('state') ?? '';
    // Nothing is counted before: a foreign page can send a browser here with made-up states.
    if (cookie === null || !this.#states.isValid(state, purposeOf(cookie))) throw wrongAnswer();
    const attempt = this.#deps.guard.beginProvider(from);
    try {
      if (!this.#states.use(state)) throw wrongAnswer();
      const name = await this.#deps.provider.nameIn(answer, this.#marksOf(state));
      // Not `succeeded`: people of an office share an address, and one must not excuse the others.
      attempt.undo();
      return name;
    } catch (error) {
      if (!(error instanceof RefusedError && error.code === 'wrong-code')) attempt.undo();
      throw error;
    } finally {
      await attempt.save();
    }
  }

  #marksOf(state: string): SignInMarks {
    const derived = (what: string): string =>
      createHmac('sha256', this.#key).update(what).update(state).digest('base64url');
    return { state, nonce: derived('nonce'), verifier: derived('verifier') };
  }
}

const purposeOf = (cookie: string): string => `oidc ${cookie}`;
