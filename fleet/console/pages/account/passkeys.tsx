import { useState } from 'react';
import type { OwnAccount, Passkey, PasskeyOptions } from '../../../../shared/contracts/fleet-http.ts';
import { api } from '../../api/client.ts';
import { hasPasskeys, makePasskey } from '../../api/passkeys.ts';
import { useFormat, useTexts } from '../../texts/texts.tsx';
import { Button } from '../../ui/controls.tsx';
import { WithPassword } from './with-password.tsx';

/** The own passkeys: added, and removed. */
export function Passkeys({ of, changed }: { of: OwnAccount; changed: () => void }) {
  const { account, machine } = useTexts();
  const format = useFormat();
  const [adding, setAdding] = useState(false);
  const [removing, setRemoving] = useState<Passkey | null>(null);
  const remove = async ({ id }: Passkey, password: string) => {
    await api.remove(`/account/passkeys/${encodeURIComponent(id)}`, { password });
    setRemoving(null);
    changed();
  };
  const add = async (password: string, name: string) => {
    const response = await makePasskey(await api.post<PasskeyOptions>('/account/passkeys/options', { password }));
    if (response === null) return;
    await api.post('/account/passkeys', { name, response });
    setAdding(false);
    changed();
  };
  return (
    <section className="sheet">
      <h2>{account.passkeys}</h2>
      <p className="soft">{account.passkeysLead}</p>
      <ul className="rows">
        {of.passkeys.map((each) => (
          <li key={each.id}>
            <div>
              <b>{each.name}</b>
              <p className="soft">
                {account.passkeyAdded(format.moment(each.created))} ·{' '}
                {each.lastUsed === null ? account.neverUsed : account.lastUsed(format.moment(each.lastUsed))}
              </p>
            </div>
            <Button small onClick={() => setRemoving(each)}>
              {machine.remove}
            </Button>
          </li>
        ))}
      </ul>
      {removing && (
        <>
          <p>{account.passkeyAsk(removing.name)}</p>
          <WithPassword
            label={machine.remove}
            send={(password) => remove(removing, password)}
            close={() => setRemoving(null)}
          />
        </>
      )}
      {!hasPasskeys() && <p className="soft">{account.passkeysNot}</p>}
      {hasPasskeys() &&
        (adding ? (
          <WithPassword
            label={account.passkeyAdd}
            also={{ label: account.passkeyName, missing: account.passkeyNeedsName }}
            send={add}
            close={() => setAdding(false)}
          />
        ) : (
          <Button icon="plus" onClick={() => setAdding(true)}>
            {account.passkeyAdd}
          </Button>
        ))}
    </section>
  );
}
