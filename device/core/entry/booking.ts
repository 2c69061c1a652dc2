import type { Fact } from '../../../shared/contracts/events.ts';
import type { Lane } from '../../../shared/contracts/ids.ts';
import type { StaffId } from '../../../shared/contracts/staff.ts';
import type { StaffInput } from '../input.ts';
import type { Refusal, Warning } from '../reply.ts';

/** A staff entry of one kind. */
export type Entry<T extends StaffInput['kind']> = Extract<StaffInput, { kind: T }>;

/** The lines of an entry, or the reason why nothing of it is booked. */
export type Booking =
  | { readonly record: readonly Fact[]; readonly warnings: readonly Warning[] }
  | { readonly refusal: Refusal; readonly lane: Lane | null };

/** Who made an entry, as its lines say it. */
export const whoOf = ({ by, person }: Pick<StaffInput, 'by' | 'person'>): { by: string; person?: StaffId } =>
  person === undefined ? { by } : { by, person };
