import { Button, Form, Popconfirm } from 'antd';
import { useState } from 'react';
import type { MachineSecret } from '../../../../shared/contracts/fleet-http.ts';
import { api } from '../../api/client.ts';
import { useFleet } from '../../app/fleet.tsx';
import { dressed } from '../../app/with-antd.tsx';
import { useFormat, useTexts } from '../../texts/texts.tsx';
import { useAct } from '../../ui/actions.tsx';
import { CountyField, SiteField, TextField } from '../../ui/machine-fields.tsx';
import { SecretOnce } from '../../ui/secret-once.tsx';
import type { PartGiven } from './part-given.ts';

const stale = ['machine', 'machines', 'area', 'today', 'restock', 'report'];

function Places({ machine }: PartGiven) {
  const { machine: texts, words } = useTexts();
  const format = useFormat();
  const { areaPath } = useFleet();
  return (
    <section className="sheet">
      <h2>{texts.placesTitle}</h2>
      <ol className="rows">
        {[...machine.places].reverse().map((place) => (
          <li key={place.from}>
            <div>
              <b>{place.name}</b>
              <p>
                {areaPath(place.region)} · {words.site[place.site] ?? place.site}
              </p>
              <p className="soft">
                {format.dayLong(place.from)} – {place.until ? format.dayLong(place.until) : texts.placeNow}
              </p>
            </div>
          </li>
        ))}
      </ol>
      <p className="soft">
        {texts.registered} {format.stamp(machine.registered)}
        {machine.health.agent.version && ` · ${texts.version} ${machine.health.agent.version}`}
      </p>
    </section>
  );
}

/** What can be corrected of a machine, as its form holds it. */
type Entered = Record<'name' | 'site' | 'address' | 'inServiceFrom', string>;

/** What is entered about the machine: corrections, a new secret, moving, retiring. */
function Manage({ machine }: PartGiven) {
  const { machine: texts } = useTexts();
  const format = useFormat();
  const { mayWrite, isAdmin, info } = useFleet();
  const [secret, setSecret] = useState<MachineSecret | null>(null);
  const path = `/machines/${encodeURIComponent(machine.machine)}`;
  const [before, setBefore] = useState<Entered>({
    name: machine.name,
    site: machine.site,
    address: machine.address ?? '',
    inServiceFrom: machine.inServiceFrom,
  });
  const correct = useAct({
    // Only what was changed here: what a colleague corrected meanwhile stays as they left it.
    run: (entered: Entered) =>
      api.patch(
        path,
        Object.fromEntries(
          (Object.keys(before) as (keyof Entered)[])
            .filter((field) => entered[field] !== before[field])
            .map((field) => [field, entered[field].trim() || null]),
        ),
      ),
    stale,
    done: (_, entered) => setBefore(entered),
  });
  const renew = useAct<void, MachineSecret>({
    run: () => api.post(`${path}/secret`),
    stale: ['machine'],
    said: null,
    done: setSecret,
  });
  const move = useAct({
    run: (entered: { region: string; site: string; name: string; address?: string; from: string }) =>
      api.post(`${path}/move`, { ...entered, address: entered.address?.trim() || null }),
    stale,
  });
  const retire = useAct({
    run: (entered: { until: string; reason: string }) => api.post(`${path}/retire`, entered),
    stale,
  });
  const [moving] = Form.useForm();
  const [retiring] = Form.useForm<{ until: string; reason: string }>();
  if (!mayWrite)
    return (
      <div className="parts">
        <p className="soft">{texts.readOnly}</p>
        <Places machine={machine} />
      </div>
    );
  const retired = machine.service === 'retired';
  return (
    <div className="parts">
      <div className="parts one">
        <section className="sheet">
          <h2>{texts.editTitle}</h2>
          <p className="soft">{texts.editLead}</p>
          <Form
            layout="vertical"
            initialValues={before}
            onFinish={(values: Entered) => correct.mutate(values)}
            disabled={retired}
          >
            <TextField name="name" label={texts.nameField} />
            <SiteField />
            <TextField name="address" label={texts.address} required={false} max={256} />
            <TextField name="inServiceFrom" label={texts.inServiceFrom} type="date" />
            <Button type="primary" htmlType="submit" loading={correct.isPending}>
              {texts.save}
            </Button>
          </Form>
        </section>
        {isAdmin && !retired && (
          <section className="sheet">
            <h2>{texts.moveTitle}</h2>
            <p className="soft">{texts.moveLead}</p>
            <Form
              form={moving}
              layout="vertical"
              initialValues={{ name: machine.name, site: machine.site, from: info.day }}
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
        )}
      </div>
      <div className="parts one">
        <Places machine={machine} />
        {isAdmin && !retired && (
          <>
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
            </section>
            <section className="sheet">
              <h2>{texts.retireTitle}</h2>
              <p className="soft">{texts.retireLead}</p>
              {machine.health.lastIssued && (
                <p className="soft">{texts.retireAfter(format.day(machine.health.lastIssued.day))}</p>
              )}
              <Form
                form={retiring}
                layout="vertical"
                initialValues={{ until: info.day }}
                onFinish={(values) => retire.mutate(values)}
              >
                <TextField name="until" label={texts.retireUntil} type="date" />
                <TextField name="reason" label={texts.retireReason} />
                <Popconfirm
                  title={texts.retireAsk}
                  okText={texts.retireGo}
                  cancelText={texts.cancel}
                  okButtonProps={{ danger: true }}
                  onConfirm={() => retiring.submit()}
                >
                  <Button danger loading={retire.isPending}>
                    {texts.retireGo}
                  </Button>
                </Popconfirm>
              </Form>
            </section>
          </>
        )}
      </div>
      {secret && <SecretOnce of={secret} close={() => setSecret(null)} />}
    </div>
  );
}

export default dressed(Manage);
