import { Form, InputNumber, Radio, Select } from 'antd';
import { ruleSaid } from '../texts/rule-said.ts';
import { useFormat, useTexts } from '../texts/texts.tsx';
import { TextField } from './machine-fields.tsx';
import { areAgesRight, rulesOf, type ScreenDraft } from './screen-draft.ts';

const optionsOf = <Value extends string>(labels: Readonly<Record<Value, string>>) =>
  (Object.keys(labels) as Value[]).map((value) => ({ value, label: labels[value] }));

/** A number within bounds; empty for none. */
function NumberField({ name, label, max, help }: { name: string; label: string; max: number; help?: string }) {
  return (
    <Form.Item name={name} label={label} extra={help}>
      <InputNumber min={0} max={max} precision={0} />
    </Form.Item>
  );
}

function AgeFields() {
  const {
    screens: { form: texts },
  } = useTexts();
  const form = Form.useFormInstance<ScreenDraft>();
  return (
    <>
      <div className="field-row">
        <NumberField name="ageFrom" label={texts.ageFrom} max={150} />
        <NumberField name="ageTo" label={texts.ageTo} max={150} />
      </div>
      <Form.Item
        name="agePair"
        help={texts.ageHelp}
        rules={[
          {
            validator: async () => {
              if (!areAgesRight(form.getFieldsValue(true))) throw new Error(texts.agePair);
            },
          },
        ]}
      />
    </>
  );
}

function IntervalFields({ every }: { every: ScreenDraft['every'] }) {
  const {
    screens: { form: texts },
  } = useTexts();
  return (
    <div className="field-row">
      <Form.Item name="every" label={texts.interval}>
        <Select options={optionsOf(texts.intervals)} />
      </Form.Item>
      {every === 'days' && (
        <Form.Item name="days" label={texts.days}>
          <InputNumber min={1} max={366} precision={0} />
        </Form.Item>
      )}
    </div>
  );
}

/** The own rules of an area or a machine, and the sentence as citizens read it. */
export function RuleFields() {
  const { screens, rules } = useTexts();
  const texts = screens.form;
  const format = useFormat();
  const form = Form.useFormInstance<ScreenDraft>();
  const shown = Form.useWatch((values: ScreenDraft) => values, { form, preserve: true });
  const draft = { ...form.getFieldsValue(true), ...shown } as ScreenDraft;
  return (
    <>
      <Form.Item name="rulesOf" label={texts.rules}>
        <Radio.Group optionType="button" options={optionsOf({ inherit: texts.inherit, own: texts.ownRules })} />
      </Form.Item>
      {draft.rulesOf === 'own' && (
        <>
          <AgeFields />
          <IntervalFields every={draft.every} />
          <div className="field-row">
            <NumberField name="boxes" label={texts.quota} max={366} help={texts.quotaHelp} />
            <Form.Item name="year" label={texts.year}>
              <Select options={optionsOf(texts.years)} />
            </Form.Item>
          </div>
          <div className="field-row">
            <Form.Item name="groups" label={texts.groups}>
              <Select options={optionsOf(texts.groupChoices)} />
            </Form.Item>
            <Form.Item name="expiredCards" label={texts.expired}>
              <Select options={optionsOf(texts.expiredChoices)} />
            </Form.Item>
          </div>
          <div className="field-row">
            <Form.Item name="birthday" label={texts.birthday}>
              <Select options={optionsOf(texts.birthdayChoices)} />
            </Form.Item>
            <Form.Item name="leapBirthday" label={texts.leap}>
              <Select options={optionsOf(texts.leapChoices)} />
            </Form.Item>
          </div>
          <TextField name="from" label={texts.validFrom} type="date" help={texts.validFromHelp} />
          <p className="rule-said" aria-live="polite">
            <span className="soft">{screens.sentence}</span>
            <b>{ruleSaid({ ...rulesOf(draft), from: undefined }, { rules, screens }, format)}</b>
          </p>
        </>
      )}
    </>
  );
}
