import { Checkbox, Form, InputNumber } from 'antd';
import { useState } from 'react';
import { type CreatedToken, type NewToken, TokenScope } from '../../../../shared/contracts/fleet/token.ts';
import { api } from '../../api/client.ts';
import { useAreaCode } from '../../app/address.ts';
import { AreaField } from '../../app/area-field.tsx';
import { FormDialog } from '../../app/form-dialog.tsx';
import type { KeptDialog } from '../../app/kept-dialog.ts';
import { TextField } from '../../app/machine-fields.tsx';
import { useFormat, useTexts } from '../../texts/texts.tsx';
import { SecretOnce } from '../../ui/secret-once.tsx';
import { useAction } from '../../ui/use-action.tsx';
import { useFieldErrors } from '../../ui/use-field-errors.ts';
import { withAntd } from '../../ui/with-antd.tsx';

const usualDays = 90;
const longestDays = 365;

/** Issues a token for a program, and shows it once. */
function TokenDialog({ dialog }: { dialog: KeptDialog }) {
  const { tokens: texts } = useTexts();
  const format = useFormat();
  const [form] = Form.useForm<NewToken>();
  const [made, setMade] = useState<CreatedToken | null>(null);
  const add = useAction<NewToken, CreatedToken>({
    run: (entered) => api.post('/tokens', entered),
    stale: ['tokens'],
    message: null,
    done: setMade,
    failed: useFieldErrors(form),
  });
  const area = useAreaCode();
  if (made)
    return (
      <SecretOnce title={texts.shownTitle(made.token.name)} name={texts.shown} secret={made.text} close={dialog.close}>
        <p>{texts.until(format.dated(made.token.expires))}</p>
      </SecretOnce>
    );
  return (
    <FormDialog
      dialog={dialog}
      form={form}
      title={texts.add}
      send={texts.addGo}
      isSending={add.isPending}
      initial={{ area, days: usualDays, scope: [] }}
      finish={(entered) => add.mutate(entered)}
      lead={<p className="soft">{texts.addLead}</p>}
    >
      <TextField name="name" label={texts.name} help={texts.nameHelp} />
      <Form.Item
        name="scope"
        label={texts.scope}
        rules={[{ required: true, type: 'array', min: 1, message: texts.needScope }]}
      >
        <Checkbox.Group options={TokenScope.options.map((value) => ({ value, label: texts.scopes[value] }))} />
      </Form.Item>
      <AreaField name="area" label={texts.area} />
      <Form.Item
        name="days"
        label={texts.days}
        rules={[{ required: true, type: 'integer', min: 1, max: longestDays, message: texts.daysWrong }]}
      >
        <InputNumber />
      </Form.Item>
    </FormDialog>
  );
}

export default withAntd(TokenDialog);
