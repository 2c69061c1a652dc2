import { useState } from 'react';
import type { Session } from '../../../../shared/contracts/fleet-http.ts';
import { ApiError, api } from '../../api/client.ts';
import { useTexts } from '../../texts/texts.tsx';
import { Button, Checkbox } from '../../ui/controls.tsx';
import { Field, FormFailed } from '../../ui/field.tsx';
import { useNewPassword } from '../../ui/use-new-password.ts';
import { useSmallForm } from '../../ui/use-small-form.ts';

interface Props {
  enter: (session: Session) => Promise<void>;
  back: () => void;
}

/** Sets the first or a forgotten password with a code that the administrator gave, and signs in. */
export function InvitationWay({ enter, back }: Props) {
  const { signIn, account } = useTexts();
  const [shown, setShown] = useState(false);
  const [needsFactor, setNeedsFactor] = useState(false);
  const rule = useNewPassword();
  const { submit, at, failed, busy } = useSmallForm({
    fields: {
      user: signIn.needUser,
      code: signIn.needInvitation,
      password: account.needNewPassword,
      secondFactor: needsFactor ? signIn.needCode : null,
    },
    check: (name, entry) => (name === 'password' ? rule.check(entry) : null),
    send: async ({ user, code, password, secondFactor }) => {
      const entered = { user: user.trim(), code: code.trim(), password };
      try {
        await enter(
          await api.post<Session>(
            '/invitation',
            needsFactor ? { ...entered, secondFactor: secondFactor.trim() } : entered,
          ),
        );
      } catch (error) {
        if (needsFactor || !(error instanceof ApiError && error.code === 'second-factor')) throw error;
        setNeedsFactor(true);
      }
    },
    atField: { 'weak-password': { name: 'password', text: rule.weak } },
  });
  return (
    <form onSubmit={(event) => void submit(event)} className="sheet" noValidate>
      <p>{signIn.invitationLead}</p>
      <Field {...at('user')} label={signIn.user} complete="username" first />
      <Field {...at('code')} label={signIn.invitation} complete="one-time-code" />
      <Field
        {...at('password')}
        type={shown ? 'text' : 'password'}
        label={account.newPassword}
        complete="new-password"
        help={rule.said}
      />
      <Checkbox checked={shown} change={setShown}>
        {signIn.show}
      </Checkbox>
      {needsFactor && (
        <Field {...at('secondFactor')} label={signIn.code} complete="one-time-code" help={signIn.codeHelp} />
      )}
      <FormFailed error={failed} />
      <Button type="submit" tone="primary" disabled={busy}>
        {signIn.setAndSubmit}
      </Button>
      <Button tone="link" onClick={back}>
        {signIn.back}
      </Button>
    </form>
  );
}
