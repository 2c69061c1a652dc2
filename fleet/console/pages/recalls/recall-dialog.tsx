import { Form, Input, Radio, Select } from 'antd';
import type { RecallView } from '../../../../shared/contracts/fleet-http.ts';
import { api } from '../../api/client.ts';
import { useAreaCode } from '../../app/address.ts';
import { AreaField } from '../../app/area-field.tsx';
import { useFleet } from '../../app/fleet.tsx';
import { FormDialog } from '../../app/form-dialog.tsx';
import type { KeptDialog } from '../../app/kept-dialog.ts';
import { TextField } from '../../app/machine-fields.tsx';
import { useTexts } from '../../texts/texts.tsx';
import { useAction } from '../../ui/use-action.tsx';
import { useFieldErrors } from '../../ui/use-field-errors.ts';
import { withAntd } from '../../ui/with-antd.tsx';
import { lotsEntered, lotsMax } from './lots-entered.ts';

interface Entered {
  region: string;
  product: string;
  of: 'named' | 'all';
  lots?: string;
  reason: string;
  reference?: string;
}

/** The lots, one or many; nothing where all are called back. */
function LotsField({ isAll }: { isAll: boolean }) {
  const { recalls: texts } = useTexts();
  if (isAll) return <p className="soft">{texts.allLead}</p>;
  return (
    <Form.Item
      name="lots"
      label={texts.lots}
      extra={texts.lotsHelp}
      rules={[
        {
          validator: (_, typed?: string) => {
            const { length } = lotsEntered(typed ?? '');
            if (length === 0) return Promise.reject(new Error(texts.lotsMissing));
            return length > lotsMax ? Promise.reject(new Error(texts.lotsTooMany)) : Promise.resolve();
          },
        },
      ]}
    >
      <Input.TextArea autoSize={{ minRows: 2, maxRows: 8 }} spellCheck={false} />
    </Form.Item>
  );
}

/** Enters a recall for an area. */
function RecallDialog({ dialog }: { dialog: KeptDialog }) {
  const { recalls: texts, machine } = useTexts();
  const { info, product } = useFleet();
  const [form] = Form.useForm<Entered>();
  const of = Form.useWatch('of', form);
  const add = useAction<Entered, RecallView>({
    run: ({ of: which, lots, reference, ...entered }) =>
      api.post('/recalls', {
        ...entered,
        lots: which === 'all' ? null : lotsEntered(lots ?? ''),
        reference: reference?.trim() || null,
      }),
    stale: ['recalls', 'machine'],
    done: dialog.close,
    failed: useFieldErrors(form),
  });
  return (
    <FormDialog
      dialog={dialog}
      form={form}
      title={texts.add}
      send={texts.confirm}
      isSending={add.isPending}
      initial={{ region: useAreaCode(), of: 'named' }}
      finish={(entered) => add.mutate(entered)}
    >
      <AreaField name="region" label={texts.region} />
      <Form.Item
        name="product"
        label={texts.product}
        rules={[{ required: true, message: machine.laneWrong.noProduct }]}
      >
        <Select
          options={info.products.map(({ code, maker }) => ({
            value: code,
            label: maker ? `${product(code)} · ${maker}` : product(code),
          }))}
        />
      </Form.Item>
      <Form.Item name="of">
        <Radio.Group
          options={(['named', 'all'] as const).map((value) => ({ value, label: texts.lotsOf[value] }))}
          optionType="button"
        />
      </Form.Item>
      <LotsField isAll={of === 'all'} />
      <TextField name="reason" label={texts.reason} />
      <TextField name="reference" label={texts.reference} required={false} max={64} />
    </FormDialog>
  );
}

export default withAntd(RecallDialog);
