import { AuditBreak, AuditEntry } from '../../shared/contracts/fleet/audit.ts';
import type { ChainCheck } from '../ports/audit-store.ts';
import { type AuditRow, auditRow, firstHead, type HeadHash, type StoredAuditEntry } from './chain.ts';

/** The beginning of a comparison. */
export const nothingChecked: ChainCheck = { entries: 0, last: null, breaks: [] };

/**
 * Compares further entries, in their order, with the chain. After a break the comparison goes on
 * with the state that is stored there, so that every break is found.
 */
export function checkRows(before: ChainCheck, rows: readonly AuditRow[], hash: HeadHash): ChainCheck {
  const breaks = [...before.breaks];
  let last = before.last;
  for (const row of rows) {
    const expected = (last?.seq ?? 0) + 1;
    if (row.seq > expected) addBreak(breaks, { from: expected, to: row.seq - 1, why: 'missing' });
    // What an entry after missing ones was chained to is not known any more.
    const previous = row.seq > expected ? null : (last?.head ?? firstHead);
    const entry = entryOf(row.doc);
    const isAsWritten = entry !== null && isRowOf(entry, row, previous, hash);
    const known = isAsWritten ? foundBefore(entry) : null;
    if (!isAsWritten) addBreak(breaks, { from: row.seq, to: row.seq, why: 'changed' });
    if (known !== null && !breaks.some((each) => isSameBreak(each, known))) breaks.push(known);
    last = { seq: row.seq, head: row.head };
  }
  return { entries: before.entries + rows.length, last, breaks };
}

function isRowOf(entry: StoredAuditEntry, row: AuditRow, previous: string | null, hash: HeadHash): boolean {
  const written = auditRow(entry, previous ?? firstHead, hash);
  return Object.entries(written).every(
    ([column, value]) => (column === 'head' && previous === null) || row[column as keyof AuditRow] === value,
  );
}

/**
 * The break that an entry says was found when it was written. The noted head that showed it is gone
 * since, and nothing else shows it: the log went on with these numbers. Null for other entries.
 */
function foundBefore({ act, after }: StoredAuditEntry): AuditBreak | null {
  if (act !== 'audit-log-broken') return null;
  const read = AuditBreak.safeParse({ from: Number(after?.from), to: Number(after?.until), why: after?.reason });
  return read.success ? read.data : null;
}

/** The entry in a stored text. Null if it is not one. */
export function entryOf(doc: string): StoredAuditEntry | null {
  try {
    const read = AuditEntry.partial({ address: true }).strict().safeParse(JSON.parse(doc));
    return read.success ? read.data : null;
  } catch {
    return null;
  }
}

const isSameBreak = (a: AuditBreak, b: AuditBreak): boolean => a.from === b.from && a.to === b.to && a.why === b.why;

/** Adds a break, or extends the last one if it is of the same kind and ends just before. */
function addBreak(breaks: AuditBreak[], added: AuditBreak): void {
  const last = breaks.at(-1);
  if (last && last.why === added.why && last.to + 1 === added.from)
    breaks[breaks.length - 1] = { ...last, to: added.to };
  else breaks.push(added);
}
