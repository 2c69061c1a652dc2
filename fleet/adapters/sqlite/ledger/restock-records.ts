import type { MachineId } from '../../../../shared/contracts/ids.ts';
import { identityKey, lotKey } from '../../../../shared/contracts/spelling.ts';
import { restockLinesIn } from '../../../../shared/ledger/restock-lines.ts';
import { movementOf, type StockEvent } from '../../../../shared/ledger/stock-movement.ts';
import type { LocalDay } from '../../../../shared/rules/calendar.ts';
import type { Chunk, TimestampedLine } from '../../../ledger/chunk.ts';
import type { StoredRestockRecord } from '../../../ports/restock-record-store.ts';
import type { Connection } from '../connection/database.ts';
import type { RegionOn } from './totals.ts';

/** What a row's document holds; the rest of a record is in its columns. */
export type RestockDoc = Omit<StoredRestockRecord, 'ledger' | 'seq' | 'machine' | 'at' | 'day' | 'product'>;

const docOf = (event: StockEvent, timestamp: TimestampedLine): RestockDoc => ({
  corrected: timestamp.corrected,
  uncounted: timestamp.uncounted,
  kind: event.kind,
  lane: event.lane,
  lot: 'lot' in event ? event.lot : null,
  expires: event.kind === 'restocked' ? event.expires : null,
  ...movementOf(event),
  stock: event.stock,
  was: event.kind === 'counted' ? event.was : null,
  reason: event.kind === 'restocked' ? null : (event.reason ?? null),
  by: event.by,
  person: event.person ?? null,
});

/** Writes the rows of restock records. */
export interface RestockRecordRows {
  /**
   * Writes the records among a chunk's lines, with the lines' timestamps; `ledger` is the number of
   * the ledger's row. Those of the same line are replaced.
   */
  save(ledger: number, chunk: Pick<Chunk, 'machine' | 'first' | 'lines'>, timestamps: readonly TimestampedLine[]): void;
  /** Moves a machine's rows to the counties where it stood, after its places changed. */
  relocate(machine: MachineId, regionOn: (day: LocalDay) => string): void;
}

/**
 * The rows in one SQLite file. Rows of a machine that is not registered are in no county until it
 * is.
 */
export function restockRecordRows(db: Connection, regionOn: RegionOn): RestockRecordRows {
  const save = db.prepare(`INSERT INTO restock_record VALUES
    (:ledger, :seq, :machine, :region, :day, :at, :product, :person, :lot, :doc)
    ON CONFLICT DO UPDATE SET region = excluded.region, day = excluded.day, at = excluded.at, doc = excluded.doc`);
  const ofMachine = db.prepare('SELECT ledger, seq, day, region FROM restock_record WHERE machine = ?');
  const move = db.prepare('UPDATE restock_record SET region = ? WHERE ledger = ? AND seq = ?');
  type Placed = { readonly ledger: number; readonly seq: number; readonly day: LocalDay; readonly region: string };
  return {
    save: (ledger, { machine, first, lines }, timestamps) => {
      for (const { index, event } of restockLinesIn(lines)) {
        const timestamp = timestamps[index];
        if (!timestamp) continue;
        const { day, at } = timestamp;
        const doc = docOf(event, timestamp);
        save.run({
          ...{ ledger, seq: first + index, machine, day, at },
          region: regionOn(machine, day) ?? '',
          product: event.product,
          person: identityKey(doc.by),
          lot: lotKey(doc.lot) ?? '',
          doc: JSON.stringify(doc),
        });
      }
    },
    relocate: (machine, placeOn) => {
      for (const { ledger, seq, day, region } of ofMachine.all(machine) as Placed[])
        if (placeOn(day) !== region) move.run(placeOn(day), ledger, seq);
    },
  };
}
