import type { MachineId } from '../../shared/contracts/ids.ts';
import type { SetAside } from './machine-fold.ts';

/** A machine that a person keeps out of the books, and since when, in ms since 1970. */
export interface Quarantined<M extends string = MachineId> {
  readonly machine: M;
  readonly at: number;
}

/** Why a machine is set aside that a person quarantined, as stored. */
export const quarantined = 'quarantined';
/** The same once it was released, until its books have caught up. */
export const released = 'released';

/** Whether a machine is set aside because a person wants it, or did until its books catch up. */
export const isByPerson = ({ why }: Pick<SetAside, 'why'>): boolean => why === quarantined || why === released;

/** Whether a machine that is set aside waits for a person to release it. */
export const isQuarantined = ({ why }: Pick<SetAside, 'why'>): boolean => why === quarantined;
