import { z } from 'zod';
import { Moment, Text } from './common.ts';
import { Permission } from './role.ts';
import { Language, NewPassword, Password, User } from './user.ts';

/**
 * A passkey of a user: a key in a device or a password manager that signs in without a password.
 */
export const Passkey = z.object({ id: z.string(), name: z.string(), created: Moment, lastUsed: Moment.nullable() });
export type Passkey = z.infer<typeof Passkey>;

/** GET /account: the sender's own account. */
export const OwnAccount = z.object({
  user: User,
  permissions: z.array(Permission),
  passkeys: z.array(Passkey),
  /** Backup codes that are left, if there is a second factor. */
  backupCodes: z.int().min(0),
});
export type OwnAccount = z.infer<typeof OwnAccount>;

/** PATCH /account. */
export const OwnChange = z.object({ language: Language.nullable() });
export type OwnChange = z.infer<typeof OwnChange>;

/** POST /account/password: ends all sessions of the sender, and sets the cookie of a new one. */
export const OwnPassword = z.object({ old: Password, new: NewPassword });
export type OwnPassword = z.infer<typeof OwnPassword>;

/** What changes how somebody signs in: it takes the password once more. */
export const WithPassword = z.object({ password: Password });
export type WithPassword = z.infer<typeof WithPassword>;

/**
 * POST /account/second-factor: a secret for an authenticator app, not in force before it is
 * confirmed.
 */
export const NewSecondFactor = z.object({
  /** Base32, to be typed. */
  secret: z.string(),
  /** `otpauth://totp/…`, and the same as a QR code in SVG. */
  uri: z.string(),
  qr: z.string(),
});
export type NewSecondFactor = z.infer<typeof NewSecondFactor>;

/** POST /account/second-factor/confirm: a code that the app shows. */
export const ConfirmSecondFactor = z.object({ code: z.string().max(32) });
/** Codes that each sign in once without the app. They are shown this once. */
export const BackupCodes = z.object({ backupCodes: z.array(z.string()) });
export type BackupCodes = z.infer<typeof BackupCodes>;

/** The options of a WebAuthn call in the browser, as `@simplewebauthn/browser` takes them. */
export const PasskeyOptions = z.record(z.string(), z.unknown()).meta({ description: 'WebAuthn options as JSON' });
export type PasskeyOptions = z.infer<typeof PasskeyOptions>;

/** What the browser's WebAuthn call returned, as JSON. */
const Credential = z.record(z.string(), z.unknown()).meta({ description: 'a WebAuthn credential as JSON' });

/** POST /account/passkeys: the credential that the browser made, and the person's name for it. */
export const NewPasskey = z.object({ name: Text, response: Credential });
export type NewPasskey = z.infer<typeof NewPasskey>;

/** POST /session/passkey: the credential by which the browser signs in. */
export const PasskeySignIn = z.object({ response: Credential });
export type PasskeySignIn = z.infer<typeof PasskeySignIn>;
