import { Suspense } from 'react';
import { api } from '../../api/client.ts';
import { lazyFile } from '../../api/console-file.ts';
import { useFleet } from '../../app/fleet.tsx';
import { useKeptDialog } from '../../app/kept-dialog.ts';
import { useFormat, useTexts } from '../../texts/texts.tsx';
import { Button } from '../../ui/controls.tsx';
import { useAction } from '../../ui/use-action.tsx';
import type { PartProps } from './part-props.ts';

const QuarantineDialog = lazyFile(() => import('./quarantine-dialog.tsx'));

/** Says on every part of the page that the machine's figures stand still. Null if they do not. */
export function QuarantineNote({ machine }: PartProps) {
  const { quarantine: texts } = useTexts();
  const format = useFormat();
  if (machine.quarantine === null) return null;
  return (
    <p className="stop-note" role="status">
      {texts.here(format.dated(machine.quarantine.at))}
    </p>
  );
}

/** Whether the machine's books stand aside, and for administrators the change of that. */
export function QuarantineSheet({ machine }: PartProps) {
  const { quarantine: texts } = useTexts();
  const format = useFormat();
  const { isAdmin } = useFleet();
  const dialog = useKeptDialog(`quarantine ${machine.machine}`);
  const { quarantine } = machine;
  const act = quarantine === null ? 'start' : 'release';
  const change = useAction({
    run: (why: string) =>
      api.post(`/machines/${encodeURIComponent(machine.machine)}/${act === 'start' ? 'quarantine' : 'release'}`, {
        why,
      }),
    stale: ['machine', 'machines', 'today', 'area', 'restock', 'report'],
    done: dialog.close,
  });
  if (quarantine === null && !isAdmin) return null;
  return (
    <section className="sheet">
      <h2>
        {texts.title} {quarantine && <span className="chip warn">{texts.chip}</span>}
      </h2>
      <p className="soft">{texts.lead}</p>
      {quarantine && (
        <p>
          {texts.by(quarantine.by, format.dated(quarantine.at))} · {quarantine.why}
        </p>
      )}
      {isAdmin && (
        <div className="row-acts space-above">
          <Button onClick={() => dialog.open(act)}>{texts[act]}</Button>
        </div>
      )}
      <Suspense>
        {dialog.about === act && (
          <QuarantineDialog act={act} busy={change.isPending} go={change.mutate} dialog={dialog} />
        )}
      </Suspense>
    </section>
  );
}
