import { Secret, TOTP } from 'otpauth';
import { renderSVG } from 'uqr';
import type { NewSecondFactor } from '../../shared/contracts/fleet/account.ts';
import type { SecondFactor } from '../registry/user-records.ts';
import { codeHash, newCode } from './one-time-code.ts';

const periodMs = 30_000;
/** How many codes before and after the present one are taken: clocks of telephones differ. */
const window = 1;
const backupCodes = 10;

const totp = (secret: Secret, label: string): TOTP =>
  new TOTP({ issuer: 'Yaoju', label, algorithm: 'SHA1', digits: 6, period: periodMs / 1000, secret });

/** A secret for a user's authenticator app, and how it is brought there. */
export function newSecondFactor(user: string): { readonly kept: SecondFactor; readonly shown: NewSecondFactor } {
  const secret = new Secret({ size: 20 });
  const uri = totp(secret, user).toString();
  return {
    kept: { secret: secret.base32, confirmed: false, lastStep: 0, backupCodes: [] },
    shown: { secret: secret.base32, uri, qr: renderSVG(uri) },
  };
}

/**
 * Takes a code of the app: the factor after that, or null if the code is wrong or was used before.
 */
export function takeAppCode(factor: SecondFactor, typed: string, now: number): SecondFactor | null {
  const token = typed.normalize('NFKC').replace(/\s/g, '');
  if (!/^\d{6}$/.test(token)) return null;
  const delta = totp(Secret.fromBase32(factor.secret), '').validate({ token, timestamp: now, window });
  const step = Math.floor(now / periodMs) + (delta ?? 0);
  return delta === null || step <= factor.lastStep ? null : { ...factor, lastStep: step };
}

/** Takes a code of the app or a backup code, which is used up by that. Null if it is wrong. */
export function takeCode(factor: SecondFactor, typed: string, now: number): SecondFactor | null {
  const hash = codeHash(typed);
  if (!factor.backupCodes.includes(hash)) return takeAppCode(factor, typed, now);
  return { ...factor, backupCodes: factor.backupCodes.filter((each) => each !== hash) };
}

/** Puts a factor in force, with backup codes that are shown once. */
export function confirmed(factor: SecondFactor): { readonly kept: SecondFactor; readonly codes: string[] } {
  const codes = Array.from({ length: backupCodes }, newCode);
  return { kept: { ...factor, confirmed: true, backupCodes: codes.map(codeHash) }, codes };
}
