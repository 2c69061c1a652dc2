import { useState } from 'react';
import type { Session } from '../../../../shared/contracts/fleet-http.ts';
import { ApiError, api } from '../../api/client.ts';
import { useTexts } from '../../texts/texts.tsx';
import { Button, Checkbox } from '../../ui/controls.tsx';
import { Field, FormFailed } from '../../ui/field.tsx';
import { useSmallForm } from '../../ui/use-small-form.ts';

interface Entered {
  readonly user: string;
  readonly password: string;
}

interface WayProps {
  enter: (session: Session) => Promise<void>;
}

/** Asks for the code of the authenticator app, after the password was right. */
function CodeForm({ entered, enter, back }: WayProps & { entered: Entered; back: () => void }) {
  const { signIn } = useTexts();
  const { submit, at, failed, busy } = useSmallForm({
    fields: { code: signIn.needCode },
    send: async ({ code }) => enter(await api.post<Session>('/session', { ...entered, code: code.trim() })),
    atField: { 'wrong-code': { name: 'code', text: signIn.wrongCode } },
  });
  return (
    <form onSubmit={(event) => void submit(event)} className="sheet" noValidate>
      <p>{signIn.codeLead}</p>
      <Field {...at('code')} label={signIn.code} complete="one-time-code" first help={signIn.codeHelp} />
      <FormFailed error={failed} />
      <Button type="submit" tone="primary" disabled={busy}>
        {signIn.submit}
      </Button>
      <Button tone="link" onClick={back}>
        {signIn.back}
      </Button>
    </form>
  );
}

/** Signs in with user name and password, and the second factor of an account that has one. */
export function PasswordWay({ enter }: WayProps) {
  const { signIn } = useTexts();
  const [shown, setShown] = useState(false);
  const [right, setRight] = useState<Entered | null>(null);
  const { submit, at, failed, busy } = useSmallForm({
    fields: { user: signIn.needUser, password: signIn.needPassword },
    send: async ({ user, password }) => {
      const entered = { user: user.trim(), password };
      try {
        await enter(await api.post<Session>('/session', entered));
      } catch (error) {
        if (!(error instanceof ApiError && error.code === 'second-factor')) throw error;
        setRight(entered);
      }
    },
  });
  if (right) return <CodeForm entered={right} enter={enter} back={() => setRight(null)} />;
  return (
    <form onSubmit={(event) => void submit(event)} className="sheet" noValidate>
      <Field {...at('user')} label={signIn.user} complete="username" first />
      <Field
        {...at('password')}
        type={shown ? 'text' : 'password'}
        label={signIn.password}
        complete="current-password"
      />
      <Checkbox checked={shown} change={setShown}>
        {signIn.show}
      </Checkbox>
      <FormFailed error={failed} />
      <Button type="submit" tone="primary" disabled={busy}>
        {signIn.submit}
      </Button>
      <p className="soft">{signIn.forgot}</p>
    </form>
  );
}
