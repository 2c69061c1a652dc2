import type { Database, Statement } from 'better-sqlite3';
import type { LedgerId } from '../../../shared/contracts/ids.ts';
import { type UseStatements, useStatements } from './uses.ts';

/** All that is ever asked of an open ledger file. */
export interface LedgerStatements extends UseStatements {
  readonly current: Statement<[], { number: number; id: LedgerId }>;
  readonly ledgers: Statement<[], { number: number; id: LedgerId }>;
  readonly tail: Statement<[number], { seq: number; head: Buffer }>;
  readonly head: Statement<[number, number], Buffer>;
  readonly lines: Statement<[number, number, number], string>;
  readonly page: Statement<[number, number, number], [number, string]>;
  readonly hint: Statement<[string], string>;
  readonly insertLine: Statement<[number, number, string, Buffer]>;
  readonly insertLedger: Statement<[number, string]>;
  readonly putHint: Statement<[string, string]>;
  readonly dropBegun: Statement<[]>;
}

/** Prepares the statements of one open ledger file. */
export const ledgerStatements = (db: Database): LedgerStatements => ({
  ...useStatements(db),
  current: db.prepare<[], { number: number; id: LedgerId }>(
    'SELECT number, id FROM ledgers ORDER BY number DESC LIMIT 1',
  ),
  ledgers: db.prepare<[], { number: number; id: LedgerId }>('SELECT number, id FROM ledgers ORDER BY number'),
  tail: db.prepare<[number], { seq: number; head: Buffer }>(
    'SELECT seq, head FROM lines WHERE ledger = ? ORDER BY seq DESC LIMIT 1',
  ),
  head: db.prepare<[number, number], Buffer>('SELECT head FROM lines WHERE ledger = ? AND seq = ?').pluck(),
  lines: db
    .prepare<[number, number, number], string>(
      'SELECT line FROM lines WHERE ledger = ? AND seq >= ? ORDER BY seq LIMIT ?',
    )
    .pluck(),
  page: db
    .prepare<[number, number, number], [number, string]>(
      'SELECT seq, line FROM lines WHERE ledger = ? AND seq > ? ORDER BY seq LIMIT ?',
    )
    .raw(),
  hint: db.prepare<[string], string>('SELECT value FROM hints WHERE name = ?').pluck(),
  insertLine: db.prepare<[number, number, string, Buffer]>(
    'INSERT INTO lines (ledger, seq, line, head) VALUES (?, ?, ?, ?)',
  ),
  insertLedger: db.prepare<[number, string]>('INSERT INTO ledgers (number, id) VALUES (?, ?)'),
  putHint: db.prepare<[string, string]>('INSERT OR REPLACE INTO hints (name, value) VALUES (?, ?)'),
  dropBegun: db.prepare<[]>("DELETE FROM hints WHERE name = 'begun'"),
});
