import { hash, randomBytes } from 'node:crypto';

/** Creates a session token for a cookie: 256 random bits. */
export const newToken = (): string => randomBytes(32).toString('base64url');

/** Creates a password for the first administrator, short enough to copy by hand: 96 random bits. */
export const newPassword = (): string => randomBytes(12).toString('base64url');

/** The form in which a token is stored: SHA-256 in lower-case hex. */
export const tokenHash = (token: string): string => hash('sha256', token, 'hex');
