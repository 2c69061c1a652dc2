import { batchMaxBytes, batchMaxLines } from '../../../shared/contracts/batch.ts';
import type { Event } from '../../../shared/contracts/events.ts';
import type { LedgerId } from '../../../shared/contracts/ids.ts';
import type { Chain } from '../../../shared/ledger/chain.ts';
import { formatDay, type LocalDay, zoneOf } from '../../../shared/rules/calendar.ts';
import { openAccount, writeAccount } from '../../core/account.ts';
import { DayBook, foldEvent, type PlacedLine } from '../../core/folding.ts';
import type { MachineRecord, SuspensionRecord } from '../../core/records.ts';
import { type Connection, openOrPutAside } from './database.ts';
import type { SqliteOptions } from './halves.ts';
import { writePlaced } from './ledgers.ts';
import { monthSums } from './months.ts';
import { regionOn, sqliteRegistry } from './registry.ts';

/** A machine with the whole of one ledger, as another fleet or a made-up one kept it; its lines' times are right. */
export interface ImportedMachine {
  readonly record: MachineRecord;
  readonly suspensions?: readonly SuspensionRecord[];
  readonly ledger: LedgerId;
  /** In the order of the ledger, the first one a `booted`. */
  readonly events: readonly Event[];
  /** When the machine was last heard; null for never. */
  readonly heard?: number | null;
}

export interface Imported {
  readonly machines: number;
  readonly lines: number;
}

/** Bytes that a batch's header takes at most. */
const headerBytes = 256;

/**
 * Puts machines with their ledgers into a database that no fleet has open: lines, chain, books and totals as ingest would have made them, in
 * chunks of a full batch, so that all books can be derived anew from the lines. Quick because nothing is synced until the end: a failure on the
 * way leaves a file to be thrown away.
 */
export function importHistories(options: SqliteOptions, chain: Chain, machines: Iterable<ImportedMachine>): Imported {
  const { db } = openOrPutAside(options.file, options.now);
  try {
    db.pragma('synchronous = OFF');
    const write = importer(db, options.timeZone, chain);
    let count = 0;
    let lines = 0;
    db.transaction(() => {
      for (const machine of machines) {
        count += 1;
        lines += write(machine);
      }
      db.exec("UPDATE meta SET value = (SELECT ifnull(max(id), 0) FROM chunk) WHERE key = 'folded'");
    })();
    db.pragma('synchronous = FULL');
    db.pragma('wal_checkpoint(TRUNCATE)');
    return { machines: count, lines };
  } finally {
    db.close();
  }
}

function importer(db: Connection, timeZone: string, chain: Chain): (machine: ImportedMachine) => number {
  const zone = zoneOf(timeZone);
  const registry = sqliteRegistry(db);
  const ledger = db.prepare('INSERT INTO ledger (machine, uuid, through, head) VALUES (?, ?, ?, ?)');
  const chunk = db.prepare('INSERT INTO chunk (ledger, first, count, received, head, lines) VALUES (?, ?, ?, ?, ?, ?)');
  const chunkOf = db.prepare('INSERT INTO chunk_of VALUES (?, ?, ?, ?)');
  const account = db.prepare('INSERT INTO account VALUES (?, ?)');
  const total = db.prepare('INSERT INTO day_total VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)');
  const months = monthSums(db);
  const mark = db.prepare('UPDATE ledger SET through = ?, head = ? WHERE id = ?');
  const monthNames = new Map<LocalDay, string>();
  const monthOf = (day: LocalDay): string => {
    const name = monthNames.get(day) ?? formatDay(day).slice(0, 7);
    monthNames.set(day, name);
    return name;
  };

  const addTotals = (record: MachineRecord, days: DayBook): void => {
    const sums = new Map<string, [region: string, month: string, product: string, issued: number, uncertain: number]>();
    for (const t of days.changed()) {
      const { day, product, issued, uncertain, settled, added, removed, difference, stock, open, hours } = t;
      total.run(
        record.machine,
        day,
        product,
        issued,
        uncertain,
        settled,
        added,
        removed,
        difference,
        stock,
        open,
        hours.join(','),
      );
      if (issued === 0 && uncertain === settled) continue;
      const region = record.places.length === 1 ? record.region : regionOn(record, day);
      const name = monthOf(day);
      const sum = sums.get(`${region} ${name} ${product}`) ?? [region, name, product, 0, 0];
      sums.set(`${region} ${name} ${product}`, [region, name, product, sum[3] + issued, sum[4] + uncertain - settled]);
    }
    for (const [region, name, product, issued, uncertain] of sums.values())
      months.add(region, name, record.machine, product, issued, uncertain);
  };

  return ({ record, suspensions = [], ledger: uuid, events, heard = null }) => {
    registry.saveMachine(record);
    for (const each of suspensions) registry.saveSuspension(each);
    if (heard !== null) registry.saveHeard([{ machine: record.machine, heard, run: 0 }]);
    const kept = openAccount(record.machine);
    const days = new DayBook(() => null);
    let head = chain.first(uuid);
    const id = Number(ledger.run(record.machine, uuid, 0, Buffer.from(head, 'hex')).lastInsertRowid);
    let lines: string[] = [];
    let placed: PlacedLine[] = [];
    let bytes = headerBytes;
    const put = (through: number, received: number): void => {
      const first = through - lines.length + 1;
      const row = chunk.run(id, first, lines.length, received, Buffer.from(head, 'hex'), lines.join('\n'));
      chunkOf.run(id, first, row.lastInsertRowid, writePlaced(placed));
      lines = [];
      placed = [];
      bytes = headerBytes;
    };
    events.forEach((event, index) => {
      const seq = index + 1;
      const line = JSON.stringify(event);
      if (lines.length === batchMaxLines || bytes + line.length + 1 > batchMaxBytes)
        put(seq - 1, events[index - 1]?.at ?? event.at);
      head = chain.next(head, line);
      const day: LocalDay = zone.dayOf(event.at);
      const place = { at: event.at, corrected: false, day };
      foldEvent(kept, days, seq, event, place, zone.hourOf(event.at));
      lines.push(line);
      placed.push(place);
      bytes += line.length + 1;
    });
    const last = events.at(-1);
    if (last) {
      put(events.length, last.at);
      kept.clocks = { runs: [], last: { run: last.run, up: last.up, at: last.at } };
    }
    mark.run(events.length, Buffer.from(head, 'hex'), id);
    kept.ledger = uuid;
    kept.seq = events.length;
    account.run(record.machine, writeAccount(kept));
    addTotals(record, days);
    return events.length;
  };
}
