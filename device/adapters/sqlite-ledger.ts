import type { Database } from 'better-sqlite3';
import { z } from 'zod';
import { type Head, Instant, LedgerId, Mark } from '../../shared/contracts/ids.ts';
import type { Chain } from '../../shared/ledger/chain.ts';
import { DiskFailure, type LedgerStore, type Position } from '../ports.ts';
import { onDisk } from './ledger/disk-code.ts';
import { type Begun, type LedgerFileOptions, ledgerFile } from './ledger/ledger-file.ts';
import { connect, createTables } from './ledger/schema.ts';

/** Lines read at a time when all are replayed. */
const replayPage = 512;

const KeptPosition = z
  .string()
  .transform((text, context) => {
    try {
      return JSON.parse(text) as unknown;
    } catch {
      context.addIssue('not JSON');
      return z.NEVER;
    }
  })
  .pipe(z.object({ ledger: LedgerId, through: Mark, timeMs: Instant }));

export interface SqliteLedger extends LedgerStore {
  /** Why there was no ledger to go on with as it was, until a line is written; `start` for nothing new. */
  readonly begun: 'start' | Begun;
  close(): void;
}

/** Opens the ledgers of a data directory, making or rescuing their file where needed. Throws DiskFailure and NewerLedger. */
export function openLedger(options: LedgerFileOptions): SqliteLedger {
  return onDisk(() => {
    const db = connect(ledgerFile(options));
    try {
      return ledgerOn(db, options.chain, options.onDamage);
    } catch (error) {
      db.close();
      throw error;
    }
  });
}

/** The same ledger in memory, for simulators and tests: as quick to make as it is to lose. */
export function openMemoryLedger(chain: Chain, ledger: LedgerId): SqliteLedger {
  const db = connect(':memory:');
  createTables(db);
  db.prepare('INSERT INTO ledgers (number, id) VALUES (1, ?)').run(ledger);
  db.prepare("INSERT INTO hints (name, value) VALUES ('begun', 'new-disk')").run();
  return ledgerOn(db, chain);
}

function ledgerOn(db: Database, chain: Chain, onDamage?: () => void): SqliteLedger {
  const insertLine = db.prepare<[number, number, string, Buffer]>(
    'INSERT INTO lines (ledger, seq, line, head) VALUES (?, ?, ?, ?)',
  );
  const insertLedger = db.prepare<[number, string]>('INSERT INTO ledgers (number, id) VALUES (?, ?)');
  const selectHead = db
    .prepare<[number, number], Buffer>('SELECT head FROM lines WHERE ledger = ? AND seq = ?')
    .pluck();
  const selectLines = db
    .prepare<[number, number, number], string>(
      'SELECT line FROM lines WHERE ledger = ? AND seq >= ? ORDER BY seq LIMIT ?',
    )
    .pluck();
  const selectPage = db
    .prepare<[number, number, number], [number, string]>(
      'SELECT seq, line FROM lines WHERE ledger = ? AND seq > ? ORDER BY seq LIMIT ?',
    )
    .raw();
  const selectHint = db.prepare<[string], string>('SELECT value FROM hints WHERE name = ?').pluck();
  const putHint = db.prepare<[string, string]>('INSERT OR REPLACE INTO hints (name, value) VALUES (?, ?)');
  const dropBegun = db.prepare("DELETE FROM hints WHERE name = 'begun'");

  let number = 0;
  let ledger: LedgerId;
  let last = 0;
  let head: Head;
  let begun: 'start' | Begun;
  let position: Position | null;

  const current = db
    .prepare<[], { number: number; id: LedgerId }>('SELECT number, id FROM ledgers ORDER BY number DESC LIMIT 1')
    .get();
  if (!current) throw new DiskFailure('disk-damaged', 'the file holds no ledger');
  number = current.number;
  ledger = current.id;
  const tail = db
    .prepare<[number], { seq: number; head: Buffer }>(
      'SELECT seq, head FROM lines WHERE ledger = ? ORDER BY seq DESC LIMIT 1',
    )
    .get(number);
  last = tail?.seq ?? 0;
  head = tail ? hex(tail.head) : chain.first(ledger);
  begun = readBegun(selectHint.get('begun'));
  position = readPosition(selectHint.get('position'));

  const write = db.transaction(
    (to: number, id: LedgerId | null, from: number, start: Head, lines: readonly string[]) => {
      if (id !== null) insertLedger.run(to, id);
      let state = start;
      let seq = from;
      for (const line of lines) {
        state = chain.next(state, line);
        seq += 1;
        insertLine.run(to, seq, line, Buffer.from(state, 'hex'));
      }
      if (begun !== 'start') dropBegun.run();
      return { state, seq };
    },
  );

  /** Runs what touches the file; nothing is written when it fails, and damage is told. */
  function onFile<T>(work: () => T): T {
    try {
      return onDisk(work);
    } catch (error) {
      if (error instanceof DiskFailure && error.code === 'disk-damaged') onDamage?.();
      throw error;
    }
  }

  return {
    get ledger() {
      return ledger;
    },
    get last() {
      return last;
    },
    get head() {
      return head;
    },
    get begun() {
      return begun;
    },
    get position() {
      return position;
    },

    replay(visit) {
      onDisk(() => {
        const all = db
          .prepare<[], { number: number; id: LedgerId }>('SELECT number, id FROM ledgers ORDER BY number')
          .all();
        for (const each of all) {
          let seen = 0;
          for (;;) {
            const page = selectPage.all(each.number, seen, replayPage);
            for (const [seq, line] of page) visit(each.id, seq, line);
            seen = page.at(-1)?.[0] ?? seen;
            if (page.length < replayPage) break;
          }
        }
      });
    },

    append(lines) {
      if (lines.length === 0) return;
      const written = onFile(() => write.immediate(number, null, last, head, lines));
      ({ state: head, seq: last } = written);
      begun = 'start';
    },

    begin(id, lines) {
      const written = onFile(() => write.immediate(number + 1, id, 0, chain.first(id), lines));
      number += 1;
      ledger = id;
      ({ state: head, seq: last } = written);
      begun = 'start';
    },

    headAt(seq) {
      if (seq === last) return head;
      if (seq === 0) return chain.first(ledger);
      const stored = onFile(() => selectHead.get(number, seq));
      return stored ? hex(stored) : null;
    },

    read(first, count) {
      return onFile(() => selectLines.all(number, first, Math.max(0, count)));
    },

    keepPosition(next) {
      onFile(() => putHint.run('position', JSON.stringify(next)));
      position = next;
    },

    close() {
      db.close();
    },
  };
}

const hex = (head: Buffer): Head => head.toString('hex') as Head;

const readBegun = (kept: string | undefined): 'start' | Begun =>
  kept === 'new-disk' || kept === 'damaged' ? kept : 'start';

/** A position that can't be read is none: the fleet's next receipt tells it again. */
function readPosition(kept: string | undefined): Position | null {
  return kept === undefined ? null : (KeptPosition.safeParse(kept).data ?? null);
}
