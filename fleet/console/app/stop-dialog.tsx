import './stop-dialog.css';
import { Checkbox, Form, type FormInstance } from 'antd';
import { useRef } from 'react';
import { api } from '../api/client.ts';
import { useMachine } from '../api/machine-queries.ts';
import { useTexts } from '../texts/texts.tsx';
import { useAction } from '../ui/use-action.tsx';
import { useFieldErrors } from '../ui/use-field-errors.ts';
import { withAntd } from '../ui/with-antd.tsx';
import { useFleet } from './fleet.tsx';
import { FormDialog } from './form-dialog.tsx';
import type { KeptDialog } from './kept-dialog.ts';
import { ContactLine } from './site-contact.tsx';
import { Consequences, DayFields, type Entered, NoteField, ReasonField, StopField } from './stop-fields.tsx';
import { isAway, type Ways, waysFor } from './stop-ways.ts';

interface Props {
  machine: { machine: string; name: string };
  /** Which of the two the person came for. Null if undecided. */
  wanted: keyof Ways | null;
  dialog: KeptDialog;
}

/** Sends what was entered, and marks the fields that the server refuses. */
function useSend(machine: string, form: FormInstance<Entered>, close: () => void) {
  const { stop: stopTexts } = useTexts();
  const markFields = useFieldErrors(form);
  /**
   * The stop was accepted but the suspension was not: another try must not ask for the stop twice.
   */
  const stopped = useRef(false);
  const path = `/machines/${encodeURIComponent(machine)}`;
  return useAction({
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
      markFields(error);
    },
  });
}

/**
 * Two things that are easily confused: days that are not counted, and a machine that gives nothing
 * out. They are offered together, each in its own words.
 */
function StopDialog({ machine, wanted, dialog }: Props) {
  const { stop: stopTexts } = useTexts();
  const { info } = useFleet();
  const current = useMachine(machine.machine).data;
  const [form] = Form.useForm<Entered>();
  const entered: Partial<Entered> = Form.useWatch([], form) ?? {};
  const send = useSend(machine.machine, form, dialog.close);
  const isStopped = current !== undefined && current.stop.asked !== null && current.stop.state !== 'unsupported';
  const withStop = entered.notCounted ? stopTexts.confirmBoth : stopTexts.stop;
  const withoutStop = entered.notCounted ? stopTexts.confirmNotCounted : stopTexts.open;
  return (
    <FormDialog
      dialog={dialog}
      form={form}
      title={`${stopTexts.title} · ${machine.name}`}
      send={entered.stop ? withStop : withoutStop}
      isSending={send.isPending}
      initial={{ from: info.day, notCounted: wanted === 'notCounted', stop: wanted === 'stop' && !isStopped }}
      finish={(values) => send.mutate(values)}
      changed={({ reason }) => {
        const ways = waysFor(info.reasons, reason ?? '', wanted);
        if (ways) form.setFieldsValue({ notCounted: ways.notCounted, stop: ways.stop && !isStopped });
      }}
      lead={current?.contact && <ContactLine of={current.contact} />}
    >
      <ReasonField />
      <Form.Item name="notCounted" valuePropName="checked" extra={stopTexts.notCountedLead}>
        <Checkbox>{stopTexts.notCounted}</Checkbox>
      </Form.Item>
      {entered.notCounted && <DayFields />}
      <StopField isStopped={isStopped} />
      {entered.stop && current && isAway(current.health) && <p className="stop-dialog-note">{stopTexts.offlineNow}</p>}
      <NoteField />
      <Consequences of={entered} />
    </FormDialog>
  );
}

export default withAntd(StopDialog);
