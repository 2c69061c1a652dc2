import { z } from 'zod';
import { Credentials } from '../../shared/contracts/enrolment.ts';
import { MachineId } from '../../shared/contracts/ids.ts';

/** A key that the kiosk made, and that the fleet has not certified yet as far as it knows. */
export const KeyFile = z.object({
  format: z.literal(1),
  machine: MachineId,
  /** PKCS#8, PEM. */
  key: z.string(),
});
export type KeyFile = z.infer<typeof KeyFile>;

/** A file of a kiosk's identity: a private key, and the certificate that was made for it. */
export const IdentityFile = KeyFile.extend({ credentials: Credentials });
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
