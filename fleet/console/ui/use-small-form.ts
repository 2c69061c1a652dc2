import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { ApiError } from '../api/client.ts';
import { noteSignedOut } from '../api/queries.ts';

type Entries<Name extends string> = Readonly<Record<Name, string>>;

interface SmallForm<Name extends string> {
  /** The names of the fields, and what is said where one is left empty; null if it may be. */
  fields: Readonly<Record<Name, string | null>>;
  /** What is wrong with an entry that is not empty. Null if nothing is. */
  check?: (name: NoInfer<Name>, entry: string) => string | null;
  send: (entered: Entries<Name>) => Promise<unknown>;
  /**
   * What is said at a field for some of the server's problems, by problem code. Others are in
   * `failed`.
   */
  atField?: Readonly<Record<string, { readonly name: NoInfer<Name>; readonly text: string }>>;
}

/** The state of a form that `useSmallForm` sends. */
export interface SmallFormState<Name extends string> {
  readonly submit: (event: FormEvent<HTMLFormElement>) => Promise<void>;
  /** What a field needs to say what is wrong with it. */
  readonly at: (name: Name) => { name: Name; wrong: string | null; entered: () => void };
  /** Why it failed. Null while it has not. */
  readonly failed: unknown;
  readonly busy: boolean;
}

/**
 * A form of a few fields of text, without the component library. Fields keep what is typed; a
 * password is in no state and is not kept.
 */
export function useSmallForm<Name extends string>(form: SmallForm<Name>): SmallFormState<Name> {
  const { fields, check, send, atField } = form;
  const client = useQueryClient();
  const [wrongs, setWrongs] = useState<Partial<Record<Name, string>>>({});
  const [failed, setFailed] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const names = Object.keys(fields) as Name[];
  const wrongOf = (name: Name, entry: string): string | null =>
    entry === '' ? fields[name] : (check?.(name, entry) ?? null);
  const point = (element: HTMLFormElement, found: Partial<Record<Name, string>>) => {
    setWrongs(found);
    const first = names.find((name) => found[name] !== undefined);
    element.querySelector<HTMLInputElement>(`[name="${first}"]`)?.focus();
  };
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const element = event.currentTarget;
    if (busy) return;
    const data = new FormData(element);
    const entered = Object.fromEntries(names.map((name) => [name, String(data.get(name) ?? '')])) as Entries<Name>;
    const found: Partial<Record<Name, string>> = {};
    for (const name of names) {
      const wrong = wrongOf(name, entered[name].trim() === '' ? '' : entered[name]);
      if (wrong !== null) found[name] = wrong;
    }
    setFailed(null);
    point(element, found);
    if (Object.keys(found).length > 0) return;
    setBusy(true);
    try {
      await send(entered);
    } catch (error) {
      noteSignedOut(client, error);
      const known = error instanceof ApiError ? atField?.[error.code] : undefined;
      if (known) point(element, { [known.name]: known.text } as Partial<Record<Name, string>>);
      else setFailed(error);
    } finally {
      setBusy(false);
    }
  };
  const forget = (name: Name) => setWrongs(({ [name]: _, ...others }) => others as Partial<Record<Name, string>>);
  return { submit, at: (name) => ({ name, wrong: wrongs[name] ?? null, entered: () => forget(name) }), failed, busy };
}
