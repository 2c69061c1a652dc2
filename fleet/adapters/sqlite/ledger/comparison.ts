import { quarantined, released } from '../../../ledger/quarantined.ts';
import type { Connection } from '../connection/database.ts';

/**
 * Copies the ledgers, their folded chunks, the machines and the decisions into another database,
 * and which machines a person keeps out of the books.
 */
export function copyLedgers(from: Connection, to: Connection): void {
  const folded = from.prepare("SELECT value FROM meta WHERE key = 'folded'").pluck().get() as number;
  for (const [table, condition] of [
    ['ledger', '1'],
    ['chunk', `id <= ${folded}`],
    ['chunk_of', '1'],
    ['machine', '1'],
    ['decision', '1'],
    ['set_aside', `why IN ('${quarantined}', '${released}')`],
  ] as const) {
    const select = from.prepare(`SELECT * FROM ${table} WHERE ${condition}`).raw();
    const insert = to.prepare(
      `INSERT INTO ${table} VALUES (${select
        .columns()
        .map(() => '?')
        .join(',')})`,
    );
    to.transaction(() => {
      for (const row of select.iterate()) insert.run(...(row as unknown[]));
    })();
  }
  // A machine that was released is compared as far as its books are.
  to.prepare('UPDATE set_aside SET why = ?').run(quarantined);
}

/**
 * The machines and counties whose totals differ between two databases, in order. Rows that `ours`
 * has not filled in yet are left out.
 */
export function differingTotals(ours: Connection, theirs: Connection): string[] {
  const wrong = new Set<string>();
  const unfilled = new Set(ours.prepare('SELECT machine FROM unfilled').pluck().all() as string[]);
  for (const table of ['restock_record', 'lot_total', 'lot_uncertain'])
    for (const name of differing(rowsBy(ours, table, 'machine'), rowsBy(theirs, table, 'machine')))
      if (!unfilled.has(name)) wrong.add(name);
  for (const [table, key] of [
    ['day_total', 'machine'],
    ['month_total', 'machine'],
    ['county_month', 'region'],
  ] as const)
    for (const name of differing(rowsBy(ours, table, key), rowsBy(theirs, table, key))) wrong.add(name);
  return [...wrong].sort();
}

/**
 * A table's rows as text, by machine or region. A county's rows without boxes, which a move leaves
 * behind, are ignored.
 */
function rowsBy(db: Connection, table: string, key: 'machine' | 'region'): Map<string, string> {
  const rows = new Map<string, string>();
  const condition = key === 'region' ? 'WHERE issued <> 0 OR uncertain <> 0' : '';
  const all = db
    .prepare(`SELECT * FROM ${table} ${condition} ORDER BY ${key}, 1, 2, 3, 4`)
    .iterate() as IterableIterator<Record<string, unknown>>;
  for (const row of all) rows.set(String(row[key]), `${rows.get(String(row[key])) ?? ''}${JSON.stringify(row)}\n`);
  return rows;
}

const differing = (ours: Map<string, string>, theirs: Map<string, string>): string[] =>
  [...new Set([...ours.keys(), ...theirs.keys()])].filter((name) => ours.get(name) !== theirs.get(name));
