import type { EventList } from '../../../../shared/contracts/fleet/history.ts';
import { foldLot } from '../../../../shared/contracts/spelling.ts';
import type { LotIssues } from '../../../ports/ledgers.ts';

type Line = EventList['events'][number];

/**
 * The kinds of lines that report about a box of a lot: that it was given out, that this is
 * uncertain, or what became of it.
 */
export const lotKinds: readonly string[] = ['issued', 'uncertain', 'settled'];

const isLot = (lot: unknown, lots: readonly string[] | null): boolean =>
  lots === null || (typeof lot === 'string' && lots.includes(foldLot(lot)));

/**
 * Counts boxes of a product's lots (null for all) over a machine's lines, in order. Lines that are
 * not counted are left out.
 */
export function sumLotIssues(lines: Iterable<Line>, product: string, lots: readonly string[] | null): LotIssues {
  let issued = 0;
  let last: number | null = null;
  const doubted = new Map<string, Line>();
  const confirm = ({ at }: Line): void => {
    issued += 1;
    if (at !== null && (last === null || at > last)) last = at;
  };
  for (const each of lines) {
    const { line } = each;
    if (line === null || each.uncounted !== null || line.product !== product) continue;
    const turn = `${each.ledger} ${line.txn}`;
    if (line.kind === 'settled') {
      if (doubted.delete(turn) && line.issued === true) confirm(each);
    } else if (isLot(line.lot, lots)) {
      if (line.kind === 'issued') confirm(each);
      else doubted.set(turn, each);
    }
  }
  return { issued, uncertain: doubted.size, last };
}
