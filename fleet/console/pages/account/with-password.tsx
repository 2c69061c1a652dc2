import { useTexts } from '../../texts/texts.tsx';
import { Button } from '../../ui/controls.tsx';
import { Field, FormFailed } from '../../ui/field.tsx';
import { useSmallForm } from '../../ui/use-small-form.ts';

interface Props {
  /** What is on the button that sends it. */
  label: string;
  /** A further field, if there is one. */
  also?: { readonly label: string; readonly missing: string };
  send: (password: string, also: string) => Promise<unknown>;
  close: () => void;
}

/** Asks for the password once more, for what changes how somebody signs in. */
export function WithPassword({ label, also, send, close }: Props) {
  const { account, machine } = useTexts();
  const { submit, at, failed, busy } = useSmallForm({
    fields: { also: also?.missing ?? null, password: account.needOldPassword },
    send: (entered) => send(entered.password, entered.also.trim()),
    atField: { 'wrong-password': { name: 'password', text: account.wrongPassword } },
  });
  return (
    <form className="small-form" onSubmit={(event) => void submit(event)} noValidate>
      {also && <Field {...at('also')} label={also.label} complete="off" first />}
      <Field
        {...at('password')}
        type="password"
        label={account.oldPassword}
        complete="current-password"
        first={!also}
      />
      <FormFailed error={failed} />
      <p className="row-acts">
        <Button type="submit" tone="primary" disabled={busy}>
          {label}
        </Button>
        <Button onClick={close}>{machine.cancel}</Button>
      </p>
    </form>
  );
}
