import type { AuditRow } from '../../../audit/chain.ts';
import { entryOf } from '../../../audit/verification.ts';
import { auditRowInsert } from '../audit.ts';
import { type Connection, isDamage } from '../connection/database.ts';

/**
 * Copies the entries of the audit log that can be read from a damaged database into a new one, each
 * as it is. What is missing between them remains missing: the chain shows it. Returns their number.
 */
export function recoverAuditLog(from: Connection, to: Connection): number {
  const rows = new Map<number, AuditRow>();
  for (const order of ['ASC', 'DESC'])
    unlessDamaged(() => {
      for (const row of from.prepare(`SELECT * FROM audit_entry ORDER BY seq ${order}`).iterate()) {
        const read = row as AuditRow;
        if (rows.has(read.seq) && order === 'DESC') break;
        rows.set(read.seq, read);
      }
    });
  const sound = [...rows.values()].filter(({ seq, doc }) => entryOf(doc)?.seq === seq).sort((a, b) => a.seq - b.seq);
  const insert = auditRowInsert(to);
  for (const row of sound) insert(row);
  return sound.length;
}

/** A file of an older version has no audit log. */
function unlessDamaged(read: () => void): void {
  try {
    read();
  } catch (error) {
    if (!isDamage(error) && !/no such table/.test(String(error))) throw error;
  }
}
