import { readAccount } from '../../fleet/ledger/account-text.ts';
import type { Uncounted } from '../../fleet/ledger/uncounted.ts';
import { limits } from '../../fleet/limits.ts';
import type { MachineId } from '../../shared/contracts/ids.ts';
import type { FleetDatabase } from './fleet-database.ts';
import { jsonOf } from './json-of.ts';
import type { Scenario } from './scenario.ts';

/** A machine's lines that are not counted until a person decides. */
export function uncountedOf(database: FleetDatabase, machine: MachineId): readonly Uncounted[] {
  const text = database.account(machine);
  return text === null ? [] : readAccount(text).uncounted;
}

/**
 * Checks that each stored line is stored once, in order, and that the totals are those of the
 * lines, on the right local day.
 */
export function countedOnce({ invariants }: Scenario, database: FleetDatabase, kiosks: ReadonlySet<MachineId>): void {
  const marks = new Map<string, number>();
  const issued = new Map<MachineId, number>();
  for (const { machine, ledger, first, lines, timestamps, received } of database.chunks) {
    const key = `${machine} ${ledger}`;
    const before = marks.get(key) ?? 0;
    invariants.check(
      first === before + 1,
      'nothing is stored twice',
      machine,
      () => `${ledger}: ${first} follows ${before}`,
    );
    marks.set(key, first + lines.length - 1);
    lines.forEach((line, index) => {
      const said = jsonOf(line) as { kind?: string; issued?: boolean } | null;
      const at = timestamps?.[index];
      if (at)
        invariants.check(
          at.at >= limits.earliestAt && at.at <= received,
          'lines are placed before they were received and after the project began',
          machine,
          () => `${new Date(at.at).toISOString()}, received ${new Date(received).toISOString()}`,
        );
      if (at)
        invariants.check(
          at.day === shanghaiDay(at.at),
          'days are local days',
          machine,
          () => `${new Date(at.at).toISOString()} was booked on day ${at.day}`,
        );
      const counts = kiosks.has(machine) && (said?.kind === 'issued' || (said?.kind === 'settled' && said.issued));
      if (counts) issued.set(machine, (issued.get(machine) ?? 0) + 1);
    });
  }
  for (const [machine, boxes] of issued) {
    const total = database.totals(machine).reduce((sum, day) => sum + day.issued, 0);
    // What a second ledger repeats waits for a person and is not in the totals.
    const waiting = uncountedOf(database, machine).reduce((sum, { issued }) => sum + issued, 0);
    invariants.check(
      total + waiting === boxes,
      'every box is counted once',
      machine,
      () => `${boxes} issued by the lines, ${total} by the days, ${waiting} waiting`,
    );
  }
}

/** Days since 1970 in Shanghai, which has kept UTC+8 since 1991. */
const shanghaiDay = (at: number): number => Math.floor((at + 8 * 3_600_000) / 86_400_000);
