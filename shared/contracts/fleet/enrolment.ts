import { z } from 'zod';
import { MachineId } from '../ids.ts';
import { Moment } from './common.ts';

/**
 * 201 of POST /machines/{id}/enrolment: what a technician takes to the machine, as text, as a file
 * and as a QR code. It is shown only this once, works once and for this machine only. An earlier
 * code of the machine no longer works.
 */
export const EnrolmentCode = z.object({
  machine: MachineId,
  /** 20 characters in five groups, `4C9K-…`; capitals or not, with or without hyphens. */
  code: z.string(),
  expires: Moment,
  /** The fleet's HTTPS address, to which the kiosk sends its request. */
  address: z.url({ protocol: /^https?$/ }),
  /** A file for a USB stick that holds the same: its name and its text. */
  file: z.object({ name: z.string(), text: z.string() }),
  /** A QR code that holds the same, as an SVG image. */
  qr: z.string(),
});
export type EnrolmentCode = z.infer<typeof EnrolmentCode>;

/** One of the keys with which a kiosk may connect. */
export const MachineKey = z.object({
  /** SHA-256 of the public key (SPKI, DER) in hex. */
  fingerprint: z.string(),
  /** How it came: by a code that a person entered at the machine, or by the kiosk's own renewal. */
  by: z.enum(['code', 'renewal']),
  /** Who issued that code; absent for a renewal, and for keys of older versions. */
  issuedBy: z.string().optional(),
  added: Moment,
  /** When its certificate expires. Its kiosk renews it before that, and can still do so later. */
  expires: Moment,
  /** When a kiosk first connected with it; null while none has. */
  connected: Moment.nullable(),
});
export type MachineKey = z.infer<typeof MachineKey>;

/** GET /machines/{id}/identity: with what the machine's kiosk may connect. */
export const MachineIdentity = z.object({
  machine: MachineId,
  /** Whether the machine's secret is accepted: it is until a kiosk connects with a key. */
  secret: z.boolean(),
  /** The code that waits to be used; null if there is none. The code itself is not shown again. */
  enrolment: z.object({ issued: Moment, expires: Moment, by: z.string() }).nullable(),
  /** The newest last. Empty: none was enrolled, or all were revoked. */
  keys: z.array(MachineKey),
});
export type MachineIdentity = z.infer<typeof MachineIdentity>;
