import type { MachineId } from '../../shared/contracts/ids.ts';
import type { MachineFold, SetAside } from './machine-fold.ts';
import { isQuarantined, type Quarantined, quarantined, released } from './quarantined.ts';

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
