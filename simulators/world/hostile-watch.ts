import { readAccount } from '../../fleet/ledger/account-text.ts';
import { limits } from '../../fleet/limits.ts';
import { yearOf } from '../../shared/rules/calendar.ts';
import type { FleetHost } from './fleet-host.ts';
import { hostileMachine } from './hostile.ts';
import type { Scenario } from './scenario.ts';

/** Earlier years than the world's own have closed figures. */
const worldYear = 2026;

/** Lanes in the hostile machine's lines. */
const hostileLanes = 2;

/**
 * Boxes whose turns may be in missing lines, if the first line names an earlier ledger: one open
 * turn, and the content of a lane, as for an honest machine.
 */
function boxesBefore(firstLine: string): number {
  return firstLine.includes('"booted"') ? 1 + hostileLanes * limits.laneBoxes : 0;
}

/**
 * At rest no box that the hostile machine claims is counted without a turn or in a closed year, and
 * what is not counted is reported.
 */
export function hostileCountsForNothing({ invariants }: Scenario, { database }: FleetHost): void {
  const text = database.account(hostileMachine);
  if (text === null) return;
  const { books, uncounted } = readAccount(text);
  const totals = database.totals(hostileMachine);
  const said = database.chunks.filter(({ machine }) => machine === hostileMachine).flatMap(({ lines }) => lines);
  const turns = said.filter((line) => line.includes('"turning"')).length;
  invariants.check(
    books.issued <= turns + boxesBefore(said[0] ?? ''),
    'nothing is counted without a turn',
    hostileMachine,
    () => `${books.issued} boxes of ${turns} turns`,
  );
  const late = totals.filter(({ day, issued }) => issued > 0 && yearOf(day) < worldYear);
  invariants.check(late.length === 0, 'a closed year changes by a person alone', hostileMachine, () =>
    JSON.stringify(late),
  );
  const isSaid = (kind: string): boolean =>
    [...database.rows.flags.values()].some(
      ({ flag }) => flag.machine === hostileMachine && flag.cleared === null && flag.finding.kind === kind,
    );
  for (const { reason } of uncounted) {
    const kind = reason === 'closed-year' ? 'late-entry' : 'implausible';
    invariants.check(isSaid(kind), 'what is not counted is flagged', hostileMachine, () => `${reason} without a flag`);
  }
}
