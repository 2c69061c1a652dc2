import { Form } from 'antd';
import { useState } from 'react';
import type { StaffWithPin } from '../../../../shared/contracts/fleet-http.ts';
import { api } from '../../api/client.ts';
import { useAreaCode } from '../../app/address.ts';
import { FormDialog } from '../../app/form-dialog.tsx';
import type { KeptDialog } from '../../app/kept-dialog.ts';
import { useTexts } from '../../texts/texts.tsx';
import { useAction } from '../../ui/use-action.tsx';
import { useFieldErrors } from '../../ui/use-field-errors.ts';
import { withAntd } from '../../ui/with-antd.tsx';
import { type PersonEntered, PersonFields } from './person-fields.tsx';
import { type PinEntered, PinField, PinOnce, pinAsked } from './pin-field.tsx';

type Entered = PersonEntered & PinEntered;

/** Enters a person. A drawn PIN is shown once. */
function AddDialog({ dialog }: { dialog: KeptDialog }) {
  const { staff: texts } = useTexts();
  const [form] = Form.useForm<Entered>();
  const [added, setAdded] = useState<StaffWithPin | null>(null);
  const add = useAction<Entered, StaffWithPin>({
    run: ({ name, role, area, machines = [], ...pin }) =>
      api.post('/staff', { name, role, area, machines, ...pinAsked(pin) }),
    stale: ['staff', 'machine'],
    done: (person) => (person.pin === null ? dialog.close() : setAdded(person)),
    failed: useFieldErrors(form),
  });
  const area = useAreaCode();
  if (added) return <PinOnce of={added} close={dialog.close} />;
  return (
    <FormDialog
      dialog={dialog}
      form={form}
      title={texts.add}
      send={texts.save}
      isSending={add.isPending}
      initial={{ area, role: 'filler', way: 'drawn' }}
      finish={(entered) => add.mutate(entered)}
    >
      <PersonFields />
      <PinField />
    </FormDialog>
  );
}

export default withAntd(AddDialog);
