import { z } from 'zod';
import { Credentials } from '../../shared/contracts/enrolment.ts';
import { MachineId } from '../../shared/contracts/ids.ts';

/**
 * A file of a kiosk's identity: a private key, and the certificate that was made for it. While
 * `credentials` is null, the key was made and the fleet's answer has not come.
 */
export const IdentityFile = z.object({
  format: z.literal(1),
  machine: MachineId,
  /** PKCS#8, PEM. */
  key: z.string(),
  credentials: Credentials.nullable(),
});
export type IdentityFile = z.infer<typeof IdentityFile>;

/** An identity with which the kiosk can connect. */
export interface Identity {
  readonly key: string;
  readonly credentials: Credentials;
}

/**
 * What an identity is: the `current` one has connected; `renewal` and `enrolment` were granted, or
 * asked for, since then.
 */
export type IdentityKind = 'enrolment' | 'renewal' | 'current';
