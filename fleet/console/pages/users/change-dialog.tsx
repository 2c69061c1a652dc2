import { Form } from 'antd';
import type { User } from '../../../../shared/contracts/fleet-http.ts';
import { api } from '../../api/client.ts';
import { userPath } from '../../api/user-queries.ts';
import { AreaField } from '../../app/area-field.tsx';
import { FormDialog } from '../../app/form-dialog.tsx';
import type { KeptDialog } from '../../app/kept-dialog.ts';
import { RoleField } from '../../app/role-field.tsx';
import { useTexts } from '../../texts/texts.tsx';
import { useAction } from '../../ui/use-action.tsx';
import { useFieldErrors } from '../../ui/use-field-errors.ts';
import { withAntd } from '../../ui/with-antd.tsx';

type Entered = Pick<User, 'role' | 'area'>;

/** Gives a user another role or area. */
function ChangeDialog({ user, dialog }: { user: User; dialog: KeptDialog }) {
  const { users: texts, machine } = useTexts();
  const [form] = Form.useForm<Entered>();
  const change = useAction({
    run: (entered: Entered) => api.patch(userPath(user.user), entered),
    stale: ['users'],
    done: dialog.close,
    failed: useFieldErrors(form),
  });
  return (
    <FormDialog
      dialog={dialog}
      form={form}
      title={texts.changeTitle(user.user)}
      send={machine.save}
      isSending={change.isPending}
      initial={{ role: user.role, area: user.area }}
      finish={(entered) => change.mutate(entered)}
    >
      <RoleField />
      <AreaField name="area" label={texts.area} />
    </FormDialog>
  );
}

export default withAntd(ChangeDialog);
