import type { Chunk } from '../../fleet/ledger/chunk.ts';
import type { Uncounted } from '../../fleet/ledger/uncounted.ts';
import { type Event, readLine } from '../../shared/contracts/events.ts';
import type { LedgerId, MachineId } from '../../shared/contracts/ids.ts';

/** The turn whose end a line reports, by lane and transaction; null for a line of another kind. */
function endedTurn(event: Event): string | null {
  switch (event.kind) {
    case 'issued':
    case 'not-issued':
    case 'uncertain':
    case 'settled':
      return `${event.lane} ${event.txn}`;
    default:
      return null;
  }
}

/**
 * Lines of an honest kiosk that wait for a person, except those that report the end of a turn which
 * an earlier ledger of the machine already reported. If a disk lost that ledger, the kiosk reports
 * the end again, and the box is counted once.
 */
export function withoutRepeats(
  uncounted: readonly Uncounted[],
  machine: MachineId,
  chunks: readonly Chunk[],
): readonly Uncounted[] {
  if (uncounted.length === 0) return uncounted;
  const ledgersOfTurn = new Map<string, Set<LedgerId>>();
  const ends: { readonly ledger: LedgerId; readonly seq: number; readonly turn: string }[] = [];
  for (const chunk of chunks.filter((each) => each.machine === machine))
    chunk.lines.forEach((line, index) => {
      const read = readLine(line);
      const turn = read.kind === 'known' ? endedTurn(read.event) : null;
      if (turn === null) return;
      ends.push({ ledger: chunk.ledger, seq: chunk.first + index, turn });
      ledgersOfTurn.set(turn, (ledgersOfTurn.get(turn) ?? new Set()).add(chunk.ledger));
    });
  return uncounted.filter(({ ledger, first, last, lines }) => {
    const again = ends.filter(
      (end) =>
        end.ledger === ledger && end.seq >= first && end.seq <= last && (ledgersOfTurn.get(end.turn)?.size ?? 0) > 1,
    );
    return again.length < lines;
  });
}
