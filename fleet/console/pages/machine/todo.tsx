import { lazy, Suspense, useState } from 'react';
import type { Flag, Task } from '../../../../shared/contracts/fleet-http.ts';
import { useFleet } from '../../app/fleet.tsx';
import { Icon } from '../../app/icon.tsx';
import { useFormat, useTexts } from '../../texts/texts.tsx';
import { Button } from '../../ui/controls.tsx';
import { useFlagWords } from '../../ui/flag-words.tsx';
import { SeverityChip } from '../../ui/severity.tsx';
import { useSome } from '../../ui/show-more.tsx';
import type { PartGiven } from './part-given.ts';

const Acknowledging = lazy(() => import('../today/acknowledging.tsx'));

/** One flag as a thing to do, so that it is acknowledged in the same way as on the page of the day. */
const taskOf = (flag: Flag): Task => ({
  id: flag.id,
  machine: flag.machine,
  name: flag.name,
  region: flag.region,
  site: flag.site,
  task: 'repair',
  severity: flag.severity,
  since: flag.raised,
  by: null,
  flags: [flag],
  carry: [],
  acknowledged: flag.acknowledged !== null,
});

const flagsAtOnce = 4;

/** What needs doing at this one machine. */
export function Todo({ machine }: PartGiven) {
  const { machine: texts, today, words } = useTexts();
  const format = useFormat();
  const { mayWrite } = useFleet();
  const wordsOf = useFlagWords();
  const list = useSome(machine.flags, flagsAtOnce);
  const [taking, setTaking] = useState<Task | null>(null);
  return (
    <section className="sheet todo">
      <h2>{texts.todo}</h2>
      {machine.flags.length === 0 && (
        <p className="soft">
          <Icon name="check" /> {texts.nothing}
        </p>
      )}
      <ul>
        {list.some.map((flag) => {
          const said = wordsOf(flag);
          return (
            <li key={flag.id}>
              <SeverityChip of={flag.severity} />
              <div>
                <b>{said.title}</b>
                <p className="soft">{said.why}</p>
                <p>{said.next}</p>
                <p className="soft">
                  {words.since(format.ago(flag.raised, machine.asOf))}
                  {flag.acknowledged &&
                    ` · ${today.acknowledgedBy(flag.acknowledged.by, format.moment(flag.acknowledged.at))}`}
                  {flag.acknowledged?.note && ` · ${flag.acknowledged.note}`}
                </p>
              </div>
              {mayWrite && !flag.acknowledged && (
                <Button small onClick={() => setTaking(taskOf(flag))}>
                  {today.acknowledge}
                </Button>
              )}
            </li>
          );
        })}
      </ul>
      {list.more}
      <Suspense>{taking && <Acknowledging task={taking} close={() => setTaking(null)} />}</Suspense>
    </section>
  );
}
