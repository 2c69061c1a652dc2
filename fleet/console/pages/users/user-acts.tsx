import type { User } from '../../../../shared/contracts/fleet-http.ts';
import { api } from '../../api/client.ts';
import { userPath } from '../../api/user-queries.ts';
import { useTo } from '../../app/address.ts';
import { useFleet } from '../../app/fleet.tsx';
import { aboutBoth, type KeptDialog } from '../../app/kept-dialog.ts';
import { Link } from '../../app/router.tsx';
import { useTexts } from '../../texts/texts.tsx';
import { Confirm, Popup } from '../../ui/popup.tsx';
import { useAction } from '../../ui/use-action.tsx';

/** What is done to a user in a dialog. */
const userDialogs = ['change', 'reset', 'sessions'] as const;

/** What may be done to a user. To oneself only what locks nobody out. */
export function UserActs({ of, dialog }: { of: User; dialog: KeptDialog }) {
  const { users: texts, frame } = useTexts();
  const { account } = useFleet();
  const to = useTo();
  const lock = useAction({
    run: () => api.patch(userPath(of.user), { locked: !of.locked }),
    stale: ['users'],
  });
  const drop = useAction({ run: () => api.remove(userPath(of.user)), stale: ['users'] });
  const isSelf = of.user === account.user;
  return (
    <div className="row-acts">
      <Popup label={texts.acts} name={texts.actsOf(of.user)} small>
        {(close) => (
          <>
            {userDialogs
              .filter((each) => each === 'sessions' || !isSelf)
              .map((each) => (
                <button
                  key={each}
                  type="button"
                  className="item"
                  onClick={() => {
                    close();
                    dialog.open(aboutBoth(each, of.user));
                  }}
                >
                  {texts.dialogs[each]}
                </button>
              ))}
            <Link to={to('/audit', { user: of.user })}>{frame.audit}</Link>
          </>
        )}
      </Popup>
      {!isSelf && (
        <>
          <Confirm
            label={of.locked ? texts.unlock : texts.lock}
            ask={of.locked ? texts.unlockAsk(of.user) : texts.lockAsk(of.user)}
            act={() => lock.mutate()}
            small
          />
          <Confirm label={texts.drop} ask={texts.dropAsk(of.user)} act={() => drop.mutate()} small />
        </>
      )}
    </div>
  );
}
