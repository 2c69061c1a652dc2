import { useCallback, useMemo, useState } from 'react';
import { readText } from './kept-reads.ts';
import { readKept, useKept, useKeptKey, writeKept } from './kept-state.ts';

/** What was typed in a dialog, by field. */
type Typed = Readonly<Record<string, unknown>>;

/** What was typed in a form that outlives a reload of the page, until it is forgotten. */
export interface KeptTyping {
  /** What was typed so far. */
  readonly typed: () => Typed;
  /** Keeps what was typed. It does not render anything, because the fields have it already. */
  readonly type: (values: Typed) => void;
  readonly forget: () => void;
}

/** A dialog that is open again after a reload of the page, with what was typed in it. */
export interface KeptDialog extends Omit<KeptTyping, 'forget'> {
  /** What the dialog is about. Null while it is closed. */
  readonly about: string | null;
  readonly open: (about: string) => void;
  /** Closes it and forgets what was typed. */
  readonly close: () => void;
}

const readTyped = (json: unknown): Typed | null => (typeof json === 'object' ? (json as Typed | null) : null);

/** What is typed in a form of the page. `name` is different from those of all other forms. */
export function useKeptTyping(name: string): KeptTyping {
  const key = useKeptKey(`typed ${name}`);
  return useMemo(() => {
    const typed = () => readKept(key, readTyped) ?? {};
    return { typed, type: (values) => writeKept(key, { ...typed(), ...values }), forget: () => writeKept(key, null) };
  }, [key]);
}

/** A dialog of the page. `name` is different from those of all other dialogs. */
export function useKeptDialog(name: string): KeptDialog {
  const [about, setAbout] = useKept(`dialog ${name}`, readText);
  const { typed, type, forget } = useKeptTyping(name);
  const open = useCallback((what: string) => setAbout(() => what), [setAbout]);
  const close = useCallback(() => {
    forget();
    setAbout(() => null);
  }, [forget, setAbout]);
  return useMemo(() => ({ about, open, close, typed, type }), [about, open, close, typed, type]);
}

/** What a dialog does and to what, as the one text that is kept. */
export const aboutBoth = (act: string, to: string): string => `${act} ${to}`;

/** What `aboutBoth` wrote. */
export function bothOf(about: string): { readonly act: string; readonly to: string } {
  const [act = '', ...to] = about.split(' ');
  return { act, to: to.join(' ') };
}

/** A text field of a dialog, and a function that changes it. */
export function useTypedText({ typed, type }: KeptDialog, field: string): [string, (text: string) => void] {
  const [text, setText] = useState(() => readText(typed()[field]) ?? '');
  const change = (next: string) => {
    setText(next);
    type({ [field]: next });
  };
  return [text, change];
}
