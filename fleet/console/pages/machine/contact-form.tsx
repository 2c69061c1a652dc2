import { Button, Form, Input } from 'antd';
import { api } from '../../api/client.ts';
import type { QueryName } from '../../api/keys.ts';
import { useFleet } from '../../app/fleet.tsx';
import { useKeptTyping } from '../../app/kept-dialog.ts';
import { TextField } from '../../app/machine-fields.tsx';
import { useTexts } from '../../texts/texts.tsx';
import { Confirm } from '../../ui/popup.tsx';
import { useAction } from '../../ui/use-action.tsx';
import { useFieldErrors } from '../../ui/use-field-errors.ts';
import type { PartProps } from './part-props.ts';

const stale: readonly QueryName[] = ['machine', 'today', 'restock'];

/** A contact as its form holds it. */
type Entered = Record<'name' | 'telephone' | 'hours' | 'note' | 'checked', string>;

const nobody = { name: '', telephone: '', hours: '', note: '' };

/** Enters whom to call at the machine's site, when it is open, and when that was checked. */
export function ContactForm({ machine }: PartProps) {
  const { machine: texts, contact } = useTexts();
  const { info } = useFleet();
  const [form] = Form.useForm<Entered>();
  const typing = useKeptTyping(`contact ${machine.machine}`);
  const path = `/machines/${encodeURIComponent(machine.machine)}/contact`;
  const save = useAction({
    run: (entered: Entered) => api.put(path, entered),
    stale,
    done: typing.forget,
    failed: useFieldErrors(form),
  });
  const remove = useAction({
    run: () => api.remove(path),
    stale,
    done: () => {
      form.setFieldsValue(nobody);
      typing.forget();
    },
  });
  const { name, telephone, hours, note } = machine.contact ?? nobody;
  return (
    <section className="sheet">
      <h2>{contact.title}</h2>
      <p className="soft">{contact.lead}</p>
      <Form
        form={form}
        // Fields of the same name in other forms of this part get other ids.
        name="contact"
        layout="vertical"
        initialValues={{ name, telephone, hours, note, checked: info.day, ...typing.typed() }}
        onValuesChange={typing.type}
        onFinish={(values: Entered) => save.mutate(values)}
        disabled={machine.service === 'retired'}
      >
        <TextField name="name" label={contact.name} required={false} max={64} />
        <TextField name="telephone" label={contact.telephone} required={false} max={40} />
        <TextField name="hours" label={contact.hours} help={contact.hoursHelp} required={false} />
        <Form.Item name="note" label={contact.note}>
          <Input.TextArea maxLength={200} autoSize />
        </Form.Item>
        <TextField name="checked" label={contact.checkedDay} type="date" />
        <div className="form-acts">
          <Button type="primary" htmlType="submit" loading={save.isPending}>
            {texts.save}
          </Button>{' '}
          {machine.contact && <Confirm label={texts.remove} ask={contact.removeAsk} act={() => remove.mutate()} />}
        </div>
      </Form>
    </section>
  );
}
