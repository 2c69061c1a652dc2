import type { Database } from 'better-sqlite3';
import { z } from 'zod';
import { type Head, Instant, LedgerId, Mark } from '../../shared/contracts/ids.ts';
import type { Chain } from '../../shared/ledger/chain.ts';
import { watchNames } from '../../shared/ledger/names.ts';
import { beUnderName, keptUnderName, type Names } from '../core/under-name.ts';
import { DiskFailure, type LedgerStore, type Position } from '../ports.ts';
import { onDisk } from './ledger/disk-code.ts';
import { identityOf } from './ledger/identity.ts';
import { type Begun, type LedgerFileOptions, ledgerFile } from './ledger/ledger-file.ts';
import { keepOwner, OtherMachine, ownerOf } from './ledger/owner.ts';
import { type Written, writeAgain } from './ledger/rewrite.ts';
import { connect, createTables } from './ledger/schema.ts';
import { ledgerStatements } from './ledger/statements.ts';

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

/** The kiosk's ledgers in one SQLite file. */
export interface SqliteLedger extends LedgerStore {
  /** Why there was no ledger to go on with as it was, until a line is written; `start` for nothing new. */
  readonly begun: 'start' | Begun;
  /** How often its file was written out again since it was opened, because its name was lost. */
  readonly rewritten: number;
  /** Throws DiskFailure where what was written can't be found any more; it is closed all the same. */
  close(): void;
}

/** Where a ledger's file is, and how it is written out again where its name was lost. */
interface Home {
  /** The first of its names that is lost, null for none. */
  lost(): string | null;
  writeAgain(db: Database, written: Written, lost: string): Database;
}

/**
 * Opens the ledgers of a data directory, making or rescuing their file where needed. Throws DiskFailure, NewerLedger, and OtherMachine
 * where the folder is that of another machine.
 */
export function openLedger(options: LedgerFileOptions): SqliteLedger {
  return onDisk(() => {
    const { dataDir, machine } = options;
    const owner = ownerOf(dataDir);
    if (owner !== null && owner !== machine) throw new OtherMachine(dataDir, owner, machine);
    const file = ledgerFile(options);
    const db = connect(file);
    try {
      if (owner === null) keepOwner(dataDir, machine);
      let lost = watchNames(file, identityOf);
      const home: Home = {
        lost: () => lost(),
        writeAgain(open, written, name) {
          const again = writeAgain(open, written, name, options);
          lost = watchNames(file, identityOf);
          return again;
        },
      };
      return ledgerOn(db, options.chain, home, options.onDamage);
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
  return ledgerOn(db, chain, null);
}

function ledgerOn(first: Database, chain: Chain, home: Home | null, onDamage?: () => void): SqliteLedger {
  let db = first;
  let sql = ledgerStatements(db);
  const current = sql.current.get();
  if (!current) throw new DiskFailure('disk-damaged', 'the file holds no ledger');
  const tail = sql.tail.get(current.number);
  /** What was told to be written; all of it changes together. */
  let at: Written & { readonly ledger: LedgerId; readonly head: Head } = {
    number: current.number,
    ledger: current.id,
    last: tail?.seq ?? 0,
    head: tail ? hex(tail.head) : chain.first(current.id),
    begun: readBegun(sql.hint.get('begun')),
  };
  let position = readPosition(sql.hint.get('position'));
  let rewritten = 0;

  function write(to: number, id: LedgerId | null, from: number, start: Head, lines: readonly string[]): Head {
    if (id !== null) sql.insertLedger.run(to, id);
    let head = start;
    for (const [index, line] of lines.entries()) {
      head = chain.next(head, line);
      sql.insertLine.run(to, from + index + 1, line, Buffer.from(head, 'hex'));
    }
    if (at.begun !== 'start') sql.dropBegun.run();
    return head;
  }

  /** Runs what touches the file; nothing is written when it fails, and damage is told. */
  function onFile<T>(work: () => T): T {
    try {
      return onDisk(work);
    } catch (error) {
      if (error instanceof DiskFailure && error.code === 'disk-damaged') onDamage?.();
      throw error;
    }
  }

  const names: Names = {
    lost: () => home?.lost() ?? null,
    writeAgain(lost) {
      if (home === null) return;
      db = home.writeAgain(db, at, lost);
      sql = ledgerStatements(db);
      rewritten += 1;
    },
  };

  /** One durable transaction. What went only into a lost file is never copied from it: that is done as far as `at` says. */
  function commit(number: number, id: LedgerId | null, lines: readonly string[]): void {
    const before = at;
    const from = id === null ? at.last : 0;
    const start = id === null ? at.head : chain.first(id);
    onFile(() =>
      keptUnderName(
        names,
        () => {
          const head = db.transaction(write).immediate(number, id, from, start, lines);
          at = { number, ledger: id ?? at.ledger, last: from + lines.length, head, begun: 'start' };
        },
        () => {
          at = before;
        },
      ),
    );
  }

  return {
    get ledger() {
      return at.ledger;
    },
    get last() {
      return at.last;
    },
    get head() {
      return at.head;
    },
    get begun() {
      return at.begun;
    },
    get position() {
      return position;
    },
    get rewritten() {
      return rewritten;
    },

    replay(visit) {
      onDisk(() => {
        for (const each of sql.ledgers.all()) {
          let seen = 0;
          for (;;) {
            const page = sql.page.all(each.number, seen, replayPage);
            for (const [seq, line] of page) visit(each.id, seq, line);
            seen = page.at(-1)?.[0] ?? seen;
            if (page.length < replayPage) break;
          }
        }
      });
    },

    append(lines) {
      if (lines.length > 0) commit(at.number, null, lines);
    },

    begin(id, lines) {
      commit(at.number + 1, id, lines);
    },

    headAt(seq) {
      if (seq === at.last) return at.head;
      if (seq === 0) return chain.first(at.ledger);
      const stored = onFile(() => sql.head.get(at.number, seq));
      return stored ? hex(stored) : null;
    },

    read(first, count) {
      return onFile(() => sql.lines.all(at.number, first, Math.max(0, count)));
    },

    keepPosition(next) {
      onFile(() => {
        beUnderName(names);
        sql.putHint.run('position', JSON.stringify(next));
      });
      position = next;
    },

    check() {
      onFile(() => beUnderName(names));
    },

    close() {
      if (!db.open) return;
      try {
        onFile(() => beUnderName(names));
      } finally {
        db.close();
      }
    },
  };
}

const hex = (head: Buffer): Head => head.toString('hex') as Head;

const readBegun = (kept: string | undefined): 'start' | Begun =>
  kept === 'new-disk' || kept === 'damaged' || kept === 'missing' ? kept : 'start';

/** A position that can't be read is none: the fleet's next receipt tells it again. */
function readPosition(kept: string | undefined): Position | null {
  return kept === undefined ? null : (KeptPosition.safeParse(kept).data ?? null);
}
