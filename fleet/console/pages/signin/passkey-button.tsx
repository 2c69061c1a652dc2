import { useState } from 'react';
import type { PasskeyOptions, Session } from '../../../../shared/contracts/fleet-http.ts';
import { api } from '../../api/client.ts';
import { hasPasskeys, signWithPasskey } from '../../api/passkeys.ts';
import { useTexts } from '../../texts/texts.tsx';
import { Button } from '../../ui/controls.tsx';
import { FormFailed } from '../../ui/field.tsx';

/** Signs in with a passkey of this device. Nothing where the browser has none. */
export function PasskeyButton({ enter }: { enter: (session: Session) => Promise<void> }) {
  const { signIn } = useTexts();
  const [failed, setFailed] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  if (!hasPasskeys()) return null;
  const start = async () => {
    setFailed(null);
    setBusy(true);
    try {
      const response = await signWithPasskey(await api.post<PasskeyOptions>('/session/passkey/options'));
      if (response !== null) await enter(await api.post<Session>('/session/passkey', { response }));
    } catch (error) {
      setFailed(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      <Button icon="key" onClick={() => void start()} disabled={busy}>
        {signIn.passkey}
      </Button>
      <FormFailed error={failed} />
    </>
  );
}
