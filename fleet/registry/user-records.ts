import type { Account, Language } from '../../shared/contracts/fleet/user.ts';

/** A user who may sign in. What older versions did not store is absent. */
export interface UserRecord extends Account {
  readonly created: number;
  readonly lastSignIn: number | null;
  /** A salted hash. Null for somebody who was invited or reset and has not set a password yet. */
  readonly password: string | null;
  /** Whether another password has to be set before anything else. */
  readonly mustChange?: boolean;
  /** Whether an administrator locked the account. */
  readonly locked?: boolean;
  readonly language?: Language | null;
  readonly secondFactor?: SecondFactor | null;
  readonly passkeys?: readonly PasskeyRecord[];
  /** Browsers from which the user signed in: hashes of their tokens, the latest first. */
  readonly devices?: readonly { readonly hash: string; readonly at: number }[];
  /** Whether the password was generated at the first start and nobody has signed in with it. */
  readonly generated?: boolean;
  /** The code by which the user sets a password, as its hash, and until when it is valid. */
  readonly invitation?: { readonly hash: string; readonly expires: number } | null;
}

/** A second factor: the secret of an authenticator app, base32. */
export interface SecondFactor {
  readonly secret: string;
  /** Whether the app showed a right code once. Before that it is not in force. */
  readonly confirmed: boolean;
  /** The last 30-second step whose code was used: each code is valid once. */
  readonly lastStep: number;
  /** Hashes of the backup codes that are left. */
  readonly backupCodes: readonly string[];
}

/** A passkey: its public key as base64url, and the counter of its last use. */
export interface PasskeyRecord {
  readonly id: string;
  readonly name: string;
  readonly key: string;
  readonly counter: number;
  readonly transports: readonly string[];
  readonly created: number;
  readonly lastUsed: number | null;
}

/**
 * What somebody on the server's computer asked for by the command `yaoju fleet user`: a code for a
 * user who forgot the password, or for a new one. Times in ms since 1970.
 */
export interface UserRequest {
  readonly id: string;
  readonly at: number;
  readonly act: 'reset' | 'add';
  readonly user: string;
  /** The role and area of a new user. */
  readonly role: Account['role'];
  readonly area: string;
  /** Whether a reset also drops the authenticator app and the passkeys. */
  readonly secondFactor: boolean;
  /** The code that was shown, as its hash, and until when it is valid. */
  readonly invitation: { readonly hash: string; readonly expires: number };
}

/**
 * The failed sign-ins of a key: how many, the last one, and until when the next try has to wait.
 * Times in ms since 1970.
 */
export interface SignInFailures {
  readonly key: string;
  readonly tries: number;
  readonly at: number;
  readonly until: number;
}

/** A signed-in browser. Times in ms since 1970. */
export interface SessionRecord {
  /** SHA-256 of the cookie's token. */
  readonly token: string;
  /** The name by which people see and end it; it opens nothing. */
  readonly id: string;
  readonly user: string;
  readonly created: number;
  readonly seen: number;
  /** When it ends if it is not used, and when it ends in any case. */
  readonly expires: number;
  readonly ends: number;
  readonly address: string;
  readonly agent: string;
}
