import type { AreaRecall } from '../../../../shared/contracts/fleet/recall.ts';
import type { MachineId } from '../../../../shared/contracts/ids.ts';
import { enterLots, type LotSum, LotSums } from '../../../ledger/lot-lines.ts';
import type { Ledgers, LotIssues } from '../../../ports/ledgers.ts';
import type { MaybeSync } from '../../../ports/maybe-sync.ts';
import type { Connection } from '../connection/database.ts';
import { foldedChunks } from './folded-chunks.ts';
import { lotSumReader } from './lot-totals.ts';

/** Lines read at once of a machine whose boxes by lot are not filled in yet. */
const linesAtOnce = 10_000;

/** The sum over those of a product's boxes by lot that are of some lots (null for all). */
function issuesOf(sums: readonly LotSum[], product: string, lots: readonly string[] | null): LotIssues {
  let issued = 0;
  let uncertain = 0;
  let last: number | null = null;
  for (const each of sums) {
    if (each.product !== product || (lots !== null && !lots.includes(each.lot))) continue;
    issued += each.issued;
    uncertain += each.uncertain;
    if (each.last !== null) last = Math.max(last ?? each.last, each.last);
  }
  return { issued, uncertain, last };
}

/**
 * Reads how many boxes of some lots machines gave out. For a machine that is not filled in yet, its
 * lines are read, so that the figures are exact at any time.
 */
export function lotIssueReader(db: Connection): MaybeSync<Pick<Ledgers, 'lotIssues'>>['lotIssues'] {
  const sumsOf = lotSumReader(db);
  const chunks = foldedChunks(db);
  const isUnfilled = db.prepare('SELECT 1 FROM unfilled WHERE machine = ?').pluck();
  const sumsFromLines = (machine: MachineId): LotSum[] => {
    const sums = new LotSums();
    for (let after = 0; ; ) {
      const some = chunks(machine, after, linesAtOnce);
      for (const { number, ledger, lines, timestamps } of some) {
        enterLots(sums, ledger, lines, timestamps);
        after = number;
      }
      if (some.length === 0) return sums.all();
    }
  };
  // In one transaction: the filling may end meanwhile.
  return db.transaction(
    (machines: readonly MachineId[], { product, lots }: Pick<AreaRecall, 'product' | 'lots'>) =>
      new Map(
        machines.map((machine) => {
          const sums = isUnfilled.get(machine) === 1 ? sumsFromLines(machine) : sumsOf(machine, product);
          return [machine, issuesOf(sums, product, lots)];
        }),
      ),
  );
}
