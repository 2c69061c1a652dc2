import type { Database } from 'better-sqlite3';
import type { LedgerId } from '../../shared/contracts/ids.ts';
import type { Chain } from '../../shared/ledger/chain.ts';
import { watchOpenFiles } from '../../shared/ledger/open-files.ts';
import type { LedgerStore } from '../ports.ts';
import { type Home, ledgerDatabase } from './ledger/database.ts';
import { onDisk } from './ledger/disk-code.ts';
import { identityOf } from './ledger/identity.ts';
import { type Begun, type LedgerFileOptions, ledgerFile } from './ledger/ledger-file.ts';
import { type Appended, readTail, replayLines, storedHead, type Tail, writeLines } from './ledger/lines.ts';
import { keepOwner, OtherMachine, ownerOf } from './ledger/owner.ts';
import { readPosition, writePosition } from './ledger/position.ts';
import { writeAgain } from './ledger/rewrite.ts';
import { connect, migrate } from './ledger/schema.ts';
import { undoOpened, usesOf } from './ledger/uses.ts';

/** The kiosk's ledgers in one SQLite file. */
export interface SqliteLedger extends LedgerStore {
  /**
   * Why there was no ledger to go on with as it was, until a line is written; `start` for nothing
   * new.
   */
  readonly begun: 'start' | Begun;
  /** How often its file was written out again since it was opened, because its name was lost. */
  readonly rewritten: number;
  /** Throws DiskFailure if what was written can't be found any more; it is closed all the same. */
  close(): void;
}

/**
 * Opens the ledgers of a data directory, and creates or rescues their file if needed. Throws
 * DiskFailure, NewerLedger, and OtherMachine if the folder is that of another machine.
 */
export function openLedger(options: LedgerFileOptions): SqliteLedger {
  return onDisk(() => {
    const { dataDir, machine } = options;
    const owner = ownerOf(dataDir);
    if (owner !== null && owner !== machine) throw new OtherMachine(dataDir, owner, machine);
    const file = ledgerFile(options);
    const db = connect(file);
    try {
      migrate(db);
      if (owner === null) keepOwner(dataDir, machine);
      let lost = watchOpenFiles(file, identityOf);
      const home: Home = {
        lost: () => lost(),
        writeAgain(open, written, name) {
          const again = writeAgain(open, written, name, options);
          lost = watchOpenFiles(file, identityOf);
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

/** The same ledger in memory, for simulators and tests. */
export function openMemoryLedger(chain: Chain, ledger: LedgerId): SqliteLedger {
  const db = connect(':memory:');
  migrate(db);
  db.prepare('INSERT INTO ledgers (number, id) VALUES (1, ?)').run(ledger);
  db.prepare("INSERT INTO hints (name, value) VALUES ('begun', 'new-disk')").run();
  return ledgerOn(db, chain, null);
}

function ledgerOn(db: Database, chain: Chain, home: Home | null, onDamage = (): void => {}): SqliteLedger {
  const file = ledgerDatabase(db, home, () => tail, onDamage);
  /** What was ordered to be written. */
  let tail: Tail = readTail(file.sql, chain);
  let position = readPosition(file.sql);

  /**
   * One durable transaction. The tail moves once it is committed, and back if the commit does not
   * count.
   */
  function commit(appended: Appended): void {
    const before = tail;
    file.transaction(
      (sql) => writeLines(sql, chain, before, appended),
      (after) => {
        tail = after;
      },
      () => {
        tail = before;
        undoOpened(file.sql, appended.uses);
      },
    );
  }

  return {
    get ledger() {
      return tail.ledger;
    },
    get last() {
      return tail.last;
    },
    get head() {
      return tail.head;
    },
    get begun() {
      return tail.begun;
    },
    get position() {
      return position;
    },
    get rewritten() {
      return file.rewritten;
    },
    replay: (visit) => onDisk(() => replayLines(file.sql, visit)),
    append(lines, uses = []) {
      if (lines.length > 0) commit({ newLedger: null, lines, uses });
    },
    begin: (newLedger, lines, uses = []) => commit({ newLedger, lines, uses }),
    usesOf: (tags) => file.read((sql) => usesOf(sql, tags)),
    forgetUses: (before) => file.forget((sql) => sql.forget.run(before)),
    openUses: () => file.read((sql) => sql.requests.all()),
    headAt(seq) {
      if (seq === tail.last) return tail.head;
      if (seq === 0) return chain.first(tail.ledger);
      return file.read((sql) => storedHead(sql, tail.number, seq));
    },
    read: (first, count) => file.read((sql) => sql.lines.all(tail.number, first, Math.max(0, count))),
    keepPosition(next) {
      file.hint((sql) => writePosition(sql, next));
      position = next;
    },
    check: file.check,
    close: file.close,
  };
}
