import './plan.css';
import { Suspense } from 'react';
import { api } from '../../api/client.ts';
import { lazyFile } from '../../api/console-file.ts';
import { useCommands, useConfig } from '../../api/machine-queries.ts';
import { useFleet } from '../../app/fleet.tsx';
import { useKept } from '../../app/kept-state.ts';
import { useFormat, useTexts } from '../../texts/texts.tsx';
import { Button } from '../../ui/controls.tsx';
import { Confirm } from '../../ui/popup.tsx';
import { Answer, Loading } from '../../ui/states.tsx';
import { useAction } from '../../ui/use-action.tsx';
import type { PartProps } from './part-props.ts';
import { keptDraft, newDraft, readDraft } from './plan-draft.ts';
import { PlanTable } from './plan-table.tsx';

const PlanEditor = lazyFile(() => import('./plan-editor.tsx'));

function Commands({ machine }: PartProps) {
  const { machine: texts, words } = useTexts();
  const format = useFormat();
  const { mayCommand } = useFleet();
  const list = useCommands(machine.machine);
  const send = useAction({
    run: (kind: 'report' | 'restart') =>
      api.post(`/machines/${encodeURIComponent(machine.machine)}/commands`, { kind }),
    stale: ['machine'],
    message: texts.asked,
  });
  return (
    <section className="sheet">
      <header className="sheet-head">
        <h2>{texts.commands}</h2>
        {mayCommand && (
          <div className="row-acts">
            <Button onClick={() => send.mutate('report')}>{texts.commandReport}</Button>
            <Confirm label={texts.commandRestart} ask={texts.commandRestartAsk} act={() => send.mutate('restart')} />
          </div>
        )}
      </header>
      <Answer of={list}>
        {({ commands }) =>
          commands.length === 0 ? (
            <p className="soft">{texts.commandsNone}</p>
          ) : (
            <ul className="rows">
              {commands.map((each) => (
                <li key={each.id}>
                  <div>
                    <b>
                      {words.command[each.kind] ?? each.kind}
                      {each.lane !== null && ` · ${texts.laneNo(String(each.lane))}`}
                    </b>{' '}
                    <span
                      className={`chip ${{ done: 'good', failed: 'bad', expired: 'warn' }[each.state as string] ?? ''}`}
                    >
                      {words.commandState[each.state] ?? each.state}
                    </span>
                    <p className="soft">
                      {each.by} · {format.moment(each.asked)} · {texts.commandExpires(format.moment(each.expires))}
                    </p>
                    <p className="soft">
                      {each.steps
                        .map((step) =>
                          [
                            words.commandState[step.state] ?? step.state,
                            format.time(step.at),
                            words.reason[step.code ?? ''] ?? step.code,
                          ]
                            .filter(Boolean)
                            .join(' '),
                        )
                        .join(' → ')}
                    </p>
                  </div>
                </li>
              ))}
            </ul>
          )
        }
      </Answer>
    </section>
  );
}

/** Placeholder lines for everything except the lanes. */
const linesBeside = 12;

/** The desired configuration: what was asked for, and what is in force. */
export default function PlanPart({ machine }: PartProps) {
  const { machine: texts, words } = useTexts();
  const format = useFormat();
  const { mayStock } = useFleet();
  const versionOf = (plan: { version: number } | null) =>
    plan ? texts.planVersion(format.count(plan.version)) : texts.planNone;
  const config = useConfig(machine.machine);
  const [draft, setDraft] = useKept(`plan ${machine.machine}`, readDraft);
  const close = () => setDraft(() => null);
  return (
    <div className="parts one">
      <section className="sheet">
        <Answer of={config} lines={machine.lanes.length + linesBeside}>
          {(view) => (
            <>
              <header className="sheet-head">
                <div>
                  <p className="soft">{texts.planLead}</p>
                  <p>
                    <span className={`chip ${view.pending ? 'warn' : 'good'}`}>
                      {view.pending ? texts.planPending : texts.planSame}
                    </span>{' '}
                    {words.labelled(texts.planAsked, versionOf(view.asked))}
                    {view.asked && (
                      <span className="soft">
                        {words.note(texts.planBy(view.asked.by, format.moment(view.asked.at)))}
                      </span>
                    )}{' '}
                    · {words.labelled(texts.planInForce, view.inForce ? versionOf(view.inForce) : words.none)}
                  </p>
                </div>
                {mayStock && draft === null && machine.service !== 'retired' && (
                  <Button onClick={() => setDraft(() => keptDraft(newDraft(view, machine)))}>{texts.planEdit}</Button>
                )}
              </header>
              {draft && mayStock ? (
                <Suspense fallback={<Loading lines={10} />}>
                  <PlanEditor
                    machine={machine}
                    view={view}
                    draft={draft}
                    change={(next) => setDraft(() => keptDraft(next))}
                    close={close}
                  />
                </Suspense>
              ) : (
                <PlanTable view={view} />
              )}
            </>
          )}
        </Answer>
      </section>
      <Commands machine={machine} />
    </div>
  );
}
