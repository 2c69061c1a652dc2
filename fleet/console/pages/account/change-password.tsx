import { useState } from 'react';
import { api } from '../../api/client.ts';
import { useTexts } from '../../texts/texts.tsx';
import { Button, Checkbox } from '../../ui/controls.tsx';
import { Field, FormFailed } from '../../ui/field.tsx';
import { useNewPassword } from '../../ui/use-new-password.ts';
import { useSmallForm } from '../../ui/use-small-form.ts';

/** Sets another password of one's own. */
export function ChangePassword({ done }: { done: () => void }) {
  const { account, signIn } = useTexts();
  const rule = useNewPassword();
  const [shown, setShown] = useState(false);
  // Empties the fields after a password was set.
  const [times, setTimes] = useState(0);
  const { submit, at, failed, busy } = useSmallForm({
    fields: { old: account.needOldPassword, new: account.needNewPassword },
    check: (name, entry) => (name === 'new' ? rule.check(entry) : null),
    send: async (entered) => {
      await api.post('/account/password', entered);
      setTimes(times + 1);
      done();
    },
    atField: {
      'weak-password': { name: 'new', text: rule.weak },
      'wrong-password': { name: 'old', text: account.wrongPassword },
    },
  });
  const type = shown ? 'text' : 'password';
  return (
    <form key={times} className="small-form" onSubmit={(event) => void submit(event)} noValidate>
      <Field {...at('old')} type={type} label={account.oldPassword} complete="current-password" />
      <Field {...at('new')} type={type} label={account.newPassword} complete="new-password" help={rule.said} />
      <Checkbox checked={shown} change={setShown}>
        {signIn.show}
      </Checkbox>
      <FormFailed error={failed} />
      <Button type="submit" tone="primary" disabled={busy}>
        {account.setPassword}
      </Button>
    </form>
  );
}
