import { limits } from '../limits.ts';
import type { CredentialsRecord, EnrolmentCodeRecord, MachineKeyRecord, MachineRecord } from './records.ts';

/** The credentials of a machine for which nothing was begun. */
export const noCredentials: CredentialsRecord = { secretEnded: false, code: null, keys: [] };

/** Whether a user or program may, at this time, issue codes for machines of a county. */
export type MayIssue = (by: string, region: string) => boolean;

/**
 * The code with which a new key can be enrolled. Null if there is none, it was used or expired, or
 * who issued it may not issue codes for this machine any more.
 */
export function openCode(
  { region, credentials }: MachineRecord,
  now: number,
  mayIssue: MayIssue,
): EnrolmentCodeRecord | null {
  const code = credentials?.code ?? null;
  const isOpen = code !== null && code.usedBy === null && now < code.expires && mayIssue(code.by, region);
  return isOpen ? code : null;
}

/** The code that a key may use: an open one, or that which it used, because its answer was lost. */
export function codeFor(
  record: MachineRecord,
  fingerprint: string,
  now: number,
  mayIssue: MayIssue,
): EnrolmentCodeRecord | null {
  const code = record.credentials?.code ?? null;
  return code?.usedBy === fingerprint && now < code.expires ? code : openCode(record, now, mayIssue);
}

/** The credentials of a machine that moves: a code that no key has used yet is withdrawn. */
export const afterMove = (credentials: CredentialsRecord): CredentialsRecord =>
  credentials.code?.usedBy === null ? { ...credentials, code: null } : credentials;

/**
 * Adds a key that a kiosk made, after the key that it replaces, or last if it came by a code; a
 * key that is known already only gets its new dates. Of too many, the oldest that no kiosk
 * ever used goes, but never the one that is replaced.
 */
export function withKey(
  { keys, ...rest }: CredentialsRecord,
  added: MachineKeyRecord,
  replaces: string | null,
): CredentialsRecord {
  const known = keys.findIndex(({ fingerprint }) => fingerprint === added.fingerprint);
  if (known >= 0) {
    const dated = keys.map((key, index) => (index === known ? { ...key, expires: added.expires } : key));
    return { ...rest, keys: dated };
  }
  const before = replaces === null ? keys.length - 1 : keys.findIndex(({ fingerprint }) => fingerprint === replaces);
  const all = keys.toSpliced(before + 1, 0, added);
  if (all.length <= limits.machineKeys) return { ...rest, keys: all };
  const keeps = (key: MachineKeyRecord): boolean => key === added || key.fingerprint === replaces;
  const unused = all.findIndex((key) => key.connected === null && !keeps(key));
  const dropped = unused >= 0 ? unused : all.findIndex((key) => !keeps(key));
  return { ...rest, keys: all.toSpliced(dropped, 1) };
}

/**
 * After a kiosk connected with a key: the keys before it and the secret have been replaced, and no
 * longer work. Returns the same record if nothing changes.
 */
export function connectedWith(record: CredentialsRecord, fingerprint: string, now: number): CredentialsRecord {
  const at = record.keys.findIndex((key) => key.fingerprint === fingerprint);
  const used = record.keys[at];
  if (!used || (at === 0 && used.connected !== null && record.secretEnded)) return record;
  const [, ...later] = record.keys.slice(at);
  return { ...record, secretEnded: true, keys: [{ ...used, connected: used.connected ?? now }, ...later] };
}
