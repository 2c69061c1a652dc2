import { expect, it } from 'vitest';
import { auditReader, auditWriter } from '../../../fleet/adapters/sqlite/audit.ts';
import { openWriter } from '../../../fleet/adapters/sqlite/connection/migrate.ts';
import { recoverAuditLog } from '../../../fleet/adapters/sqlite/recovery/audit-recovery.ts';
import { nothingChecked } from '../../../fleet/audit/verification.ts';
import { auditEntry } from '../../support/fleet/audit.ts';

it('entries of a damaged database are kept as they are, and the chain shows what is missing', async () => {
  const [from, to] = [openWriter(':memory:'), openWriter(':memory:')];
  for (let count = 0; count < 9; count += 1) await auditWriter(from).appendAuditEntry(auditEntry());
  from.exec('DROP TRIGGER audit_entry_is_not_deleted; DROP TRIGGER audit_entry_is_not_changed');
  from.exec("DELETE FROM audit_entry WHERE seq IN (4, 5); UPDATE audit_entry SET doc = 'torn' WHERE seq = 7");
  expect(recoverAuditLog(from, to)).toBe(6);
  expect(await auditWriter(to).appendAuditEntry(auditEntry({ act: 'database-quarantined' }))).toBe(10);
  expect((await auditReader(to).checkAuditChain(nothingChecked, 100)).breaks).toEqual([
    { from: 4, to: 5, why: 'missing' },
    { from: 7, to: 7, why: 'missing' },
  ]);
});
