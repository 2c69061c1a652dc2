import type { FleetHost } from './fleet-host.ts';
import { setsOffFault } from './fold-fault.ts';
import type { Scenario } from './scenario.ts';

/**
 * A machine that triggers a fault of folding is set aside and named; no other machine is, and all
 * can be evaluated.
 */
export function checkIsolation({ invariants }: Scenario, { database, engine }: FleetHost): void {
  const { chunks, rows } = database;
  const faulty = new Set(chunks.filter(({ lines }) => setsOffFault(lines)).map(({ machine }) => machine));
  const aside = engine?.setAside().map(({ machine }) => machine) ?? [];
  invariants.check(
    aside.length === faulty.size && aside.every((machine) => faulty.has(machine)),
    'one machine stops no other',
    'fleet',
    () => `set aside are ${aside}, at fault ${[...faulty]}`,
  );
  const named = (kind: string, machine: string): boolean =>
    [...rows.flags.values()].some(
      ({ flag }) => flag.machine === machine && flag.cleared === null && flag.finding.kind === kind,
    );
  for (const { machine } of rows.machines.values()) {
    const is = faulty.has(machine);
    invariants.check(
      named('not-booked', machine) === is && !named('not-judged', machine),
      'a machine that is set aside is named, and no other',
      machine,
      () => (is ? 'not named' : 'named'),
    );
  }
}
