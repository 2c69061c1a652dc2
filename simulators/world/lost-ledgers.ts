import type { Chunk } from '../../fleet/core/folding.ts';
import { readLine } from '../../shared/contracts/events.ts';
import type { MachineId } from '../../shared/contracts/ids.ts';

interface Seen {
  ledger: string;
  /** The planogram in force, as lane numbers. */
  planned: readonly number[];
  readonly uncounted: Set<number>;
}

/**
 * By plain reading of the stored lines: of each machine, the planned lanes of a ledger that was followed by one that names none before it,
 * as far as they were not counted since.
 */
export function uncountedSinceLost(chunks: readonly Chunk[]): Map<MachineId, ReadonlySet<number>> {
  const machines = new Map<MachineId, Seen>();
  for (const { machine, ledger, first, lines } of chunks) {
    const seen = machines.get(machine) ?? { ledger, planned: [], uncounted: new Set<number>() };
    machines.set(machine, seen);
    for (const [index, line] of lines.entries()) {
      const read = readLine(line);
      if (read.as === 'known') {
        const said = read.event;
        if (said.kind === 'booted' && first + index === 1 && said.ledgerBefore === null && seen.ledger !== ledger)
          for (const lane of seen.planned) seen.uncounted.add(lane);
        if (said.kind === 'configured') seen.planned = said.lanes.map(({ lane }) => lane);
        if (said.kind === 'counted') seen.uncounted.delete(said.lane);
      }
      seen.ledger = ledger;
    }
  }
  return new Map([...machines].map(([machine, { uncounted }]) => [machine, uncounted]));
}
