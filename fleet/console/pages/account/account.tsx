import './account.css';
import { useQueryClient } from '@tanstack/react-query';
import type { OwnAccount } from '../../../../shared/contracts/fleet-http.ts';
import { useOwnAccount, useOwnSessions } from '../../api/account-queries.ts';
import { api } from '../../api/client.ts';
import { keys } from '../../api/keys.ts';
import { useFleet } from '../../app/fleet.tsx';
import { SessionRows } from '../../app/session-rows.tsx';
import { useFormat, useLanguage, useTexts } from '../../texts/texts.tsx';
import { RadioGroup } from '../../ui/controls.tsx';
import { PageHead } from '../../ui/page-head.tsx';
import { Confirm } from '../../ui/popup.tsx';
import { Answer } from '../../ui/states.tsx';
import { toast } from '../../ui/toast.tsx';
import { useAction } from '../../ui/use-action.tsx';
import { ChangePassword } from './change-password.tsx';
import { Passkeys } from './passkeys.tsx';
import { SecondFactor } from './second-factor.tsx';

/** The language in which the console is shown, on every computer where this user signs in. */
function LanguageChoice({ of }: { of: OwnAccount }) {
  const { account } = useTexts();
  const { language, setLanguage } = useLanguage();
  const choose = useAction({
    run: (next: 'zh' | 'en') => api.patch('/account', { language: next }),
    stale: ['account'],
    done: (_, next) => setLanguage(next),
  });
  return (
    <section className="sheet">
      <h2>{account.language}</h2>
      <RadioGroup
        name={account.language}
        value={of.user.language ?? language}
        options={[
          { value: 'zh', label: account.languages.zh },
          { value: 'en', label: account.languages.en },
        ]}
        choose={(next) => choose.mutate(next)}
      />
    </section>
  );
}

function Sessions() {
  const { account } = useTexts();
  const list = useOwnSessions();
  const end = useAction({
    run: (id: string | null) => api.remove(`/account/sessions${id === null ? '' : `/${encodeURIComponent(id)}`}`),
    stale: ['account'],
  });
  return (
    <section className="sheet">
      <header className="sheet-head">
        <div>
          <h2>{account.sessions}</h2>
          <p className="soft">{account.sessionsLead}</p>
        </div>
        {(list.data?.sessions.length ?? 0) > 1 && (
          <Confirm label={account.endOthers} ask={account.endOthersAsk} act={() => end.mutate(null)} />
        )}
      </header>
      <Answer of={list}>{({ sessions }) => <SessionRows sessions={sessions} end={(id) => end.mutate(id)} />}</Answer>
    </section>
  );
}

/** The own account: password, language, how one signs in, and where one is signed in. */
export default function AccountPage() {
  const { account, words, frame } = useTexts();
  const { areaName } = useFleet();
  const format = useFormat();
  const client = useQueryClient();
  const own = useOwnAccount();
  const changed = () => void client.invalidateQueries({ queryKey: keys.account });
  return (
    <>
      <PageHead title={frame.account} lead={account.lead} />
      <Answer of={own}>
        {(of) => (
          <div className="parts">
            <div className="parts one">
              <section className="sheet">
                <h2>{of.user.user}</h2>
                <p>
                  {words.role[of.user.role] ?? of.user.role} · {areaName(of.user.area)}
                </p>
                {of.user.lastSignIn !== null && (
                  <p className="soft">{account.lastSignIn(format.moment(of.user.lastSignIn))}</p>
                )}
              </section>
              <section className="sheet">
                <h2>{account.password}</h2>
                <ChangePassword
                  done={() => {
                    toast.done(account.passwordSet);
                    changed();
                  }}
                />
              </section>
              <LanguageChoice of={of} />
            </div>
            <div className="parts one">
              <SecondFactor of={of} changed={changed} />
              <Passkeys of={of} changed={changed} />
              <Sessions />
            </div>
          </div>
        )}
      </Answer>
    </>
  );
}
