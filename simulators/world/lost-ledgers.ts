import { readAccount } from '../../fleet/ledger/account-text.ts';
import type { Chunk } from '../../fleet/ledger/chunk.ts';
import type { FoldWrite } from '../../fleet/ledger/ledger-store.ts';
import { readLine } from '../../shared/contracts/events.ts';
import type { MachineId } from '../../shared/contracts/ids.ts';
import type { FleetDatabase } from './fleet-database.ts';
import type { Scenario } from './scenario.ts';

interface Seen {
  ledger: string;
  /** The planogram in force, as lane numbers. */
  planned: readonly number[];
  readonly uncounted: Set<number>;
}

/**
 * Computed directly from the stored lines: for each machine, the planned lanes of a ledger that was
 * followed by one that names no earlier one, if they were not counted since.
 */
function uncountedSinceLost(chunks: readonly Chunk[]): Map<MachineId, ReadonlySet<number>> {
  const machines = new Map<MachineId, Seen>();
  for (const { machine, ledger, first, lines } of chunks) {
    const seen = machines.get(machine) ?? { ledger, planned: [], uncounted: new Set<number>() };
    machines.set(machine, seen);
    for (const [index, line] of lines.entries()) {
      const read = readLine(line);
      if (read.kind === 'known') {
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

/** Once a ledger's first line is folded, the ledger that it does not name is known to be lost. */
export function lostAreNoted(scenario: Scenario, database: FleetDatabase, { chunks, accounts }: FoldWrite): void {
  const booked = chunks.filter((each) => each.booked).map(({ chunk }) => chunk);
  const begun = new Set(booked.filter(({ first }) => first === 1).map(({ machine }) => machine));
  for (const { machine, account } of accounts) {
    if (!begun.has(machine)) continue;
    const last = Math.max(...booked.filter((chunk) => chunk.machine === machine).map(({ number }) => number));
    const read = database.chunks.filter((chunk) => chunk.machine === machine && chunk.number <= last);
    const known = new Set<number>(readAccount(account).lost?.lanes);
    const unknown = [...(uncountedSinceLost(read).get(machine) ?? [])].filter((lane) => !known.has(lane));
    scenario.invariants.check(
      unknown.length === 0,
      'a ledger out of nowhere is known by the lanes to count',
      machine,
      () => `lanes ${unknown.join(', ')} were in the earlier ledger, and nobody is informed`,
    );
  }
}

/**
 * A machine whose ledger names no earlier one although the fleet had one is flagged until its lanes
 * are counted.
 */
export function lostAreFlagged(scenario: Scenario, database: FleetDatabase): void {
  const flagged = new Set(
    [...database.rows.flags.values()].flatMap(({ flag }) =>
      flag.cleared === null && flag.finding.kind === 'ledger-lost' ? [flag.machine] : [],
    ),
  );
  for (const [machine, lanes] of uncountedSinceLost(database.chunks))
    scenario.invariants.check(
      lanes.size === 0 || flagged.has(machine),
      'a ledger out of nowhere is flagged until its lanes are counted',
      machine,
      () => `lanes ${[...lanes].join(', ')} were never counted since, and nobody is informed`,
    );
}
