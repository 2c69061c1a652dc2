import { api } from '../../api/client.ts';
import type { QueryName } from '../../api/keys.ts';
import { useFleet } from '../../app/fleet.tsx';
import { isAway } from '../../app/stop-ways.ts';
import { useFormat, useTexts } from '../../texts/texts.tsx';
import { Button } from '../../ui/controls.tsx';
import { Confirm } from '../../ui/popup.tsx';
import { StopChip } from '../../ui/stop-chip.tsx';
import { useAction } from '../../ui/use-action.tsx';
import type { PartProps } from './part-props.ts';

/**
 * Whether the machine is stopped: what was asked for, and what is in force according to the
 * machine.
 */
export function StopStatus({ machine, open }: PartProps & { open: () => void }) {
  const { stop: texts, machine: machineTexts } = useTexts();
  const format = useFormat();
  const { mayWrite, reason } = useFleet();
  const { state, asked, inForce } = machine.stop;
  const path = `/machines/${encodeURIComponent(machine.machine)}`;
  const stale: readonly QueryName[] = ['machine', 'machines', 'today', 'area'];
  const resume = useAction({ run: () => api.post(`${path}/resume`), stale, message: machineTexts.asked });
  const again = useAction({
    run: () => api.post(`${path}/stop`, { reason: asked?.reason, note: asked?.note ?? null }),
    stale,
    message: machineTexts.asked,
  });
  const offline = isAway(machine.health);
  const lead = {
    none: null,
    asked: offline ? texts.offline : texts.waiting,
    'in-force': null,
    unsupported: texts.unsupported,
    ending: texts.endingLead,
  }[state];
  return (
    <section className="sheet">
      <header className="sheet-head">
        <div>
          <h2>
            {texts.heading} <StopChip of={machine.stop} />
          </h2>
          <p className="soft">{texts.lead}</p>
        </div>
        {mayWrite && machine.service !== 'retired' && (
          <div className="row-acts">
            {(state === 'unsupported' || (state === 'asked' && !offline)) && (
              <Button onClick={() => again.mutate()}>{texts.again}</Button>
            )}
            {asked === null && state !== 'in-force' ? (
              <Button icon="pause" onClick={open}>
                {texts.stop}
              </Button>
            ) : (
              <Confirm label={texts.resume} ask={texts.resumeAsk} act={() => resume.mutate()} />
            )}
          </div>
        )}
      </header>
      <dl className="asked-in-force">
        <dt>{machineTexts.planAsked}</dt>
        <dd>
          {asked === null ? texts.noneAsked : texts.by(asked.by, format.moment(asked.at), reason(asked.reason))}
          {asked?.note && ` · ${asked.note}`}
        </dd>
        <dt>{machineTexts.planInForce}</dt>
        <dd>
          {inForce === null
            ? texts.notInForce
            : inForce.since === null
              ? texts.inForce
              : texts.inForceSince(format.moment(inForce.since))}
        </dd>
      </dl>
      {lead && <p className="stop-note">{lead}</p>}
    </section>
  );
}
