import type { Database } from 'better-sqlite3';
import type { Head, LedgerId } from '../../../shared/contracts/ids.ts';
import { type Bilingual, bilingual, joinBilingual } from '../../../shared/contracts/meaning.ts';
import type { Chain } from '../../../shared/ledger/chain.ts';
import { DiskFailure } from '../../ports.ts';
import { onDisk } from './disk-code.ts';
import { applicationId, connectToRead, schemaVersion } from './schema.ts';

/** One ledger of a file, as far as it can be read with its chain whole. */
export interface Walked {
  readonly number: number;
  readonly id: LedgerId;
  readonly last: number;
  readonly head: Head;
}

/** The result of reading every line of a ledger file. */
export interface Walk {
  readonly ledgers: readonly Walked[];
  /** What is wrong with the file, null for nothing. */
  readonly fault: string | null;
}

type Visit = (ledger: number, seq: number, line: string, head: Buffer) => void;

/** The file was made by a later version. It is whole, and this version must not touch it. */
export class NewerLedger extends Error {
  readonly line: Bilingual;

  constructor(file: string, version: number) {
    const line = bilingual(
      `${file} was written by a newer version (tables ${version}, this one knows ${schemaVersion})`,
      `${file} 由更新的版本写成（表版本 ${version}，本版本只支持到 ${schemaVersion}）：请升级终端程序`,
    );
    super(joinBilingual(line));
    this.line = line;
    this.name = 'NewerLedger';
  }
}

/**
 * Reads every ledger from its first line up to the point where its chain breaks or its pages can't
 * be read.
 */
function walk(db: Database, chain: Chain, visit: Visit): Walk {
  const walked: Walked[] = [];
  let fault: string | null = null;
  const found = damageOf(() => {
    const ledgers = db.prepare<[], { number: number; id: LedgerId }>('SELECT number, id FROM ledgers ORDER BY number');
    const lines = db.prepare<[number], [number, string, Buffer]>(
      'SELECT seq, line, head FROM lines WHERE ledger = ? ORDER BY seq',
    );
    for (const { number, id } of ledgers.all()) {
      let last = 0;
      let head = chain.first(id);
      const broken = damageOf(() => {
        for (const [seq, line, stored] of lines.raw().iterate(number)) {
          const next = seq === last + 1 ? chain.next(head, line) : null;
          if (next === null) return `ledger ${id}: line ${last + 1} is missing`;
          if (stored.toString('hex') !== next) return `ledger ${id}: line ${seq} is not the one that was written`;
          visit(number, seq, line, stored);
          last = seq;
          head = next;
        }
        return null;
      });
      fault ??= broken;
      walked.push({ number, id, last, head });
    }
    return null;
  });
  return { ledgers: walked, fault: fault ?? found };
}

/** Reads the whole file without changing it: SQLite's own check of its pages, then every chain. */
export function inspect(file: string, chain: Chain): Walk {
  return withReader(file, (db) => {
    const foreign = damageOf(() => {
      if (db.pragma('application_id', { simple: true }) !== applicationId) return 'it is not a ledger of this program';
      const version = Number(db.pragma('user_version', { simple: true }));
      if (version > schemaVersion) throw new NewerLedger(file, version);
      const check = db.pragma('quick_check(1)', { simple: true });
      return check === 'ok' ? null : `SQLite's check says: ${String(check).replaceAll('\n', ' ')}`;
    });
    const { ledgers, fault } = walk(db, chain, () => {});
    return { ledgers, fault: foreign ?? fault };
  });
}

/** Hands every line that can still be read to `visit`, whatever else is broken. */
export function recoverLines(file: string, chain: Chain, visit: Visit): Walk {
  return withReader(file, (db) => walk(db, chain, visit));
}

function withReader(file: string, read: (db: Database) => Walk): Walk {
  let walked: Walk = { ledgers: [], fault: null };
  const fault = damageOf(() => {
    const db = connectToRead(file);
    try {
      walked = read(db);
    } finally {
      db.close();
    }
    return null;
  });
  return fault === null ? walked : { ...walked, fault };
}

/**
 * What `work` reports as wrong, or that SQLite reports the file as damaged. Throws any other
 * failure of the disk.
 */
function damageOf(work: () => string | null): string | null {
  try {
    return onDisk(work);
  } catch (error) {
    if (error instanceof DiskFailure && error.code === 'disk-damaged') return error.message;
    throw error;
  }
}
