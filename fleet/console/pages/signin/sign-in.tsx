import './sign-in.css';
import { useState } from 'react';
import type { Account } from '../../../../shared/contracts/fleet-http.ts';
import { useLanguage, useTexts } from '../../texts/texts.tsx';
import { Button } from '../../ui/controls.tsx';
import { InvitationWay } from './invitation-way.tsx';
import { OidcWay } from './oidc-way.tsx';
import { PasskeyButton } from './passkey-button.tsx';
import { PasswordWay } from './password-way.tsx';
import { useEnter } from './use-enter.ts';

interface Props {
  /** Whose pages are open below, if any: theirs go on. */
  before?: Account | null;
}

/** Asks who it is. The lightest page of all: it is the first that an old computer fetches. */
export default function SignInPage({ before = null }: Props) {
  const { signIn, frame } = useTexts();
  const { language, setLanguage } = useLanguage();
  const enter = useEnter(before);
  const [invited, setInvited] = useState(false);
  return (
    <main className="sign-in">
      <div className="sign-in-mark">
        <img src="/icon.svg" alt="" width="44" height="44" />
        <h1>{frame.product}</h1>
        <p>{signIn.lead}</p>
      </div>
      {invited ? (
        <InvitationWay enter={enter} back={() => setInvited(false)} />
      ) : (
        <>
          <PasswordWay enter={enter} />
          <PasskeyButton enter={enter} />
          <OidcWay />
          <Button tone="link" onClick={() => setInvited(true)}>
            {signIn.invited}
          </Button>
        </>
      )}
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
