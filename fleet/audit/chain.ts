import type { AuditEntry } from '../../shared/contracts/fleet/audit.ts';
import { identityKey } from '../../shared/contracts/spelling.ts';
import { canonicalText } from './canonical.ts';

/** SHA-256 of the bytes of `head` and the UTF-8 bytes of `text`; both hashes in lower-case hex. */
export type HeadHash = (head: string, text: string) => string;

/** An entry as it was written. Old ones may lack the address of a connection that had closed. */
export type StoredAuditEntry = Omit<AuditEntry, 'address'> & { readonly address?: AuditEntry['address'] | undefined };

/** The chain's state before the first entry. */
export const firstHead = '0'.repeat(64);

/**
 * An entry as it is stored: its text, from which everything else follows; the chain's state after
 * it; and the columns by which it is found. Names of people are in their compared spelling.
 */
export interface AuditRow {
  readonly seq: number;
  readonly at: number;
  readonly region: string;
  readonly act: string;
  readonly machine: string | null;
  readonly actor: string;
  readonly user: string | null;
  readonly of: number | null;
  readonly head: string;
  readonly doc: string;
}

/** The row of an entry that follows the state `previous` of the chain. */
export function auditRow(entry: StoredAuditEntry, previous: string, hash: HeadHash): AuditRow {
  const { seq, at, region, act, machine, actor, user, of } = entry;
  const doc = canonicalText(entry);
  return {
    ...{ seq, at, region, act, machine, of },
    actor: identityKey(actor.name),
    user: user === null ? null : identityKey(user),
    head: hash(previous, doc),
    doc,
  };
}
