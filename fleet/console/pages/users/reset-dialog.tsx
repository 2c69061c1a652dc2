import { Checkbox, Modal } from 'antd';
import { useState } from 'react';
import type { User, UserWithInvitation } from '../../../../shared/contracts/fleet-http.ts';
import { api } from '../../api/client.ts';
import { userPath } from '../../api/user-queries.ts';
import type { KeptDialog } from '../../app/kept-dialog.ts';
import { useTexts } from '../../texts/texts.tsx';
import { useAction } from '../../ui/use-action.tsx';
import { withAntd } from '../../ui/with-antd.tsx';
import { InvitationOnce } from './invitation-once.tsx';

/** Takes a user's password away; the code that is shown sets another one. */
function ResetDialog({ user, dialog }: { user: User; dialog: KeptDialog }) {
  const { users: texts, machine } = useTexts();
  const [withFactor, setWithFactor] = useState(false);
  const [done, setDone] = useState<UserWithInvitation | null>(null);
  const reset = useAction<void, UserWithInvitation>({
    run: () => api.post(userPath(user.user, '/reset'), { secondFactor: withFactor }),
    stale: ['users'],
    message: null,
    done: setDone,
  });
  if (done) return <InvitationOnce of={done} close={dialog.close} />;
  return (
    <Modal
      open
      title={texts.resetTitle(user.user)}
      okText={texts.reset}
      cancelText={machine.cancel}
      confirmLoading={reset.isPending}
      onOk={() => reset.mutate()}
      onCancel={dialog.close}
    >
      <p>{texts.resetLead}</p>
      {(user.secondFactor || user.passkeys > 0) && (
        <Checkbox checked={withFactor} onChange={({ target }) => setWithFactor(target.checked)}>
          {texts.resetFactor}
        </Checkbox>
      )}
    </Modal>
  );
}

export default withAntd(ResetDialog);
