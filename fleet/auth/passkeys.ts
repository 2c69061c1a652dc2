import { hash } from 'node:crypto';
import { isIP } from 'node:net';
import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/server';
import type { NewPasskey, PasskeyOptions } from '../../shared/contracts/fleet/account.ts';
import { limits } from '../limits.ts';
import type { Clock } from '../ports/clock.ts';
import { RefusedError } from '../refused.ts';
import type { PasskeyRecord, UserRecord } from '../registry/user-records.ts';
import { Challenges } from './challenges.ts';
import type { Users } from './users.ts';

/** The origin of the browser's page, such as `https://fleet.example:8443`, and its host name. */
export interface Site {
  readonly origin: string;
  readonly host: string;
}

/** The library is large, and few sign in with passkeys: it is read when needed. */
const library = () => import('@simplewebauthn/server');

/**
 * Passkeys, as WebAuthn defines them. A key belongs to the name of the server that the browser
 * sees; signing and making one takes a challenge that was made for the same browser.
 */
export class Passkeys {
  readonly #users: Users;
  readonly #clock: Clock;
  readonly #challenges: Challenges;

  constructor(users: Users, clock: Clock) {
    this.#users = users;
    this.#clock = clock;
    this.#challenges = new Challenges(clock);
  }

  /** What the browser needs to make a key for a user who is signed in with this session. */
  async creationOptions(user: UserRecord, session: string, site: Site): Promise<PasskeyOptions> {
    const { generateRegistrationOptions } = await library();
    const options = await generateRegistrationOptions({
      rpName: 'Yaoju · 药具',
      rpID: relyingParty(site),
      userName: user.user,
      userID: new Uint8Array(Buffer.from(userHandle(user), 'base64url')),
      challenge: this.#challenges.make(creation(session)),
      excludeCredentials: (user.passkeys ?? []).map(({ id }) => ({ id })),
      authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
    });
    return { ...options };
  }

  /**
   * Adds the key that the browser made. Refuses one that was not made for this session and site.
   */
  async add(name: string, session: string, site: Site, given: NewPasskey): Promise<PasskeyRecord> {
    const { verifyRegistrationResponse } = await library();
    let challenge = '';
    const { registrationInfo } = await verifyRegistrationResponse({
      // The library checks every field of what the browser sent.
      response: given.response as unknown as RegistrationResponseJSON,
      expectedChallenge: (asked) => {
        challenge = asked;
        return this.#challenges.isValid(asked, creation(session));
      },
      expectedOrigin: site.origin,
      expectedRPID: relyingParty(site),
    }).catch(refuse);
    if (!registrationInfo || !this.#challenges.use(challenge)) throw refused();
    const { credential } = registrationInfo;
    const idBytes = Buffer.from(credential.id, 'base64url').length;
    if (idBytes < limits.credentialIdMinBytes || idBytes > limits.credentialIdMaxBytes) throw refused();
    return this.#users.exclusive(async () => {
      const user = this.#users.require(name);
      const passkeys = user.passkeys ?? [];
      if (this.#owner(credential.id))
        throw new RefusedError('exists', 'this passkey is there already', '这个通行密钥已存在');
      if (passkeys.length >= limits.passkeysOfUser)
        throw new RefusedError('too-many', 'no further passkey', '通行密钥数量已达上限');
      const added: PasskeyRecord = {
        id: credential.id,
        name: given.name,
        key: Buffer.from(credential.publicKey).toString('base64url'),
        counter: credential.counter,
        transports: credential.transports ?? [],
        created: this.#clock.now(),
        lastUsed: null,
      };
      await this.#users.save({ ...user, passkeys: [...passkeys, added] });
      return added;
    });
  }

  /** What the browser with this cookie needs to sign in with a key of its own. */
  async requestOptions(cookie: string, site: Site): Promise<PasskeyOptions> {
    const { generateAuthenticationOptions } = await library();
    const challenge = this.#challenges.make(request(cookie));
    return {
      ...(await generateAuthenticationOptions({ rpID: relyingParty(site), challenge, userVerification: 'required' })),
    };
  }

  /**
   * The user who signed, with the use of the key noted but not stored. Refuses what was not signed
   * for this browser and site. Call it within the users' `exclusive`.
   */
  async check(cookie: string, site: Site, given: Readonly<Record<string, unknown>>): Promise<UserRecord> {
    const { verifyAuthenticationResponse } = await library();
    const user = this.#owner(String(given.id));
    const passkey = user?.passkeys?.find(({ id }) => id === given.id);
    if (!user || !passkey || handleIn(given) !== userHandle(user)) throw refused();
    let challenge = '';
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      // The library checks every field of what the browser sent.
      response: given as unknown as AuthenticationResponseJSON,
      expectedChallenge: (asked) => {
        challenge = asked;
        return this.#challenges.isValid(asked, request(cookie));
      },
      expectedOrigin: site.origin,
      expectedRPID: relyingParty(site),
      credential: {
        id: passkey.id,
        publicKey: new Uint8Array(Buffer.from(passkey.key, 'base64url')),
        counter: passkey.counter,
      },
    }).catch(refuse);
    if (!verified || !this.#challenges.use(challenge)) throw refused();
    const used = { ...passkey, counter: authenticationInfo.newCounter, lastUsed: this.#clock.now() };
    return { ...user, passkeys: (user.passkeys ?? []).map((each) => (each.id === used.id ? used : each)) };
  }

  #owner(id: string): UserRecord | null {
    return this.#users.all().find(({ passkeys = [] }) => passkeys.some((each) => each.id === id)) ?? null;
  }
}

/**
 * By what an authenticator knows a user, in base64url. It returns it at a sign-in, where it must be
 * that of the key's owner [WebAuthn 7.2, step 6].
 */
const userHandle = ({ user, created }: UserRecord): string => hash('sha256', `${user} ${created}`, 'base64url');

/** The user that an answer to a sign-in names. Null if it names none. */
const handleIn = ({ response }: Readonly<Record<string, unknown>>): unknown =>
  typeof response === 'object' && response !== null && 'userHandle' in response ? response.userHandle : null;

const creation = (session: string): string => `creation ${session}`;
const request = (cookie: string): string => `request ${cookie}`;

function relyingParty({ host }: Site): string {
  if (isIP(host.replace(/^\[|\]$/g, '')) !== 0)
    throw new RefusedError(
      'invalid',
      'passkeys need a server with a name, not an address of digits',
      '通行密钥要求用域名访问服务器',
    );
  return host;
}

const refused = () =>
  new RefusedError(
    'wrong-code',
    'the passkey is not known, or was not made for this page',
    '通行密钥不对，或不属于本系统',
  );

/** The library throws for every wrong answer, and its messages are about its own terms. */
function refuse(): never {
  throw refused();
}
