import { hash, randomBytes } from 'node:crypto';

/** A new session token, as text that a cookie carries: 256 random bits. */
export const newToken = (): string => randomBytes(32).toString('base64url');

/** A new password for the first administrator, as text that a person can copy: 96 random bits. */
export const newPassword = (): string => randomBytes(12).toString('base64url');

/** What is kept of a token: SHA-256 in lower-case hex. */
export const tokenHash = (token: string): string => hash('sha256', token, 'hex');
