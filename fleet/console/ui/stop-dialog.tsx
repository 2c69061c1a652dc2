import './stop-dialog.css';
import { Checkbox, Form, Input, Modal, Select } from 'antd';
import { useRef } from 'react';
import { ApiError, api } from '../api/client.ts';
import { useMachine } from '../api/queries.ts';
import { useFleet } from '../app/fleet.tsx';
import { dressed } from '../app/with-antd.tsx';
import { useFormat, useTexts } from '../texts/texts.tsx';
import { useAct } from './actions.tsx';
import { useWrongText } from './states.tsx';
import { isAway, type Ways, waysFor } from './stop-ways.ts';

interface Given {
  machine: { machine: string; name: string };
  /** Which of the two somebody came for; null where that is open. */
  wanted: keyof Ways | null;
  close: () => void;
}

interface Entered {
  reason: string;
  notCounted: boolean;
  stop: boolean;
  from: string;
  until?: string;
  note?: string;
}

/** What confirming would do, in whole sentences. */
function Consequences({ of }: { of: Partial<Entered> }) {
  const { stop: texts } = useTexts();
  const format = useFormat();
  const backwards = of.notCounted && of.until && of.from && of.until < of.from;
  if (backwards || (!of.notCounted && !of.stop)) return null;
  const from = of.from ? format.dayLong(of.from) : '–';
  return (
    <section className="consequences" aria-live="polite">
      <b>{texts.willTitle}</b>
      <ul>
        {of.notCounted && (
          <li>{of.until ? texts.willNotCountUntil(from, format.dayLong(of.until)) : texts.willNotCount(from)}</li>
        )}
        <li>{of.stop ? texts.willStop : texts.willGoOn}</li>
        {of.stop && !of.notCounted && <li>{texts.willCount}</li>}
      </ul>
    </section>
  );
}

/** Two things that are easily taken for one: days that don't count, and a machine that gives nothing out. Offered together, each in its own words. */
function StopDialog({ machine, wanted, close }: Given) {
  const { machine: texts, stop: stopTexts, words } = useTexts();
  const { info } = useFleet();
  const wrongText = useWrongText();
  const shown = useMachine(machine.machine).data;
  const [form] = Form.useForm<Entered>();
  const entered: Partial<Entered> = Form.useWatch([], form) ?? {};
  /** The stop went through and the suspension did not: trying again doesn't ask for it twice. */
  const stopped = useRef(false);
  const path = `/machines/${encodeURIComponent(machine.machine)}`;
  const act = useAct({
    run: async ({ reason, notCounted, stop, from, until, note }: Entered) => {
      const why = { reason, note: note?.trim() || null };
      if (stop && !stopped.current) await api.post(`${path}/stop`, why);
      stopped.current = stop;
      if (notCounted) await api.post(`${path}/suspensions`, { ...why, from, until: until || null });
    },
    stale: ['today', 'machines', 'machine', 'area', 'restock'],
    done: close,
    failed: (error) => {
      if (stopped.current) form.setFields([{ name: 'notCounted', errors: [stopTexts.partly] }]);
      if (!(error instanceof ApiError)) return;
      for (const { path: field, message } of error.fields) {
        const name = (['reason', 'from', 'until', 'note'] as const).find((each) => field.endsWith(each));
        if (name) form.setFields([{ name, errors: [wrongText(message) ?? texts.fieldWrong] }]);
      }
    },
  });
  const already = shown !== undefined && shown.stop.asked !== null && shown.stop.state !== 'unsupported';
  const okText = entered.stop
    ? entered.notCounted
      ? stopTexts.confirmBoth
      : stopTexts.stop
    : entered.notCounted
      ? stopTexts.confirmNotCounted
      : stopTexts.open;
  const required = [{ required: true, message: texts.required }];
  return (
    <Modal
      open
      title={`${stopTexts.title} · ${machine.name}`}
      okText={okText}
      cancelText={texts.cancel}
      onCancel={close}
      onOk={() => form.submit()}
      confirmLoading={act.isPending}
      destroyOnHidden
    >
      <Form
        form={form}
        layout="vertical"
        initialValues={{ from: info.day, notCounted: wanted === 'notCounted', stop: wanted === 'stop' && !already }}
        onFinish={(values) => act.mutate(values)}
        onValuesChange={(changed: Partial<Entered>) => {
          const ways = waysFor(changed.reason ?? '', wanted);
          if (ways) form.setFieldsValue({ notCounted: ways.notCounted, stop: ways.stop && !already });
        }}
        style={{ marginTop: 12 }}
      >
        <Form.Item name="reason" label={texts.reason} rules={required}>
          <Select options={Object.entries(words.suspension).map(([value, label]) => ({ value, label }))} />
        </Form.Item>
        <Form.Item name="notCounted" valuePropName="checked" extra={stopTexts.notCountedLead}>
          <Checkbox>{stopTexts.notCounted}</Checkbox>
        </Form.Item>
        {entered.notCounted && (
          <div className="stop-days">
            <Form.Item name="from" label={texts.from} rules={required}>
              <Input type="date" />
            </Form.Item>
            <Form.Item
              name="until"
              label={texts.until}
              extra={texts.untilHelp}
              dependencies={['from']}
              rules={[
                ({ getFieldValue }) => ({
                  validator: async (_, until?: string) => {
                    if (until && until < getFieldValue('from')) throw new Error(stopTexts.untilBeforeFrom);
                  },
                }),
              ]}
            >
              <Input type="date" />
            </Form.Item>
          </div>
        )}
        <Form.Item
          name="stop"
          valuePropName="checked"
          extra={already ? stopTexts.already : stopTexts.stopLead}
          dependencies={['notCounted']}
          rules={[
            ({ getFieldValue }) => ({
              validator: async (_, stop: boolean) => {
                if (!stop && !getFieldValue('notCounted')) throw new Error(stopTexts.chooseOne);
              },
            }),
          ]}
        >
          <Checkbox disabled={already}>{stopTexts.stop}</Checkbox>
        </Form.Item>
        {entered.stop && shown && isAway(shown.health) && <p className="stop-note">{stopTexts.offlineNow}</p>}
        <Form.Item
          name="note"
          label={texts.note}
          dependencies={['reason']}
          rules={[
            ({ getFieldValue }) => ({
              validator: async (_, note?: string) => {
                if (getFieldValue('reason') === 'other' && !note?.trim()) throw new Error(stopTexts.noteNeeded);
              },
            }),
          ]}
        >
          <Input.TextArea maxLength={500} autoSize={{ minRows: 2 }} />
        </Form.Item>
        <Consequences of={entered} />
      </Form>
    </Modal>
  );
}

export default dressed(StopDialog);
