import { useState } from 'react';
import type { RecallMachines, RecallState, RecallView } from '../../../../shared/contracts/fleet-http.ts';
import { recallMachinesPerPage, useRecallMachines } from '../../api/recall-queries.ts';
import { useTo } from '../../app/address.ts';
import { useFleet } from '../../app/fleet.tsx';
import { LotsInLanes } from '../../app/lots-in-lanes.tsx';
import { Link } from '../../app/router.tsx';
import { useFormat, useTexts } from '../../texts/texts.tsx';
import { RadioGroup } from '../../ui/controls.tsx';
import { useShowMore } from '../../ui/show-more.tsx';
import { Answer } from '../../ui/states.tsx';

const shows = ['all', 'waiting', 'boxes'] as const;
type Show = (typeof shows)[number];

const tones: Readonly<Record<RecallState, string>> = {
  'in-force': 'good',
  asked: 'warn',
  'not-asked': 'warn',
  lifting: 'warn',
  kept: '',
  lifted: '',
};

function Machine({ of }: { of: RecallMachines['machines'][number] }) {
  const { recalls: texts } = useTexts();
  const format = useFormat();
  const { areaPath } = useFleet();
  const to = useTo();
  return (
    <li className="recall-machine">
      <div>
        <Link to={to(`/machines/${encodeURIComponent(of.machine)}`)}>{of.name}</Link>{' '}
        <span className="machine-id">{of.machine}</span>
        <p className="soft">{areaPath(of.region)}</p>
      </div>
      <span className={`chip ${tones[of.state]}`}>{texts.state[of.state]}</span>
      <LotsInLanes lanes={of.lanes} />
      <p>
        <span className="soft">{texts.columns.issued}</span> <b>{texts.issued(format.count(of.issued))}</b>
        {of.uncertain > 0 && <> · {texts.uncertain(format.count(of.uncertain))}</>}
        {of.lastIssued !== null && <span className="soft"> · {texts.lastIssued(format.moment(of.lastIssued))}</span>}
      </p>
    </li>
  );
}

function Shown({ data, more }: { data: RecallMachines; more: () => void }) {
  const { recalls: texts } = useTexts();
  const list = useShowMore(data.machines, recallMachinesPerPage, recallMachinesPerPage, {
    total: data.total,
    isMore: data.next !== null,
    fetch: more,
  });
  if (data.total === 0) return <p className="soft">{texts.noMachines}</p>;
  return (
    <>
      <ul className="rows">
        {list.shown.map((machine) => (
          <Machine key={machine.machine} of={machine} />
        ))}
      </ul>
      {list.more}
    </>
  );
}

/** The machines of a recall: its state there, the lanes with its lots, and boxes issued before. */
export function RecallMachineList({ recall }: { recall: RecallView }) {
  const { recalls: texts } = useTexts();
  const [show, setShow] = useState<Show>(recall.machines.waiting > 0 ? 'waiting' : 'all');
  const list = useRecallMachines(recall.id, { show });
  return (
    <section aria-label={texts.columns.machine}>
      <RadioGroup<Show>
        name={texts.columns.state}
        value={show}
        options={shows.map((value) => ({ value, label: texts.show[value] }))}
        choose={setShow}
      />
      <Answer of={list}>{(data) => <Shown key={show} data={data} more={list.more} />}</Answer>
    </section>
  );
}
