import { createHmac, randomBytes } from 'node:crypto';
import type { Logger } from 'pino';
import { root } from '../../shared/areas/jiangxi.ts';
import type { OidcConfig } from '../../shared/config/oidc.ts';
import { type Bilingual, joinBilingual } from '../../shared/contracts/meaning.ts';
import type { RouteDependencies } from '../adapters/http/routes/route-context.ts';
import type { SessionParts } from '../adapters/http/session.ts';
import type { ApiTokens } from '../auth/api-tokens.ts';
import { createFirstAdministrator, isFirstPasswordWeak } from '../auth/first-administrator.ts';
import { IdentityProvider } from '../auth/identity-provider.ts';
import { type OidcDependencies, OidcSignIn } from '../auth/oidc-sign-in.ts';
import { OwnAccount } from '../auth/own-account.ts';
import { Passkeys } from '../auth/passkeys.ts';
import { passwordLeast } from '../auth/password-strength.ts';
import { Sessions } from '../auth/sessions.ts';
import { SignIn } from '../auth/sign-in.ts';
import { SignInGuard } from '../auth/sign-in-guard.ts';
import { UserAdministration } from '../auth/user-administration.ts';
import type { Users } from '../auth/users.ts';
import type { FleetSecrets } from '../config.ts';
import type { AuditTrail } from '../ports/audit-trail.ts';
import type { Clock } from '../ports/clock.ts';
import type { FleetEvent } from '../ports/events.ts';
import type { UserStore } from '../ports/user-store.ts';
import { StartFailure } from './failure.ts';
import { followUserRequests } from './user-requests.ts';

/** The people of a fleet: who may sign in, and how. */
export interface People extends Pick<RouteDependencies, 'users' | 'account'> {
  readonly entrance: SessionParts;
  /**
   * Creates the first administrator if there is none. Returns the password if it was generated.
   * Call it once the server can be reached: a start that fails costs no password.
   */
  createFirst(): Promise<string | null>;
  /** Stops looking for requests of the command `yaoju fleet user`. */
  stop(): void;
}

/** What sign-ins and ended sessions are reported to. */
export interface PeopleEdges {
  readonly log: Logger;
  readonly audit: AuditTrail;
  readonly tokens: ApiTokens;
  /** The users, not read yet. */
  readonly users: Users;
  /** The office's identity provider, if it has one. */
  readonly oidc: OidcConfig | undefined;
  /** The address under which browsers reach the server. */
  readonly address: () => string;
  /** Called if sessions may have ended. */
  readonly ended: () => void;
  /** Called once the first password is no longer in force, and at each start after that. */
  readonly firstChosen: () => void;
  /** Called if somebody is not let in. */
  readonly emit: (event: FleetEvent) => void;
}

/**
 * What is logged for a name that nobody has, because it may be a password that was typed there: the
 * same for the same name, until the fleet starts again.
 */
const unknownNames = randomBytes(32);
const nameless = (name: string): string =>
  `unknown ${createHmac('sha256', unknownNames).update(name).digest('hex').slice(0, 8)}`;

/**
 * Reads the people. Throws StartFailure for a first
 * password that is easy to guess.
 */
export async function openPeople(
  store: UserStore,
  clock: Clock,
  { adminPassword }: FleetSecrets,
  edges: PeopleEdges,
): Promise<People> {
  const people = edges.users;
  await people.open();
  people.onFirstChosen(edges.firstChosen);
  if (!people.all().some(({ generated }) => generated)) edges.firstChosen();
  if (await isFirstPasswordWeak(people, adminPassword)) throw weakFirstPassword();
  const guard = new SignInGuard(store, clock);
  await guard.open();
  const sessions = new Sessions({ store, clock, users: people, ended: edges.ended });
  const requests = followUserRequests({ store, users: people, sessions, audit: edges.audit, log: edges.log });
  const passkeys = new Passkeys(people, clock);
  const refused = (why: string, name: string, address: string): void => {
    const known = people.find(name);
    edges.emit({ kind: 'sign-in-refused', why, user: known?.user ?? nameless(name), address });
    const region = known?.area ?? root;
    const about = { address, act: 'sign-in-failed', region, user: known?.user ?? null, why } as const;
    edges.audit.noteRepeated({ actor: { kind: 'nobody', name: '' }, ...about, outcome: 'refused' });
  };
  const signIn = new SignIn({ users: people, sessions, guard, clock, refused });
  return {
    users: new UserAdministration(people, sessions),
    account: new OwnAccount({ users: people, sessions, guard, passkeys, clock }),
    entrance: {
      people,
      sessions,
      passkeys,
      audit: edges.audit,
      tokens: edges.tokens,
      signIn,
      oidc: edges.oidc === undefined ? null : oidcOf(edges.oidc, edges, { signIn, guard, clock }),
      now: () => clock.now(),
    },
    stop: requests.stop,
    createFirst: () => createFirstAdministrator(people, clock, adminPassword),
  };
}

/** The provider is asked at once: if it cannot be reached, the log has it from the start on. */
function oidcOf(
  config: OidcConfig,
  { log, address }: PeopleEdges,
  parts: Pick<OidcDependencies, 'signIn' | 'guard' | 'clock'>,
): OidcSignIn {
  const provider = new IdentityProvider(config, parts.clock, (why) =>
    log.warn({ why, issuer: config.issuer }, joinBilingual(providerFailed)),
  );
  provider.isAvailable();
  const redirectUri = (): string => new URL('/api/v1/session/oidc/callback', address()).href;
  return new OidcSignIn({ ...parts, provider, name: config.name, redirectUri });
}

const providerFailed: Bilingual = {
  en: 'signing in with the identity provider did not work',
  zh: '用身份认证服务登录未成功',
};

const weakFirstPassword = (): StartFailure =>
  new StartFailure(
    {
      en: `YAOJU_ADMIN_PASSWORD is too easy to guess: at least ${passwordLeast} characters, not a common password and not like the user name`,
      zh: `YAOJU_ADMIN_PASSWORD 太容易被猜到：至少 ${passwordLeast} 个字符，不能是常见密码，也不能与用户名相近`,
    },
    'configuration',
  );
