import { useState } from 'react';
import type { BackupCodes, NewSecondFactor, OwnAccount } from '../../../../shared/contracts/fleet-http.ts';
import { api } from '../../api/client.ts';
import { useFormat, useTexts } from '../../texts/texts.tsx';
import { Button } from '../../ui/controls.tsx';
import { Field, FormFailed } from '../../ui/field.tsx';
import { PrintSlip } from '../../ui/print-slip.tsx';
import { svgAddress } from '../../ui/svg-address.ts';
import { useSmallForm } from '../../ui/use-small-form.ts';
import { WithPassword } from './with-password.tsx';

interface ConfirmProps {
  secret: NewSecondFactor;
  confirmed: (codes: readonly string[]) => void;
  close: () => void;
}

/** Shows the secret to the authenticator app, and asks for the first code. */
function ConfirmForm({ secret, confirmed, close }: ConfirmProps) {
  const { account, signIn, machine } = useTexts();
  const { submit, at, failed, busy } = useSmallForm({
    fields: { code: signIn.needCode },
    send: async ({ code }) => {
      const { backupCodes } = await api.post<BackupCodes>('/account/second-factor/confirm', { code: code.trim() });
      confirmed(backupCodes);
    },
    atField: { 'wrong-code': { name: 'code', text: signIn.wrongCode } },
  });
  return (
    <form className="small-form" onSubmit={(event) => void submit(event)} noValidate>
      <p>{account.scan}</p>
      <img className="qr" src={svgAddress(secret.qr)} alt={account.qr} />
      <p className="soft">{account.typeSecret}</p>
      <code className="secret">{secret.secret.replace(/(.{4})(?=.)/g, '$1 ')}</code>
      <Field {...at('code')} label={signIn.code} complete="one-time-code" />
      <FormFailed error={failed} />
      <p className="row-acts">
        <Button type="submit" tone="primary" disabled={busy}>
          {account.confirmFactor}
        </Button>
        <Button onClick={close}>{machine.cancel}</Button>
      </p>
    </form>
  );
}

/** The backup codes, which are shown this once. */
function Codes({ codes, close }: { codes: readonly string[]; close: () => void }) {
  const { account, machine } = useTexts();
  return (
    <>
      <p>{account.codesLead}</p>
      <ul className="codes">
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ul>
      <p className="row-acts">
        <PrintSlip>
          <h1>{account.codesTitle}</h1>
          <p>{account.codesLead}</p>
          {codes.map((code) => (
            <p key={code}>
              <code>{code}</code>
            </p>
          ))}
        </PrintSlip>
        <Button tone="primary" onClick={close}>
          {machine.secretDone}
        </Button>
      </p>
    </>
  );
}

type Step =
  | { readonly is: 'rest' | 'begin' | 'end' }
  | { readonly is: 'confirm'; readonly secret: NewSecondFactor }
  | { readonly is: 'codes'; readonly codes: readonly string[] };

/** A code of an authenticator app in addition to the password: put in force, or taken away. */
export function SecondFactor({ of, changed }: { of: OwnAccount; changed: () => void }) {
  const { account } = useTexts();
  const format = useFormat();
  const [step, setStep] = useState<Step>({ is: 'rest' });
  const rest = () => setStep({ is: 'rest' });
  const isOn = of.user.secondFactor;
  return (
    <section className="sheet">
      <h2>
        {account.factor}{' '}
        <span className={isOn ? 'chip good' : 'chip'}>{isOn ? account.factorOn : account.factorOff}</span>
      </h2>
      <p className="soft">{account.factorLead}</p>
      {isOn && <p>{account.codesLeft(format.count(of.backupCodes))}</p>}
      {step.is === 'rest' && (
        <Button onClick={() => setStep({ is: isOn ? 'end' : 'begin' })}>
          {isOn ? account.factorEnd : account.factorBegin}
        </Button>
      )}
      {step.is === 'begin' && (
        <WithPassword
          label={account.next}
          close={rest}
          send={async (password) =>
            setStep({ is: 'confirm', secret: await api.post<NewSecondFactor>('/account/second-factor', { password }) })
          }
        />
      )}
      {step.is === 'end' && (
        <WithPassword
          label={account.factorEnd}
          close={rest}
          send={async (password) => {
            await api.remove('/account/second-factor', { password });
            rest();
            changed();
          }}
        />
      )}
      {step.is === 'confirm' && (
        <ConfirmForm
          secret={step.secret}
          close={rest}
          confirmed={(codes) => {
            setStep({ is: 'codes', codes });
            changed();
          }}
        />
      )}
      {step.is === 'codes' && <Codes codes={step.codes} close={rest} />}
    </section>
  );
}
