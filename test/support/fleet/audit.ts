import type { AuditEntry, AuditQuery } from '../../../shared/contracts/fleet/audit.ts';
import { noon } from './two-machines.ts';

/** An entry of the audit log as it is handed to the store. */
export const auditEntry = (more: Partial<AuditEntry> = {}): Omit<AuditEntry, 'seq'> => ({
  at: noon,
  actor: { kind: 'user', name: 'wang' },
  address: '192.0.2.1',
  act: 'stopMachine',
  region: '360102',
  machine: 'JX-360102-0001',
  user: null,
  subject: null,
  before: null,
  after: { reason: 'repair', note: '维修 “door”' },
  why: null,
  outcome: 'begun',
  of: null,
  ...more,
});

/** A question to the audit log. */
export const auditQuery = (more: Partial<AuditQuery> = {}): AuditQuery => ({ act: [], limit: 100, ...more });

/** All of time, as a span. */
export const allOfTime = { from: 0, to: Number.MAX_SAFE_INTEGER };
