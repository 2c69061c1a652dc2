import { Form, Input, Modal, Select } from 'antd';
import { api } from '../api/client.ts';
import { dressed } from '../app/dressed.tsx';
import { useFleet } from '../app/fleet.tsx';
import { useTexts } from '../texts/texts.tsx';
import { useAct } from './acts.tsx';
import { DayInput } from './machine-fields.tsx';

interface Given {
  machine: { machine: string; name: string };
  close: () => void;
}

/** Takes a machine out of service for some days, with the reason that its pace will name. */
function SuspendDialog({ machine, close }: Given) {
  const { machine: texts, words } = useTexts();
  const { info } = useFleet();
  const [form] = Form.useForm<{ reason: string; from: string; until?: string; note?: string }>();
  const act = useAct({
    run: (input: { reason: string; from: string; until?: string; note?: string }) =>
      api.post(`/machines/${encodeURIComponent(machine.machine)}/suspensions`, {
        reason: input.reason,
        from: input.from,
        until: input.until || null,
        note: input.note?.trim() || null,
      }),
    stale: ['today', 'machines', 'machine', 'area', 'restock'],
    done: close,
  });
  return (
    <Modal
      open
      title={`${texts.suspendTitle} · ${machine.name}`}
      okText={texts.suspend}
      cancelText={texts.cancel}
      onCancel={close}
      onOk={() => form.submit()}
      confirmLoading={act.isPending}
      destroyOnHidden
    >
      <p className="soft">{texts.suspensionsLead}</p>
      <Form
        form={form}
        layout="vertical"
        initialValues={{ from: info.day }}
        onFinish={(values) => act.mutate(values)}
        style={{ marginTop: 12 }}
      >
        <Form.Item name="reason" label={texts.reason} rules={[{ required: true, message: texts.required }]}>
          <Select options={Object.entries(words.suspension).map(([value, label]) => ({ value, label }))} />
        </Form.Item>
        <Form.Item name="from" label={texts.from} rules={[{ required: true, message: texts.required }]}>
          <DayInput />
        </Form.Item>
        <Form.Item name="until" label={texts.until} extra={texts.untilHelp}>
          <DayInput />
        </Form.Item>
        <Form.Item name="note" label={texts.note}>
          <Input.TextArea maxLength={500} autoSize={{ minRows: 2 }} />
        </Form.Item>
      </Form>
    </Modal>
  );
}

export default dressed(SuspendDialog);
