import './screen-form.css';
import { Button, Form, Input, InputNumber, Radio, Select } from 'antd';
import type { AppliedScreen, ScreenChoice } from '../../../shared/contracts/fleet-http.ts';
import { api } from '../api/client.ts';
import { useTexts } from '../texts/texts.tsx';
import { useAction } from '../ui/use-action.tsx';
import { useFieldErrors } from '../ui/use-field-errors.ts';
import { withAntd } from '../ui/with-antd.tsx';
import { useFleet } from './fleet.tsx';
import { useKeptTyping } from './kept-dialog.ts';
import { readPosition } from './position.ts';
import { RuleFields } from './rule-fields.tsx';
import { draftOf, type ScreenDraft, wishOf } from './screen-draft.ts';

function SoundFields() {
  const { screens } = useTexts();
  const texts = screens.form;
  const hour = <InputNumber min={0} max={23} precision={0} />;
  const loud = <InputNumber min={0} max={100} precision={0} />;
  return (
    <>
      <Form.Item name="discreet" label={screens.discreet}>
        <Select
          options={[
            { value: 'inherit', label: texts.inherit },
            { value: 'yes', label: screens.yes },
            { value: 'no', label: screens.no },
          ]}
        />
      </Form.Item>
      <div className="field-row">
        <Form.Item name="volume" label={screens.volume} extra={texts.inheritHelp}>
          {loud}
        </Form.Item>
        <Form.Item name="quietFrom" label={`${texts.quiet} ${texts.quietFrom}`}>
          {hour}
        </Form.Item>
        <Form.Item name="quietTo" label={texts.quietTo}>
          {hour}
        </Form.Item>
        <Form.Item name="quietVolume" label={texts.quietVolume}>
          {loud}
        </Form.Item>
      </div>
    </>
  );
}

function PointFields({ isOwn }: { isOwn: boolean }) {
  const { screens, machine } = useTexts();
  const texts = screens.form;
  const isPosition = {
    validator: async (_: unknown, typed?: string) => {
      if (readPosition(typed ?? '') === undefined) throw new Error(texts.positionWrong);
    },
  };
  return (
    <>
      <Form.Item name="pointsOf" label={screens.servicePoints}>
        <Radio.Group
          optionType="button"
          options={[
            { value: 'inherit', label: texts.inherit },
            { value: 'own', label: texts.ownServicePoints },
          ]}
        />
      </Form.Item>
      {isOwn && (
        <Form.List name="points">
          {(points, { add, remove }) => (
            <>
              {points.map(({ key, name }) => (
                <div key={key} className="field-row points">
                  <Form.Item
                    name={[name, 'name']}
                    label={texts.servicePointName}
                    rules={[{ required: true, whitespace: true, message: machine.required }]}
                  >
                    <Input maxLength={64} />
                  </Form.Item>
                  <Form.Item name={[name, 'address']} label={texts.servicePointAddress}>
                    <Input maxLength={128} />
                  </Form.Item>
                  <Form.Item name={[name, 'hours']} label={texts.servicePointHours}>
                    <Input maxLength={128} />
                  </Form.Item>
                  <Form.Item name={[name, 'phone']} label={texts.servicePointPhone}>
                    <Input maxLength={40} />
                  </Form.Item>
                  <Form.Item name={[name, 'position']} label={texts.servicePointPosition} rules={[isPosition]}>
                    <Input maxLength={40} />
                  </Form.Item>
                  <Button onClick={() => remove(name)}>{machine.remove}</Button>
                </div>
              ))}
              <Button onClick={() => add({ name: '', address: '', hours: '', phone: '', position: '' })}>
                {texts.addServicePoint}
              </Button>
            </>
          )}
        </Form.List>
      )}
    </>
  );
}

interface ScreenFormProps {
  /** The path below the API where it is set. */
  path: string;
  own: ScreenChoice | null;
  applied: AppliedScreen;
}

/** Sets what screens say and by which rules machines give out, for an area or a machine. */
function ScreenForm({ path, own, applied }: ScreenFormProps) {
  const { screens } = useTexts();
  const { info } = useFleet();
  const [form] = Form.useForm<ScreenDraft>();
  const typing = useKeptTyping(`screens ${path}`);
  const isOwn = Form.useWatch('pointsOf', form) === 'own';
  const save = useAction({
    run: () => api.put(path, wishOf(form.getFieldsValue(true), own)),
    stale: ['screens', 'machine'],
    done: typing.forget,
    failed: useFieldErrors(form),
  });
  return (
    <section className="sheet">
      <h2>{screens.form.title}</h2>
      <Form
        form={form}
        name="screens"
        layout="vertical"
        className="screen-form"
        initialValues={{ ...draftOf(own, applied, info.day), ...typing.typed() }}
        onValuesChange={() => typing.type({ ...form.getFieldsValue(true) })}
        onFinish={() => save.mutate()}
      >
        <RuleFields />
        <Form.Item name="phone" label={screens.phone} extra={screens.form.inheritHelp}>
          <Input maxLength={40} />
        </Form.Item>
        <SoundFields />
        <PointFields isOwn={isOwn} />
        <div className="form-acts">
          <Button type="primary" htmlType="submit" loading={save.isPending}>
            {screens.form.save}
          </Button>
        </div>
      </Form>
    </section>
  );
}

export default withAntd(ScreenForm);
