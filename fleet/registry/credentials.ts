import { limits } from '../limits.ts';
import type { CredentialsRecord, MachineKeyRecord } from './records.ts';

/** The credentials of a machine for which nothing was begun. */
export const noCredentials: CredentialsRecord = { secretEnded: false, code: null, keys: [] };

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
