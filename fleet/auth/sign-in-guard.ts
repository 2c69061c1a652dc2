import { identityKey } from '../../shared/contracts/spelling.ts';
import { addressKey, networksOf } from '../address-key.ts';
import { limits } from '../limits.ts';
import type { Clock } from '../ports/clock.ts';
import type { UserStore } from '../ports/user-store.ts';
import type { UserRecord } from '../registry/user-records.ts';
import type { Stranger } from './hash-queue.ts';
import { type Attempt, type LimitedKey, SignInLimits } from './sign-in-limits.ts';
import { tokenHash } from './tokens.ts';

/** The browser that wants to sign in. */
export interface Browser {
  readonly address: string;
  /** Its name and system, as people read them; empty if unknown. */
  readonly agent: string;
  /** The token by which it is known from an earlier sign-in; null if there is none. */
  readonly device: string | null;
}

/** An attempt under way: how it ends is also stored. */
export interface GuardedAttempt {
  /** Who tries it: null for somebody who is known. */
  readonly stranger: Stranger | null;
  succeeded(): void;
  undo(): void;
  /** Stores what was counted. */
  save(): Promise<void>;
}

/** Whether somebody signed in as this user with this browser before. */
export const isKnownDevice = (user: UserRecord, { device }: Browser): boolean =>
  device !== null && (user.devices ?? []).some(({ hash }) => hash === tokenHash(device));

/**
 * Counts failed sign-ins by user and address, and by address. A browser from which the user signed
 * in before is counted by itself, so that strangers at the same address cannot keep its user out.
 * Failures of strangers never count against a user as such. The counts survive a restart.
 */
export class SignInGuard {
  readonly #store: UserStore;
  readonly #clock: Clock;
  readonly #changed = new Set<string>();
  #limits = new SignInLimits([], (key) => this.#changed.add(key));

  constructor(store: UserStore, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
  }

  /** Reads the stored failures, without those that are old. */
  async open(): Promise<void> {
    const since = this.#clock.now() - limits.signInForgetMs;
    await this.#store.saveSignInFailures([], since);
    this.#limits = new SignInLimits(await this.#store.signInFailures(), (key) => this.#changed.add(key));
  }

  /** Begins an attempt. Refuses with `slow-down` if it has to wait. */
  begin(name: string, user: UserRecord | null, from: Browser): GuardedAttempt {
    if (user && isKnownDevice(user, from)) return this.#begin([knownDevice(user, from)]);
    const networks = networkKeys(from);
    const hasFailed = networks.some(({ key }) => this.#limits.hasFailed(key, this.#clock.now()));
    const stranger = { address: addressKey(from.address), hasFailed };
    return this.#begin([userKey(name, from), ...networks], stranger);
  }

  /**
   * Begins the check of a second factor's code. Only who has the password comes this far. A browser
   * from which the user signed in before is counted by itself here, too: who only has the password
   * cannot keep its user out.
   */
  beginCode(user: UserRecord, from: Browser): GuardedAttempt {
    if (isKnownDevice(user, from)) return this.#begin([knownDevice(user, from, 'code')]);
    return this.#begin([{ key: keyOf('code', user.user), free: limits.signInTriesOfAddress }]);
  }

  /** Begins asking the identity provider. Its failures keep nobody from signing in by password. */
  beginProvider({ address }: Browser): GuardedAttempt {
    return this.#begin([{ key: keyOf('provider', addressKey(address)), free: limits.signInTriesOfAddress }]);
  }

  /** Begins the check of the password of somebody who is signed in. */
  beginOwn(user: string, session: string): GuardedAttempt {
    return this.#begin([{ key: keyOf('session', user, session), free: limits.signInTries }]);
  }

  #begin(keys: readonly LimitedKey[], stranger: Stranger | null = null): GuardedAttempt {
    const attempt: Attempt = this.#limits.begin(keys, this.#clock.now());
    return { ...attempt, stranger, save: () => this.#save() };
  }

  async #save(): Promise<void> {
    const changed = [...this.#changed];
    this.#changed.clear();
    const failures = changed.map((key) => this.#limits.get(key) ?? { key, tries: 0, at: 0, until: 0 });
    if (failures.length > 0) await this.#store.saveSignInFailures(failures);
  }
}

const knownDevice = ({ user }: UserRecord, { device }: Browser, ...what: readonly 'code'[]): LimitedKey => ({
  key: keyOf('device', user, device ?? '', ...what),
  free: limits.signInTries,
});

const userKey = (name: string, { address }: Browser): LimitedKey => ({
  key: keyOf('user', identityKey(name), addressKey(address)),
  free: limits.signInTries,
});

/**
 * The keys of an address and of its networks. Larger ones have more free tries. An IPv4 network
 * belongs to many subscribers: its failures delay its sign-ins, but none has to wait for them.
 */
function networkKeys({ address }: Browser): LimitedKey[] {
  const [own, ...larger] = networksOf(address);
  const isShared = larger.length === 1;
  const ofAddress = { key: keyOf('address', own), free: limits.signInTriesOfAddress };
  const ofLarger = larger.map((network, index) => ({
    key: keyOf('address', network),
    free: isShared ? Number.POSITIVE_INFINITY : limits.signInTriesOfAddress * limits.signInTriesGrow ** (index + 1),
  }));
  return [ofAddress, ...ofLarger];
}

/** A hash, because people sometimes type a password where their name belongs. */
const keyOf = (...parts: readonly string[]): string => tokenHash(JSON.stringify(parts));
