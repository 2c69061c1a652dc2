import { Button, Modal } from 'antd';
import type { User } from '../../../../shared/contracts/fleet-http.ts';
import { api } from '../../api/client.ts';
import { userPath, useUserSessions } from '../../api/user-queries.ts';
import type { KeptDialog } from '../../app/kept-dialog.ts';
import { SessionRows } from '../../app/session-rows.tsx';
import { useTexts } from '../../texts/texts.tsx';
import { Answer } from '../../ui/states.tsx';
import { useAction } from '../../ui/use-action.tsx';
import { withAntd } from '../../ui/with-antd.tsx';

/** The sessions of a user, and a button that ends them. */
function SessionsDialog({ user, dialog }: { user: User; dialog: KeptDialog }) {
  const { users: texts, machine } = useTexts();
  const list = useUserSessions(user.user);
  const end = useAction({ run: () => api.remove(userPath(user.user, '/sessions')), stale: ['users'] });
  return (
    <Modal
      open
      title={texts.sessionsOf(user.user)}
      onCancel={dialog.close}
      footer={
        <>
          <Button onClick={dialog.close}>{machine.close}</Button>
          <Button
            danger
            disabled={(list.data?.sessions.length ?? 0) === 0}
            loading={end.isPending}
            onClick={() => end.mutate()}
          >
            {texts.endSessions}
          </Button>
        </>
      }
    >
      <Answer of={list}>{({ sessions }) => <SessionRows sessions={sessions} />}</Answer>
    </Modal>
  );
}

export default withAntd(SessionsDialog);
