import type { RestockStop } from '../../../../shared/contracts/fleet-http.ts';
import { useTo } from '../../app/address.ts';
import { useFlagWords } from '../../app/flag-words.tsx';
import { useFleet } from '../../app/fleet.tsx';
import { Link } from '../../app/router.tsx';
import { ContactLine } from '../../app/site-contact.tsx';
import { useFormat, useTexts } from '../../texts/texts.tsx';
import { Checkbox } from '../../ui/controls.tsx';

interface Props {
  visit: RestockStop;
  /** The local day of the plan. */
  today: string;
  chosen: boolean;
  /** Null on a sheet that was kept: nothing is selected there. */
  choose: ((on: boolean) => void) | null;
}

function Columns() {
  const { restock, words } = useTexts();
  return (
    <thead className="unseen-head">
      <tr>
        <th scope="col">{restock.product}</th>
        <th scope="col">{words.event.lane}</th>
        <th scope="col" className="num">
          {restock.have}
        </th>
        <th scope="col" className="num">
          {restock.bring}
        </th>
        <th scope="col" className="print-only">
          {restock.lotFill}
        </th>
        <th scope="col" className="print-only">
          {restock.done}
        </th>
      </tr>
    </thead>
  );
}

/** Boxes that come out of a lane, and why. */
function TakeOutRow({ out }: { out: RestockStop['takeOut'][number] }) {
  const { restock, words } = useTexts();
  const format = useFormat();
  const { product } = useFleet();
  return (
    <tr className="out">
      <th scope="row">
        {restock.takeOut} {product(out.product)} <span className="chip warn">{words.reason[out.why] ?? out.why}</span>
      </th>
      <td>{restock.lane(String(out.lane))}</td>
      <td className="soft">
        {restock.lot} {out.lot ?? words.none}
      </td>
      <td className="num">
        <b>−{format.count(out.count)}</b>
      </td>
      <td className="print-only write-in" />
      <td className="print-only write-in">□</td>
    </tr>
  );
}

/** What is to be repaired at the same stop. */
function Repairs({ of }: { of: RestockStop['repairs'] }) {
  const { contact, words } = useTexts();
  const flagWords = useFlagWords();
  if (of.length === 0) return null;
  return (
    <div className="stop-repairs">
      <b>{contact.repairs}</b>
      <ul>
        {of.map((flag) => {
          const { title, next } = flagWords(flag);
          return <li key={flag.id}>{words.labelled(title, next)}</li>;
        })}
      </ul>
    </div>
  );
}

/**
 * One machine of the sheet: what goes into which lane, what comes out, and, on paper, fields to
 * write in.
 */
export function VisitSheet({ visit, today: day, chosen, choose }: Props) {
  const { restock, words, machines, today, contact } = useTexts();
  const format = useFormat();
  const to = useTo();
  const { areaPath, product } = useFleet();
  const rows = visit.products.flatMap((item) =>
    item.lanes
      .filter((lane) => lane.add > 0)
      .map((lane, i) => ({ ...lane, product: item.product, why: item.why, again: i > 0 })),
  );
  return (
    <li className={chosen ? 'stop in-list' : 'stop in-list left'}>
      <header>
        {choose && (
          <Checkbox className="no-print" checked={chosen} label={machines.choose(visit.name)} change={choose} />
        )}
        <div>
          <Link to={to(`/machines/${encodeURIComponent(visit.machine)}`)}>{visit.name}</Link>{' '}
          <span className="machine-id">{visit.machine}</span>
          <p className="soft">{[areaPath(visit.region), visit.address].filter(Boolean).join(' · ')}</p>
        </div>
        {visit.by && (
          <span className={visit.by <= day ? 'chip bad' : 'chip'}>
            {visit.by <= day ? today.overdue : today.by(format.day(visit.by))}
          </span>
        )}
        <b className="figure">{restock.boxes(format.count(visit.boxes))}</b>
      </header>
      {visit.contact && <ContactLine of={visit.contact} whole />}
      {rows.length + visit.takeOut.length === 0 && <p className="stop-note soft">{restock.nothingToFill}</p>}
      <table className="plain">
        <Columns />
        <tbody>
          {rows.map((row) => (
            <tr key={row.lane}>
              <th scope="row">
                <span className={row.again ? 'unseen' : ''}>{product(row.product)}</span>{' '}
                {!row.again && row.why !== 'none' && <span className="chip quiet">{words.reason[row.why]}</span>}
              </th>
              <td>{restock.lane(String(row.lane))}</td>
              <td className="num soft">
                {restock.have} {format.count(row.stock)}
                {row.state === 'jam' && row.stock > row.takeOut && <> · {words.lane.jam}</>}
                {row.takeOut > 0 && <> · {restock.ofThem(format.count(row.takeOut))}</>}
              </td>
              <td className="num">
                {restock.bring} <b>{format.count(row.add)}</b>
              </td>
              <td className="print-only write-in" />
              <td className="print-only write-in">□</td>
            </tr>
          ))}
          {visit.takeOut.map((out) => (
            <TakeOutRow key={`out ${out.lane} ${out.lot} ${out.expires}`} out={out} />
          ))}
        </tbody>
      </table>
      <Repairs of={visit.repairs} />
      <p className="print-only signature">{words.labelled(contact.signature, '______________________')}</p>
    </li>
  );
}
