import { basename } from 'node:path';
import { root } from '../../shared/areas/jiangxi.ts';
import type { AuditAct, AuditBreak, AuditFields } from '../../shared/contracts/fleet/audit.ts';
import type { AuditTrail, NotedAct } from '../ports/audit-trail.ts';
import type { OpenedStore } from '../ports/fleet-store.ts';

/** What the server did by itself, for the whole programme. */
const byItself = (act: AuditAct, after: AuditFields, why: string | null = null): NotedAct => ({
  actor: { kind: 'system', name: '' },
  address: null,
  act,
  region: root,
  after,
  why,
  outcome: 'done',
});

/** Notes what had to be done to open the database. */
export function noteOpened(audit: AuditTrail, { migrated, quarantined }: OpenedStore): void {
  if (migrated !== null)
    audit.noteRepeated(byItself('database-migrated', { file: basename(migrated.copy), version: migrated.to }));
  if (quarantined === null) return;
  const { file, why, saved } = quarantined;
  audit.noteRepeated(byItself('database-quarantined', { file: basename(file), lines: saved.lines }, why));
}

/** Notes that entries that were there once are not there any more, or are others. */
export function noteBroken(audit: AuditTrail, { from, to, why }: AuditBreak): void {
  audit.noteRepeated(byItself('audit-log-broken', { from: String(from), until: String(to), reason: why }));
}

/** Notes that the running server wrote its database again under its file name. */
export function noteRewritten(audit: AuditTrail, lost: string): void {
  audit.noteRepeated(byItself('database-rewritten', { file: basename(lost) }));
}
