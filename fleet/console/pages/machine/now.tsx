import { Suspense } from 'react';
import { api } from '../../api/client.ts';
import { lazyFile } from '../../api/console-file.ts';
import { useConfig } from '../../api/machine-queries.ts';
import { useKeptDialog } from '../../app/kept-dialog.ts';
import { useTexts } from '../../texts/texts.tsx';
import { Progressive } from '../../ui/progressive.tsx';
import { useAction } from '../../ui/use-action.tsx';
import { Cabinet } from './cabinet.tsx';
import { useConfigure } from './configure.ts';
import { OpenFlags } from './open-flags.tsx';
import type { PartProps } from './part-props.ts';
import { lockAsked } from './plan-draft.ts';
import { Products } from './products.tsx';
import { UncountedLines } from './uncounted.tsx';
import { YearSheet } from './year.tsx';

const LockDialog = lazyFile(() => import('./lock-dialog.tsx'));

/** The machine as it is now: what to do, the year, the cabinet, the products. */
export default function Now({ machine }: PartProps) {
  const { machine: texts } = useTexts();
  const id = encodeURIComponent(machine.machine);
  const config = useConfig(machine.machine);
  const locking = useKeptDialog(`lock ${machine.machine}`);
  const plan = config.data?.asked ?? config.data?.inForce;
  const configure = useConfigure(machine.machine, locking.close);
  const lock = (lane: number, reason: string | null) => {
    if (!plan || !config.data) return;
    const lanes = plan.lanes.map((each) => (each.lane === lane ? { ...each, locked: reason } : each));
    configure.mutate({
      basedOn: config.data.asked?.version ?? null,
      lanes,
      recalls: plan.recalls,
      limits: plan.limits,
    });
  };
  const clear = useAction({
    run: (lane: number) => api.post(`/machines/${id}/commands`, { kind: 'clear', lane }),
    stale: ['machine'],
    message: texts.asked,
  });
  return (
    <div className="parts">
      <Progressive>
        <div className="parts one">
          <OpenFlags machine={machine} />
          <UncountedLines machine={machine} />
          <Products machine={machine} />
        </div>
        <YearSheet machine={machine} />
        <Cabinet
          machine={machine}
          lanePlanned={(lane) => (plan ? lockAsked(plan, lane) : null)}
          lock={plan ? (lane) => locking.open(String(lane)) : null}
          unlock={(lane) => lock(lane, null)}
          clear={(lane) => clear.mutate(lane)}
        />
      </Progressive>
      <Suspense>
        {locking.about !== null && (
          <LockDialog
            lane={Number(locking.about)}
            busy={configure.isPending}
            lock={(reason) => lock(Number(locking.about), reason)}
            dialog={locking}
          />
        )}
      </Suspense>
    </div>
  );
}
