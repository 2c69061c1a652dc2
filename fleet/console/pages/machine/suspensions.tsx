import { lazy, Suspense, useState } from 'react';
import { api } from '../../api/client.ts';
import { useSuspensions } from '../../api/queries.ts';
import { useFleet } from '../../app/fleet.tsx';
import { addDays } from '../../texts/format.ts';
import { useFormat, useTexts } from '../../texts/texts.tsx';
import { useAct } from '../../ui/actions.tsx';
import { Button } from '../../ui/controls.tsx';
import { Confirm } from '../../ui/popup.tsx';
import { Answer, Empty } from '../../ui/states.tsx';
import type { Ways } from '../../ui/stop-ways.ts';
import { GivingOut } from './giving-out.tsx';
import type { PartGiven } from './part-given.ts';

const StopDialog = lazy(() => import('../../ui/stop-dialog.tsx'));

/** Whether it gives out, and the days that don't count: why, and by whom. */
export default function Suspensions({ machine }: PartGiven) {
  const { machine: texts, stop, words } = useTexts();
  const format = useFormat();
  const { mayWrite, info } = useFleet();
  const list = useSuspensions(machine.machine);
  const [wanted, setWanted] = useState<keyof Ways | null>(null);
  const path = (id: string) => `/machines/${encodeURIComponent(machine.machine)}/suspensions/${encodeURIComponent(id)}`;
  const stale = ['machine', 'machines', 'today', 'area', 'restock'];
  const end = useAct({ run: ({ id, until }: { id: string; until: string }) => api.patch(path(id), { until }), stale });
  const remove = useAct({ run: (id: string) => api.remove(path(id)), stale });
  return (
    <div className="parts one">
      <GivingOut machine={machine} open={() => setWanted('stop')} />
      <section className="sheet">
        <header className="sheet-head">
          <div>
            <h2>{stop.notCountedHeading}</h2>
            <p className="soft">{texts.suspensionsLead}</p>
          </div>
          {mayWrite && machine.service !== 'retired' && (
            <Button icon="pause" onClick={() => setWanted('notCounted')}>
              {stop.confirmNotCounted}
            </Button>
          )}
        </header>
        <Answer of={list}>
          {({ suspensions }) =>
            suspensions.length === 0 ? (
              <Empty title={texts.suspensionNone} />
            ) : (
              <ul className="rows">
                {suspensions.map((each) => (
                  <li key={each.id}>
                    <div>
                      <b>{words.suspension[each.reason] ?? each.reason}</b>{' '}
                      {each.until === null || each.until >= info.day ? (
                        <span className="chip warn">{texts.untilOpen}</span>
                      ) : null}
                      <p>
                        {format.dayLong(each.from)} –{' '}
                        {each.until === null ? texts.untilOpen : format.dayLong(each.until)}
                      </p>
                      <p className="soft">
                        {each.by} · {format.moment(each.entered)}
                        {each.note && ` · ${each.note}`}
                      </p>
                    </div>
                    {mayWrite && (
                      <div className="row-acts">
                        {(each.until === null || each.until >= info.day) && each.from < info.day && (
                          <Button small onClick={() => end.mutate({ id: each.id, until: addDays(info.day, -1) })}>
                            {texts.endYesterday}
                          </Button>
                        )}
                        <Confirm label={texts.remove} ask={texts.removeAsk} act={() => remove.mutate(each.id)} small />
                      </div>
                    )}
                  </li>
                ))}
              </ul>
            )
          }
        </Answer>
      </section>
      <Suspense>{wanted && <StopDialog machine={machine} wanted={wanted} close={() => setWanted(null)} />}</Suspense>
    </div>
  );
}
