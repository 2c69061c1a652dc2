import type { MachineId } from '../../../../shared/contracts/ids.ts';
import type { LotBook, LotSum } from '../../../ledger/lot-lines.ts';
import type { Connection } from '../connection/database.ts';

/** Boxes by lot, as the writer keeps them. */
export interface LotTotals {
  /** The book of a machine. */
  of(machine: MachineId): LotBook;
  /** Forgets all boxes of a machine. */
  drop(machine: MachineId): void;
}

/** The boxes by lot of one SQLite file. */
export function lotTotals(db: Connection): LotTotals {
  const add = db.prepare(`INSERT INTO lot_total VALUES (:machine, :product, :lot, :boxes, :last)
    ON CONFLICT DO UPDATE SET issued = issued + excluded.issued, last = max(last, excluded.last)`);
  const doubt = db.prepare('INSERT OR REPLACE INTO lot_uncertain VALUES (:ledger, :txn, :machine, :product, :lot)');
  const settle = db
    .prepare('DELETE FROM lot_uncertain WHERE ledger = ? AND txn = ? AND product = ? RETURNING lot')
    .pluck();
  const dropTotals = db.prepare('DELETE FROM lot_total WHERE machine = ?');
  const dropDoubts = db.prepare('DELETE FROM lot_uncertain WHERE machine = ?');
  return {
    of: (machine) => ({
      add: (product, lot, boxes, last) => void add.run({ machine, product, lot, boxes, last }),
      doubt: (turn, product, lot) => void doubt.run({ ...turn, machine, product, lot }),
      settle: ({ ledger, txn }, product) => (settle.get(ledger, txn, product) as string | undefined) ?? null,
    }),
    drop: (machine) => {
      dropTotals.run(machine);
      dropDoubts.run(machine);
    },
  };
}

/** Reads a machine's boxes of a product by lot. */
export function lotSumReader(db: Connection): (machine: MachineId, product: string) => readonly LotSum[] {
  const sums =
    db.prepare(`SELECT product, lot, sum(issued) AS issued, max(last) AS last, sum(uncertain) AS uncertain FROM (
    SELECT product, lot, issued, last, 0 AS uncertain FROM lot_total WHERE machine = :machine AND product = :product
    UNION ALL
    SELECT product, lot, 0, NULL, 1 FROM lot_uncertain WHERE machine = :machine AND product = :product)
    GROUP BY product, lot`);
  return (machine, product) => sums.all({ machine, product }) as LotSum[];
}
