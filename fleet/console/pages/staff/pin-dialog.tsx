import { Form } from 'antd';
import { useState } from 'react';
import type { StaffPerson, StaffWithPin } from '../../../../shared/contracts/fleet-http.ts';
import { api } from '../../api/client.ts';
import { staffPath } from '../../api/front-queries.ts';
import { FormDialog } from '../../app/form-dialog.tsx';
import type { KeptDialog } from '../../app/kept-dialog.ts';
import { useTexts } from '../../texts/texts.tsx';
import { useAction } from '../../ui/use-action.tsx';
import { useFieldErrors } from '../../ui/use-field-errors.ts';
import { withAntd } from '../../ui/with-antd.tsx';
import { type PinEntered, PinField, PinOnce, pinAsked } from './pin-field.tsx';

/** Gives a person another PIN. A drawn one is shown once. */
function PinDialog({ person, dialog }: { person: StaffPerson; dialog: KeptDialog }) {
  const { staff: texts } = useTexts();
  const [form] = Form.useForm<PinEntered>();
  const [renewed, setRenewed] = useState<StaffWithPin | null>(null);
  const renew = useAction<PinEntered, StaffWithPin>({
    run: (entered) => api.post(staffPath(person.id, '/pin'), pinAsked(entered)),
    stale: ['staff', 'machine'],
    done: (of) => (of.pin === null ? dialog.close() : setRenewed(of)),
    failed: useFieldErrors(form),
  });
  if (renewed) return <PinOnce of={renewed} close={dialog.close} />;
  return (
    <FormDialog
      dialog={dialog}
      form={form}
      title={texts.newPinTitle(person.name)}
      send={texts.save}
      isSending={renew.isPending}
      initial={{ way: 'drawn' }}
      finish={(entered) => renew.mutate(entered)}
      lead={<p className="soft">{texts.newPinLead}</p>}
    >
      <PinField />
    </FormDialog>
  );
}

export default withAntd(PinDialog);
