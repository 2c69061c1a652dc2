import { readLabel, signedParts } from '../../shared/codes/signed-label.ts';
import type { MachineId } from '../../shared/contracts/ids.ts';
import type { DesiredConfig } from '../../shared/contracts/plan.ts';
import type { HostNow, PinVerdict, StaffPerson, StaffScanInput } from '../core/screen/staff/state.ts';

/** What staff mode needs from outside: their PINs, the fleet's signatures, and the computer. */
export interface StaffParts {
  /** The list of staff in force, without what their PINs are compared with. */
  people(): readonly StaffPerson[];
  /**
   * A desired configuration came: its list is kept before the rest comes into force, so that nobody
   * who was struck off can sign in after a power cut. `inForce` is the version of the books. False
   * if the list could not be kept: then nothing of the configuration comes into force, and the
   * fleet sends it again. Never throws.
   */
  take(config: Pick<DesiredConfig, 'version' | 'staff'>, inForce: number): boolean;
  /**
   * Compares a PIN, `person` null for the shared one, and then calls `done`. Guessing is slowed
   * down, also over restarts.
   */
  check(person: string | null, pin: string, done: (verdict: PinVerdict) => void): void;
  /** Whether one of the keys (32 bytes in base64) signed the text; the signature in base64url. */
  isSigned(text: string, signature: string, keys: readonly string[]): boolean;
  /** The computer's state now. Never throws. */
  host(): HostNow;
  /** A support bundle without any secret that this computer holds. */
  redacted(bundle: string): string;
  /** Writes a support bundle to the configured stick; whether it is there. Never throws. */
  writeBundle(text: string): boolean;
}

/**
 * Whether the list of staff of a configuration replaces the one that is kept: if the configuration
 * is newer than the one in force, or than the one that the kept list came with.
 */
export const isNewerList = (version: number, inForce: number, kept: number): boolean =>
  version > inForce || version > kept;

/** What staff scanned, with the label that it may be: only this machine's with a good signature. */
export function staffScan(
  text: string,
  {
    isSigned,
    machine,
    keys,
  }: { readonly isSigned: StaffParts['isSigned']; readonly machine: MachineId; readonly keys: readonly string[] },
): StaffScanInput {
  const parts = signedParts(text);
  const input = { kind: 'staff-scan', text } as const;
  if (parts === null) return { ...input, label: null };
  const label = readLabel(text);
  if (label === null) return { ...input, label: 'label-wrong' };
  if (!isSigned(parts.signed, parts.signature, keys)) return { ...input, label: 'label-altered' };
  return { ...input, label: label.machine === null || label.machine === machine ? label : 'label-other-machine' };
}
