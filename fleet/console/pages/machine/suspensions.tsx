import { Suspense } from 'react';
import type { Suspension } from '../../../../shared/contracts/fleet-http.ts';
import { api } from '../../api/client.ts';
import { lazyFile } from '../../api/console-file.ts';
import type { QueryName } from '../../api/keys.ts';
import { useSuspensions } from '../../api/machine-queries.ts';
import { DayChangeRows } from '../../app/day-changes.tsx';
import { useFleet } from '../../app/fleet.tsx';
import { useKeptDialog } from '../../app/kept-dialog.ts';
import type { Ways } from '../../app/stop-ways.ts';
import { addDays } from '../../texts/format.ts';
import { useFormat, useTexts } from '../../texts/texts.tsx';
import { Button } from '../../ui/controls.tsx';
import { Answer, Empty } from '../../ui/states.tsx';
import { useAction } from '../../ui/use-action.tsx';
import type { PartProps } from './part-props.ts';
import { RemoveSuspension } from './remove-suspension.tsx';
import { StopStatus } from './stop-status.tsx';

const StopDialog = lazyFile(() => import('../../app/stop-dialog.tsx'));

interface RowProps {
  suspension: Suspension;
  endYesterday: () => void;
  remove: (why: string) => Promise<unknown>;
}

/** One suspension: why, which days, by whom. */
function SuspensionRow({ suspension, endYesterday, remove }: RowProps) {
  const { machine: texts } = useTexts();
  const format = useFormat();
  const { mayWrite, info, reason } = useFleet();
  return (
    <li>
      <div>
        <b>{reason(suspension.reason)}</b>{' '}
        {suspension.until === null || suspension.until >= info.day ? (
          <span className="chip warn">{texts.untilOpen}</span>
        ) : null}
        <p>
          {format.dayLong(suspension.from)} –{' '}
          {suspension.until === null ? texts.untilOpen : format.dayLong(suspension.until)}
        </p>
        <p className="soft">
          {suspension.by} · {format.moment(suspension.entered)}
          {suspension.note && ` · ${suspension.note}`}
        </p>
      </div>
      {mayWrite && (
        <div className="row-acts">
          {(suspension.until === null || suspension.until >= info.day) && suspension.from < info.day && (
            <Button small onClick={endYesterday}>
              {texts.endYesterday}
            </Button>
          )}
          <RemoveSuspension remove={remove} />
        </div>
      )}
    </li>
  );
}

/** Suspensions that were removed: by whom, when and why. Nothing if there are none. */
function Removed({ removed }: { removed: readonly Suspension[] }) {
  const { dayChanges: texts, machine, words } = useTexts();
  const format = useFormat();
  const { reason } = useFleet();
  if (removed.length === 0) return null;
  return (
    <>
      <h3 className="space-above">{texts.removedTitle}</h3>
      <ul className="rows">
        {removed.map((each) => (
          <li key={each.id}>
            <div>
              {reason(each.reason)} · {format.dayLong(each.from)} –{' '}
              {each.until === null ? machine.untilOpen : format.dayLong(each.until)}
              {each.removed && (
                <p className="soft">
                  {texts.removedBy(each.removed.by, format.dated(each.removed.at))}
                  {each.removed.why && ` · ${words.labelled(texts.why, each.removed.why)}`}
                </p>
              )}
            </div>
          </li>
        ))}
      </ul>
    </>
  );
}

/** Whether the machine issues, and which days are not counted: why, and by whom. */
export default function Suspensions({ machine }: PartProps) {
  const { machine: texts, stop, dayChanges } = useTexts();
  const { mayWrite, info } = useFleet();
  const list = useSuspensions(machine.machine);
  const stopping = useKeptDialog(`stop ${machine.machine}`);
  const path = (id: string) => `/machines/${encodeURIComponent(machine.machine)}/suspensions/${encodeURIComponent(id)}`;
  const stale: readonly QueryName[] = ['machine', 'machines', 'today', 'area', 'restock'];
  const end = useAction({
    run: ({ id, until }: { id: string; until: string }) => api.patch(path(id), { until }),
    stale,
  });
  const remove = useAction({
    run: ({ id, why }: { id: string; why: string }) => api.remove(`${path(id)}?${new URLSearchParams({ why })}`),
    stale,
  });
  return (
    <div className="parts one">
      <StopStatus machine={machine} open={() => stopping.open('stop' satisfies keyof Ways)} />
      <section className="sheet">
        <header className="sheet-head">
          <div>
            <h2>{stop.notCountedHeading}</h2>
            <p className="soft">{texts.suspensionsLead}</p>
          </div>
          {mayWrite && machine.service !== 'retired' && (
            <Button icon="pause" onClick={() => stopping.open('notCounted' satisfies keyof Ways)}>
              {stop.confirmNotCounted}
            </Button>
          )}
        </header>
        <Answer of={list}>
          {({ suspensions, removed }) => (
            <>
              {suspensions.length === 0 && <Empty title={texts.suspensionNone} />}
              <ul className="rows">
                {suspensions.map((each) => (
                  <SuspensionRow
                    key={each.id}
                    suspension={each}
                    endYesterday={() => end.mutate({ id: each.id, until: addDays(info.day, -1) })}
                    remove={(why) => remove.mutateAsync({ id: each.id, why })}
                  />
                ))}
              </ul>
              <Removed removed={removed} />
            </>
          )}
        </Answer>
        {machine.dayChanges.length > 0 && (
          <>
            <h3 className="space-above">{dayChanges.title}</h3>
            <DayChangeRows changes={machine.dayChanges} />
          </>
        )}
      </section>
      <Suspense>
        {stopping.about !== null && (
          <StopDialog machine={machine} wanted={stopping.about === 'stop' ? 'stop' : 'notCounted'} dialog={stopping} />
        )}
      </Suspense>
    </div>
  );
}
