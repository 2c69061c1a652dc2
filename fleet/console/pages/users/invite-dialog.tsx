import { Form, Input } from 'antd';
import { useState } from 'react';
import type { NewUser, UserWithInvitation } from '../../../../shared/contracts/fleet-http.ts';
import { api } from '../../api/client.ts';
import { useAreaCode } from '../../app/address.ts';
import { AreaField } from '../../app/area-field.tsx';
import { FormDialog } from '../../app/form-dialog.tsx';
import type { KeptDialog } from '../../app/kept-dialog.ts';
import { RoleField } from '../../app/role-field.tsx';
import { useTexts } from '../../texts/texts.tsx';
import { useAction } from '../../ui/use-action.tsx';
import { useFieldErrors } from '../../ui/use-field-errors.ts';
import { withAntd } from '../../ui/with-antd.tsx';
import { InvitationOnce } from './invitation-once.tsx';

/** Invites a user: the code is shown once, and the user sets the password with it. */
function InviteDialog({ dialog }: { dialog: KeptDialog }) {
  const { users: texts, machine } = useTexts();
  const [form] = Form.useForm<NewUser>();
  const [invited, setInvited] = useState<UserWithInvitation | null>(null);
  const add = useAction<NewUser, UserWithInvitation>({
    run: (entered) => api.post('/users', { ...entered, user: entered.user.trim() }),
    stale: ['users'],
    message: null,
    done: setInvited,
    failed: useFieldErrors(form),
  });
  const area = useAreaCode();
  if (invited) return <InvitationOnce of={invited} close={dialog.close} />;
  return (
    <FormDialog
      dialog={dialog}
      form={form}
      title={texts.invite}
      send={texts.inviteGo}
      isSending={add.isPending}
      initial={{ area }}
      finish={(entered) => add.mutate(entered)}
      lead={<p className="soft">{texts.inviteLead}</p>}
    >
      <Form.Item
        name="user"
        label={texts.name}
        extra={texts.nameHelp}
        rules={[
          { required: true, whitespace: true, message: machine.required },
          { pattern: /^\s*[\p{L}\p{N}][\p{L}\p{N}._-]{1,31}\s*$/u, message: texts.nameHelp },
        ]}
      >
        <Input maxLength={64} autoCapitalize="none" spellCheck={false} />
      </Form.Item>
      <RoleField />
      <AreaField name="area" label={texts.area} />
    </FormDialog>
  );
}

export default withAntd(InviteDialog);
