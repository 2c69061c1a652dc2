import { type AuditField, type AuditFields, auditFields } from '../../shared/contracts/fleet/audit.ts';

const hidden: ReadonlySet<AuditField> = new Set(['password', 'contact']);

/** The longest text that an entry keeps of a field, and the longest JSON. */
const longestText = 500;
const longestJson = 16_384;

/**
 * Fields as an entry keeps them: only those that may be recorded, with long values cut, so that an
 * entry has a bounded size whatever was sent. Of secrets and of people at sites it keeps only
 * whether they are there. Null if nothing remains.
 */
export function recordedFields(given: AuditFields | null | undefined): AuditFields | null {
  const kept = auditFields.flatMap((field) => {
    const value = given?.[field];
    return value === undefined ? [] : [[field, hidden.has(field) ? value === true : boundedValue(value)] as const];
  });
  return kept.length === 0 ? null : Object.fromEntries(kept);
}

function boundedValue(value: unknown): unknown {
  if (typeof value === 'string') return cutText(value);
  const text = JSON.stringify(value);
  return text.length <= longestJson ? value : cutText(text);
}

/** A text as an entry keeps it: without halves of surrogate pairs, and at most 500 long. */
export function cutText(text: string): string {
  const cut = text.length <= longestText ? text : `${text.slice(0, longestText - 1)}…`;
  return cut.replaceAll(/\p{Cs}/gu, '\ufffd');
}
