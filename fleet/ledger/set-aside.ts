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

/**
 * The machines set aside once exactly some of them are quarantined. `folded` is the last chunk up
 * to which all are folded. A machine that was set aside before stays so from the same chunk on.
 */
export function withQuarantined(
  aside: ReadonlyMap<MachineId, SetAside<MachineId>>,
  wanted: readonly Quarantined[],
  folded: number,
): Map<MachineId, SetAside<MachineId>> {
  const next = new Map(aside);
  for (const each of aside.values()) if (isQuarantined(each)) next.set(each.machine, { ...each, why: released });
  for (const { machine, at } of wanted) {
    const before = aside.get(machine);
    if (before && isQuarantined(before)) next.set(machine, before);
    else next.set(machine, { machine, since: before?.since ?? folded + 1, at, why: quarantined });
  }
  return next;
}

/** Whether the same machines are set aside at the same chunks. */
export const sameAside = (a: ReadonlyMap<string, SetAside>, b: ReadonlyMap<string, SetAside>): boolean =>
  a.size === b.size && [...a].every(([machine, each]) => b.get(machine) === each);
