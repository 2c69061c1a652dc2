import type { StaffMember } from '../../shared/contracts/staff.ts';

/** The list of staff that a kiosk keeps, with the version of its configuration. */
export interface KeptStaff {
  readonly version: number;
  readonly members: readonly StaffMember[];
}

/** The list of a new disk. */
export const noStaff: KeptStaff = { version: 0, members: [] };
