import { expect, it } from 'vitest';
import { recordedFields } from '../../../fleet/audit/fields.ts';
import type { AuditFields } from '../../../shared/contracts/fleet/audit.ts';

it('keeps of a password and of a contact only whether they are there, whatever is given', () => {
  const given = { password: 'violet kettle', contact: '李医生', name: '门诊' } as unknown as AuditFields;
  expect(recordedFields(given)).toEqual({ name: '门诊', password: false, contact: false });
  expect(recordedFields({ password: true, contact: true })).toEqual({ password: true, contact: true });
});
