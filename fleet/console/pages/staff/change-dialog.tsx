import { Form } from 'antd';
import type { StaffPerson } from '../../../../shared/contracts/fleet-http.ts';
import { api } from '../../api/client.ts';
import { staffPath } from '../../api/front-queries.ts';
import { FormDialog } from '../../app/form-dialog.tsx';
import type { KeptDialog } from '../../app/kept-dialog.ts';
import { useTexts } from '../../texts/texts.tsx';
import { useAction } from '../../ui/use-action.tsx';
import { useFieldErrors } from '../../ui/use-field-errors.ts';
import { withAntd } from '../../ui/with-antd.tsx';
import { type PersonEntered, PersonFields } from './person-fields.tsx';

/** Changes what was entered about a person. */
function ChangeDialog({ person, dialog }: { person: StaffPerson; dialog: KeptDialog }) {
  const { staff: texts } = useTexts();
  const [form] = Form.useForm<PersonEntered>();
  const change = useAction({
    run: (entered: PersonEntered) => api.patch(staffPath(person.id), entered),
    stale: ['staff', 'machine'],
    done: dialog.close,
    failed: useFieldErrors(form),
  });
  const { name, role, area, machines } = person;
  return (
    <FormDialog
      dialog={dialog}
      form={form}
      title={texts.changeTitle(name)}
      send={texts.save}
      isSending={change.isPending}
      initial={{ name, role, area, machines }}
      finish={(entered) => change.mutate(entered)}
    >
      <PersonFields />
    </FormDialog>
  );
}

export default withAntd(ChangeDialog);
