import { lazy, Suspense, useState } from 'react';
import { api } from '../../api/client.ts';
import { useConfig } from '../../api/queries.ts';
import { useFleet } from '../../app/fleet.tsx';
import { useFormat, useTexts } from '../../texts/texts.tsx';
import { Explain } from '../../ui/explain.tsx';
import { Progressive } from '../../ui/progressive.tsx';
import { ScrollX } from '../../ui/scroll-x.tsx';
import { useAction } from '../../ui/use-action.tsx';
import { Cabinet } from './cabinet.tsx';
import { useConfigure } from './configure.ts';
import { OpenFlags } from './open-flags.tsx';
import type { PartProps } from './part-props.ts';
import { UncountedLines } from './uncounted.tsx';
import { YearSheet } from './year.tsx';

const LockDialog = lazy(() => import('./lock-dialog.tsx'));

function Products({ machine }: PartProps) {
  const { machine: texts, words } = useTexts();
  const format = useFormat();
  const { product } = useFleet();
  return (
    <section className="sheet">
      <h2>{texts.products}</h2>
      <ScrollX name={texts.products}>
        <table className="plain">
          <thead>
            <tr>
              <th scope="col">{texts.planProduct}</th>
              <th scope="col" className="num">
                {texts.seriesStock}
              </th>
              <th scope="col" className="num">
                <Explain text={texts.rateExplain}>{texts.rate}</Explain>
              </th>
              <th scope="col" className="num">
                <Explain text={texts.coverExplain}>{texts.cover}</Explain>
              </th>
              <th scope="col">{texts.runsOut}</th>
              <th scope="col" className="num">
                {texts.bring}
              </th>
            </tr>
          </thead>
          <tbody>
            {machine.products.map((item) => (
              <tr key={item.product}>
                <td>{product(item.product)}</td>
                <td className="num">
                  {format.count(item.stock)} <span className="soft">/ {format.count(item.capacity)}</span>
                </td>
                <td className="num">{item.rate === null ? words.none : format.rate(item.rate)}</td>
                <td className="num">{item.coverDays === null ? words.none : format.count(item.coverDays)}</td>
                <td>
                  {item.runsOut ? (
                    item.runsOut.early && item.runsOut.late ? (
                      <Explain
                        text={texts.runsOutBand(format.dayLong(item.runsOut.early), format.dayLong(item.runsOut.late))}
                      >
                        {format.day(item.runsOut.expected)}
                      </Explain>
                    ) : (
                      format.day(item.runsOut.expected)
                    )
                  ) : (
                    words.none
                  )}
                </td>
                <td className="num">
                  {item.restock > 0 ? <b>{words.box(format.count(item.restock))}</b> : words.none}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollX>
    </section>
  );
}

/** The machine as it stands: what to do, the year, the cabinet, the products. */
export default function Now({ machine }: PartProps) {
  const { machine: texts } = useTexts();
  const id = encodeURIComponent(machine.machine);
  const config = useConfig(machine.machine);
  const [locking, setLocking] = useState<number | null>(null);
  const plan = config.data?.asked ?? config.data?.inForce;
  const configure = useConfigure(machine.machine, () => setLocking(null));
  const lock = (lane: number, reason: string | null) => {
    if (!plan || !config.data) return;
    const lanes = plan.lanes.map((each) => (each.lane === lane ? { ...each, locked: reason } : each));
    configure.mutate({ seen: config.data, lanes, recalls: plan.recalls, limits: plan.limits });
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
          lanePlanned={(lane) => plan?.lanes.find((each) => each.lane === lane)?.locked ?? null}
          lock={plan ? setLocking : null}
          unlock={(lane) => lock(lane, null)}
          clear={(lane) => clear.mutate(lane)}
        />
      </Progressive>
      <Suspense>
        {locking !== null && (
          <LockDialog
            lane={locking}
            busy={configure.isPending}
            lock={(reason) => lock(locking, reason)}
            close={() => setLocking(null)}
          />
        )}
      </Suspense>
    </div>
  );
}
