import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { type SignInRefusal, signInRefusals } from '../../../../shared/contracts/fleet/session.ts';
import { signInWaysQuery } from '../../api/queries.ts';
import { useLanguage, useTexts } from '../../texts/texts.tsx';
import { Button } from '../../ui/controls.tsx';
import { Icon } from '../../ui/icon.tsx';

/** Why the identity provider's sign-in just failed, as the address says; null if it did not. */
const refusalIn = (search: string): SignInRefusal | null =>
  signInRefusals.find((each) => each === new URLSearchParams(search).get('signIn')) ?? null;

/** Signs in with the office's identity provider. Nothing where the fleet has none. */
export function OidcWay() {
  const { signIn } = useTexts();
  const { language } = useLanguage();
  const [refusal] = useState(() => refusalIn(location.search));
  const oidc = useQuery(signInWaysQuery).data?.oidc;
  if (!oidc) return null;
  const name = oidc.name[language];
  return (
    <>
      <Button disabled={!oidc.available} onClick={() => location.assign('/api/v1/session/oidc')}>
        {signIn.provider(name)}
      </Button>
      {refusal && (
        <p className="wrong" role="alert">
          <Icon name="warning" />
          {signIn.providerRefused[refusal]}
        </p>
      )}
      {!oidc.available && refusal !== 'unavailable' && <p className="soft">{signIn.providerRefused.unavailable}</p>}
    </>
  );
}
