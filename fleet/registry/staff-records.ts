import type { MachineId } from '../../shared/contracts/ids.ts';
import type { PinHash, StaffRole } from '../../shared/contracts/staff.ts';

/** A person who works at machines, as stored; only the hash of the PIN is kept. */
export interface StaffRecord {
  readonly id: string;
  readonly name: string;
  readonly role: StaffRole;
  /** The area where this person may work. */
  readonly area: string;
  /** The machines of the area where they may; empty for all of them. */
  readonly machines: readonly MachineId[];
  readonly pin: PinHash;
  readonly pinSet: number;
  readonly entered: number;
  readonly by: string;
  /** Null if the person may work. */
  readonly stopped: { readonly at: number; readonly by: string } | null;
}
