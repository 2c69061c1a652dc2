import { useCallback, useState } from 'react';
import { accountKey } from '../api/account.ts';
import { useFleet } from './fleet.tsx';

/** The beginning of every key. The account and the name follow. */
const prefix = 'yaoju.kept.';

/** Reads what was kept under a key. Null if nothing was kept, or if this version cannot read it. */
export function readKept<T>(key: string, read: (json: unknown) => T | null): T | null {
  try {
    const text = sessionStorage.getItem(key);
    return text === null ? null : read(JSON.parse(text));
  } catch {
    return null;
  }
}

/** Keeps a value under a key; null removes it. */
export function writeKept(key: string, value: unknown): void {
  try {
    if (value === null) sessionStorage.removeItem(key);
    else sessionStorage.setItem(key, JSON.stringify(value));
  } catch {
    // Without storage it lasts as long as the page.
  }
}

/** Removes everything that was kept, for signing out. */
export function forgetKept(): void {
  try {
    for (const key of Object.keys(sessionStorage)) if (key.startsWith(prefix)) sessionStorage.removeItem(key);
  } catch {
    // There is no storage, and so nothing in it.
  }
}

/** The key of something that is kept for the account that is signed in. */
export function useKeptKey(name: string): string {
  const { account } = useFleet();
  return `${prefix}${accountKey(account)} ${name}`;
}

/**
 * State of an account that outlives a reload of the page in this tab. `read` checks what was kept,
 * which may be of another version of the console. A change to null removes it.
 */
export function useKept<T>(
  name: string,
  read: (json: unknown) => T | null,
): [T | null, (change: (before: T | null) => T | null) => void] {
  const key = useKeptKey(name);
  const [value, setValue] = useState(() => readKept(key, read));
  const set = useCallback(
    (change: (before: T | null) => T | null) =>
      setValue((before) => {
        const next = change(before);
        writeKept(key, next);
        return next;
      }),
    [key],
  );
  return [value, set];
}
