import { Form } from 'antd';
import type { Trip } from '../../../../shared/contracts/fleet-http.ts';
import { api } from '../../api/client.ts';
import type { Query } from '../../api/query.ts';
import { setSearch } from '../../app/address.ts';
import { useFleet } from '../../app/fleet.tsx';
import { FormDialog } from '../../app/form-dialog.tsx';
import type { KeptDialog } from '../../app/kept-dialog.ts';
import { TextField } from '../../app/machine-fields.tsx';
import { useFormat, useTexts } from '../../texts/texts.tsx';
import { useAction } from '../../ui/use-action.tsx';
import { useFieldErrors } from '../../ui/use-field-errors.ts';
import { withAntd } from '../../ui/with-antd.tsx';

interface Entered {
  name: string;
  day: string;
  person: string;
}

interface Props {
  /** The selected machines, as the restock sheet asks for them. */
  query: Query;
  region: string;
  dialog: KeptDialog;
}

/** Keeps the restock sheet as a trip, and shows it. */
function TripDialog({ query, region, dialog }: Props) {
  const { trips: texts } = useTexts();
  const format = useFormat();
  const { info, areaPath, account } = useFleet();
  const [form] = Form.useForm<Entered>();
  const save = useAction<Entered, Trip>({
    run: (entered) => api.post('/trips', { ...query, ...entered, region }),
    stale: ['trips'],
    message: texts.saved,
    done: ({ id }) => {
      dialog.close();
      setSearch({ trip: id });
    },
    failed: useFieldErrors(form),
  });
  return (
    <FormDialog
      dialog={dialog}
      form={form}
      title={texts.save}
      send={texts.save}
      isSending={save.isPending}
      initial={{
        name: texts.nameOf(areaPath(region), format.day(info.day)),
        day: info.day,
        person: account.user,
      }}
      finish={(entered) => save.mutate(entered)}
      lead={<p className="soft">{texts.lead}</p>}
    >
      <TextField name="name" label={texts.name} />
      <TextField name="day" label={texts.day} type="date" />
      <TextField name="person" label={texts.person} />
    </FormDialog>
  );
}

export default withAntd(TripDialog);
