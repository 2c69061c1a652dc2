import './sign-in.css';
import { type QueryKey, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useId, useState } from 'react';
import type { Account, Session } from '../../../../shared/contracts/fleet-http.ts';
import { sameAccount } from '../../api/account.ts';
import { api } from '../../api/client.ts';
import { keys } from '../../api/keys.ts';
import { useLanguage, useTexts } from '../../texts/texts.tsx';
import { Button, Checkbox } from '../../ui/controls.tsx';
import { Icon } from '../../ui/icon.tsx';
import { useProblemText } from '../../ui/states.tsx';

interface FieldProps {
  name: 'user' | 'password';
  type: 'text' | 'password';
  label: string;
  complete: 'username' | 'current-password';
  first?: boolean;
  /** The message if it was left empty. Null if it was not. */
  missing: string | null;
  entered: () => void;
}

function Field({ name, type, label, complete, first = false, missing, entered }: FieldProps) {
  const id = useId();
  return (
    <p className="field">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        name={name}
        type={type}
        autoComplete={complete}
        autoCapitalize="none"
        spellCheck={false}
        // biome-ignore lint/a11y/noAutofocus: the page has nothing but this form
        autoFocus={first}
        aria-invalid={missing !== null}
        aria-describedby={missing === null ? undefined : `${id}-missing`}
        onChange={entered}
      />
      {missing !== null && (
        <span className="missing" id={`${id}-missing`} role="alert">
          {missing}
        </span>
      )}
    </p>
  );
}

/** Signs in with the contents of a form, and shows which fields are empty or why it failed. */
function useSignIn(before: Account | null) {
  const client = useQueryClient();
  const [failed, setFailed] = useState<unknown>(null);
  const [missing, setMissing] = useState<readonly string[]>([]);
  const [busy, setBusy] = useState(false);
  const enter = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    if (busy) return;
    const entered = new FormData(form);
    const user = String(entered.get('user') ?? '').trim();
    const password = String(entered.get('password') ?? '');
    const empty = Object.entries({ user, password }).flatMap(([name, text]) => (text === '' ? [name] : []));
    setMissing(empty);
    setFailed(null);
    if (empty.length > 0) {
      form.querySelector<HTMLInputElement>(`[name="${empty[0]}"]`)?.focus();
      return;
    }
    setBusy(true);
    try {
      const session = await api.post<Session>('/session', { user, password });
      const predicate = ({ queryKey }: { queryKey: QueryKey }) => queryKey[0] !== keys.session[0];
      // The same account continues with its open pages. Another account must not see them.
      const isSame = sameAccount(session.account, before);
      if (!isSame) void client.resetQueries({ predicate });
      client.setQueryData(keys.session, session);
      if (isSame) await client.invalidateQueries({ predicate });
    } catch (error) {
      setFailed(error);
      setBusy(false);
    }
  };
  return { enter, failed, missing, setMissing, busy };
}

interface Props {
  /** Whose pages are open below, if any: theirs go on. */
  before?: Account | null;
}

/** Asks who it is. The lightest page of all: it is the first that an old computer fetches. */
export default function SignInPage({ before = null }: Props) {
  const { signIn, frame } = useTexts();
  const { language, setLanguage } = useLanguage();
  const problemText = useProblemText();
  const { enter, failed, missing, setMissing, busy } = useSignIn(before);
  const [shown, setShown] = useState(false);
  const missingOf = (name: string, text: string) => ({
    missing: missing.includes(name) ? text : null,
    entered: () => setMissing(missing.filter((each) => each !== name)),
  });
  return (
    <main className="sign-in">
      <div className="sign-in-mark">
        <img src="/icon.svg" alt="" width="44" height="44" />
        <h1>{frame.product}</h1>
        <p>{signIn.lead}</p>
      </div>
      <form onSubmit={(event) => void enter(event)} className="sheet" noValidate>
        <Field
          name="user"
          type="text"
          label={signIn.user}
          complete="username"
          first
          {...missingOf('user', signIn.needUser)}
        />
        <Field
          name="password"
          type={shown ? 'text' : 'password'}
          label={signIn.password}
          complete="current-password"
          {...missingOf('password', signIn.needPassword)}
        />
        <Checkbox checked={shown} change={setShown}>
          {signIn.show}
        </Checkbox>
        {failed !== null && (
          <p className="wrong" role="alert">
            <Icon name="warning" />
            {problemText(failed)}
          </p>
        )}
        <Button type="submit" tone="primary" disabled={busy}>
          {signIn.submit}
        </Button>
        <p className="soft">{signIn.forgot}</p>
      </form>
      <Button
        className="bare"
        lang={language === 'zh' ? 'en' : 'zh-CN'}
        aria-label={frame.languageLabel}
        onClick={() => setLanguage(language === 'zh' ? 'en' : 'zh')}
      >
        {frame.language}
      </Button>
    </main>
  );
}
