import { Form, Input } from 'antd';
import { useState } from 'react';
import type { MachineSecret, NewMachine } from '../../../../shared/contracts/fleet-http.ts';
import { api } from '../../api/client.ts';
import { useFleet } from '../../app/fleet.tsx';
import { FormDialog } from '../../app/form-dialog.tsx';
import type { KeptDialog } from '../../app/kept-dialog.ts';
import { CountyField, SiteField, TextField } from '../../app/machine-fields.tsx';
import { useTexts } from '../../texts/texts.tsx';
import { SecretOnce } from '../../ui/secret-once.tsx';
import { useAction } from '../../ui/use-action.tsx';
import { useFieldErrors } from '../../ui/use-field-errors.ts';
import { withAntd } from '../../ui/with-antd.tsx';

type Entered = Omit<NewMachine, 'lanes' | 'machine'> & { machine: string };

/** Registers a machine and shows its secret once. */
function RegisterDialog({ dialog }: { dialog: KeptDialog }) {
  const { machine } = useTexts();
  const { info } = useFleet();
  const [form] = Form.useForm<Entered>();
  const [secret, setSecret] = useState<MachineSecret | null>(null);
  const act = useAction<Entered, MachineSecret>({
    run: (entered) =>
      api.post('/machines', { ...entered, machine: entered.machine.trim(), address: entered.address?.trim() || null }),
    stale: ['machines', 'area', 'today'],
    message: null,
    done: setSecret,
    failed: useFieldErrors(form),
  });
  if (secret)
    return (
      <SecretOnce
        title={`${machine.secretTitle} · ${secret.machine}`}
        name={machine.secretTitle}
        secret={secret.secret}
        close={dialog.close}
      />
    );
  return (
    <FormDialog
      dialog={dialog}
      form={form}
      title={machine.registerTitle}
      send={machine.registerGo}
      isSending={act.isPending}
      initial={{ inServiceFrom: info.day }}
      finish={(values) => act.mutate(values)}
    >
      <Form.Item
        name="machine"
        label={machine.idField}
        extra={machine.idHelp}
        rules={[
          { required: true, message: machine.required },
          { pattern: /^\s*[A-Z0-9][A-Z0-9-]{2,31}\s*$/, message: machine.badId },
        ]}
      >
        <Input maxLength={32} autoCapitalize="characters" spellCheck={false} />
      </Form.Item>
      <TextField name="name" label={machine.nameField} />
      <CountyField />
      <SiteField />
      <TextField name="address" label={machine.address} required={false} max={256} />
      <TextField name="inServiceFrom" label={machine.inServiceFrom} type="date" />
    </FormDialog>
  );
}

export default withAntd(RegisterDialog);
