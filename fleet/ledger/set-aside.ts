import type { MachineId } from '../../shared/contracts/ids.ts';
import type { MachineFold, SetAside } from './machine-fold.ts';

/** A machine set aside at the chunk that cannot be folded. */
export const asideAt = (
  machine: MachineId,
  { chunk, why }: NonNullable<MachineFold['failed']>,
): SetAside<MachineId> => ({
  machine,
  since: chunk.number,
  at: chunk.received,
  why: why.slice(0, 200),
});

/** Whether the same machines are set aside at the same chunks. */
export const sameAside = (a: ReadonlyMap<string, SetAside>, b: ReadonlyMap<string, SetAside>): boolean =>
  a.size === b.size && [...a].every(([machine, each]) => b.get(machine) === each);
