import { Button, Form, Popconfirm } from 'antd';
import { useState } from 'react';
import type { MachineSecret } from '../../../../shared/contracts/fleet-http.ts';
import { api } from '../../api/client.ts';
import type { QueryName } from '../../api/keys.ts';
import { useFleet } from '../../app/fleet.tsx';
import { useKeptTyping } from '../../app/kept-dialog.ts';
import { CountyField, PositionField, SiteField, TextField } from '../../app/machine-fields.tsx';
import { positionText, readPosition } from '../../app/position.ts';
import { useFormat, useTexts } from '../../texts/texts.tsx';
import { SecretOnce } from '../../ui/secret-once.tsx';
import { useAction } from '../../ui/use-action.tsx';
import { useFieldErrors } from '../../ui/use-field-errors.ts';
import type { PartProps } from './part-props.ts';

const stale: readonly QueryName[] = ['machine', 'machines', 'area', 'today', 'restock', 'report'];
const pathOf = (machine: string): string => `/machines/${encodeURIComponent(machine)}`;

/** The fields of a machine that can be corrected. */
type Entered = Record<'name' | 'site' | 'address' | 'position' | 'inServiceFrom' | 'why', string>;

/** Corrects what was entered about the machine. */
export function CorrectForm({ machine }: PartProps) {
  const { machine: texts } = useTexts();
  const [form] = Form.useForm<Entered>();
  const typing = useKeptTyping(`correct ${machine.machine}`);
  const [before, setBefore] = useState<Entered>({
    name: machine.name,
    site: machine.site,
    address: machine.address ?? '',
    position: machine.position === null ? '' : positionText(machine.position),
    inServiceFrom: machine.inServiceFrom,
    why: '',
  });
  const correct = useAction({
    // Only what was changed here, so that a colleague's correction in the meantime is kept.
    run: (entered: Entered) =>
      api.patch(
        pathOf(machine.machine),
        Object.fromEntries(
          (Object.keys(before) as (keyof Entered)[])
            .filter((field) => entered[field] !== before[field])
            .map((field) => [
              field,
              field === 'position' ? readPosition(entered[field]) : entered[field].trim() || null,
            ]),
        ),
      ),
    stale,
    done: (_, entered) => {
      setBefore({ ...entered, why: '' });
      form.setFieldValue('why', '');
      typing.forget();
    },
    failed: useFieldErrors(form),
  });
  return (
    <section className="sheet">
      <h2>{texts.editTitle}</h2>
      <p className="soft">{texts.editLead}</p>
      <Form
        form={form}
        // Fields of the same name in other forms of this part get other ids.
        name="correct"
        layout="vertical"
        initialValues={{ ...before, ...typing.typed() }}
        onValuesChange={typing.type}
        onFinish={(values: Entered) => correct.mutate(values)}
        disabled={machine.service === 'retired'}
      >
        <TextField name="name" label={texts.nameField} />
        <SiteField />
        <TextField name="address" label={texts.address} required={false} max={256} />
        <PositionField />
        <TextField name="inServiceFrom" label={texts.inServiceFrom} type="date" />
        <TextField name="why" label={texts.whyCorrected} required={false} max={200} />
        <Button type="primary" htmlType="submit" loading={correct.isPending}>
          {texts.save}
        </Button>
      </Form>
    </section>
  );
}

/** Records that the machine was moved to another place. */
export function MoveForm({ machine }: PartProps) {
  const { machine: texts } = useTexts();
  const { info } = useFleet();
  const [form] = Form.useForm();
  const typing = useKeptTyping(`move ${machine.machine}`);
  const move = useAction({
    run: (entered: { region: string; site: string; name: string; address?: string; from: string }) =>
      api.post(`${pathOf(machine.machine)}/move`, { ...entered, address: entered.address?.trim() || null }),
    stale,
    done: typing.forget,
    failed: useFieldErrors(form),
  });
  return (
    <section className="sheet">
      <h2>{texts.moveTitle}</h2>
      <p className="soft">{texts.moveLead}</p>
      <Form
        form={form}
        name="move"
        layout="vertical"
        initialValues={{ name: machine.name, site: machine.site, from: info.day, ...typing.typed() }}
        onValuesChange={typing.type}
        onFinish={(values) => move.mutate(values)}
      >
        <CountyField />
        <SiteField />
        <TextField name="name" label={texts.nameField} />
        <TextField name="address" label={texts.address} required={false} max={256} />
        <TextField name="from" label={texts.moveFrom} type="date" />
        <Button htmlType="submit" loading={move.isPending}>
          {texts.moveGo}
        </Button>
      </Form>
    </section>
  );
}

/** Gives the machine a new secret, which is shown once. */
export function SecretForm({ machine }: PartProps) {
  const { machine: texts } = useTexts();
  const [secret, setSecret] = useState<MachineSecret | null>(null);
  const renew = useAction<void, MachineSecret>({
    run: () => api.post(`${pathOf(machine.machine)}/secret`),
    stale: ['machine'],
    message: null,
    done: setSecret,
  });
  return (
    <section className="sheet">
      <h2>{texts.secretTitle}</h2>
      <p className="soft">{texts.secretLead}</p>
      <Popconfirm
        title={texts.secretAsk}
        okText={texts.secretNew}
        cancelText={texts.cancel}
        onConfirm={() => renew.mutate()}
      >
        <Button loading={renew.isPending}>{texts.secretNew}</Button>
      </Popconfirm>
      {secret && (
        <SecretOnce
          title={`${texts.secretTitle} · ${secret.machine}`}
          name={texts.secretTitle}
          secret={secret.secret}
          close={() => setSecret(null)}
        />
      )}
    </section>
  );
}

/** Takes the machine out of service for good. */
export function RetireForm({ machine }: PartProps) {
  const { machine: texts } = useTexts();
  const format = useFormat();
  const { info } = useFleet();
  const [form] = Form.useForm<{ until: string; reason: string }>();
  const typing = useKeptTyping(`retire ${machine.machine}`);
  const retire = useAction({
    run: (entered: { until: string; reason: string }) => api.post(`${pathOf(machine.machine)}/retire`, entered),
    stale,
    done: typing.forget,
    failed: useFieldErrors(form),
  });
  const { lastIssued } = machine.health;
  return (
    <section className="sheet">
      <h2>{texts.retireTitle}</h2>
      <p className="soft">{texts.retireLead}</p>
      {lastIssued && <p className="soft">{texts.retireAfter(format.day(lastIssued.day))}</p>}
      <Form
        form={form}
        name="retire"
        layout="vertical"
        initialValues={{ until: info.day, ...typing.typed() }}
        onValuesChange={typing.type}
        onFinish={(values) => retire.mutate(values)}
      >
        <TextField name="until" label={texts.retireUntil} type="date" />
        <TextField name="reason" label={texts.retireReason} />
        <Popconfirm
          title={texts.retireAsk}
          okText={texts.retireGo}
          cancelText={texts.cancel}
          okButtonProps={{ danger: true }}
          onConfirm={() => form.submit()}
        >
          <Button danger loading={retire.isPending}>
            {texts.retireGo}
          </Button>
        </Popconfirm>
      </Form>
    </section>
  );
}
