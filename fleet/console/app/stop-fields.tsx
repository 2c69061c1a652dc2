import { Checkbox, Form, Input, Select } from 'antd';
import { useFormat, useTexts } from '../texts/texts.tsx';
import { DayField } from '../ui/day-field.tsx';
import { useFleet } from './fleet.tsx';
import { useDayRule } from './machine-fields.tsx';

/** What is entered in the dialog. */
export interface Entered {
  reason: string;
  notCounted: boolean;
  stop: boolean;
  from: string;
  until?: string;
  note?: string;
}

/** What confirming would do, in full sentences. */
export function Consequences({ of }: { of: Partial<Entered> }) {
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

/** A rule of the form. It throws what is wrong with a value, given the other fields. */
const rule =
  <Value,>(check: (value: Value, field: (name: keyof Entered) => unknown) => string | false) =>
  ({ getFieldValue }: { getFieldValue: (name: keyof Entered) => unknown }) => ({
    validator: async (_: unknown, value: Value) => {
      const wrong = check(value, getFieldValue);
      if (wrong !== false) throw new Error(wrong);
    },
  });

/** Why the machine is stopped, or its days are not counted. */
export function ReasonField() {
  const { machine: texts } = useTexts();
  const { info, reason } = useFleet();
  const offered = info.reasons.filter((each) => each.offered);
  return (
    <Form.Item name="reason" label={texts.reason} rules={[{ required: true, message: texts.required }]}>
      <Select options={offered.map(({ code }) => ({ value: code, label: reason(code) }))} />
    </Form.Item>
  );
}

/** From when, and until when, days are not counted. */
export function DayFields() {
  const { machine: texts, stop } = useTexts();
  const isDay = useDayRule();
  const notBackwards = rule<string | undefined>(
    (until, field) => until !== undefined && until !== '' && until < String(field('from')) && stop.untilBeforeFrom,
  );
  return (
    <div className="stop-days">
      <Form.Item name="from" label={texts.from} rules={[{ required: true, message: texts.required }, isDay]}>
        <DayField />
      </Form.Item>
      <Form.Item
        name="until"
        label={texts.until}
        extra={texts.untilHelp}
        dependencies={['from']}
        rules={[isDay, notBackwards]}
      >
        <DayField />
      </Form.Item>
    </div>
  );
}

/** Whether the machine stops giving out. `isStopped` if that was asked for already. */
export function StopField({ isStopped }: { isStopped: boolean }) {
  const { stop } = useTexts();
  const oneOfBoth = rule<boolean>((on, field) => !on && !field('notCounted') && stop.chooseOne);
  return (
    <Form.Item
      name="stop"
      valuePropName="checked"
      extra={isStopped ? stop.already : stop.stopLead}
      dependencies={['notCounted']}
      rules={[oneOfBoth]}
    >
      <Checkbox disabled={isStopped}>{stop.stop}</Checkbox>
    </Form.Item>
  );
}

/** A note. It is required if the reason says nothing by itself. */
export function NoteField() {
  const { machine: texts, stop } = useTexts();
  const neededForOther = rule<string | undefined>(
    (note, field) => field('reason') === 'other' && !note?.trim() && stop.noteNeeded,
  );
  return (
    <Form.Item name="note" label={texts.note} dependencies={['reason']} rules={[neededForOther]}>
      <Input.TextArea maxLength={500} autoSize={{ minRows: 2 }} />
    </Form.Item>
  );
}
