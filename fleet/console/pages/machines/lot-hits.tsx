import { useLots } from '../../api/recall-queries.ts';
import { useTo } from '../../app/address.ts';
import { useFleet } from '../../app/fleet.tsx';
import { LotsInLanes } from '../../app/lots-in-lanes.tsx';
import { Link } from '../../app/router.tsx';
import { useFormat, useTexts } from '../../texts/texts.tsx';

/** The lanes with boxes whose lot contains the search text. Renders nothing if there are none. */
export function LotHits({ q, region }: { q: string; region: string }) {
  const { recalls: texts, states } = useTexts();
  const format = useFormat();
  const { product, areaPath } = useFleet();
  const to = useTo();
  const found = useLots(q, region).data;
  if (q.trim() === '' || !found || found.total === 0) return null;
  const { machines, total } = found;
  return (
    <section className="sheet lot-hits" aria-label={texts.search.title(found.lot)}>
      <h2>{texts.search.title(found.lot)}</h2>
      <p>
        <b>{texts.search.found(format.count(total), format.count(found.boxes))}</b>{' '}
        <span className="soft">{texts.search.lead}</span>
      </p>
      <ul className="rows">
        {machines.map(({ machine, name, region: county, lanes }) => (
          <li key={machine} className="recall-machine">
            <div>
              <Link to={to(`/machines/${encodeURIComponent(machine)}`)}>{name}</Link>{' '}
              <span className="machine-id">{machine}</span>
              <p className="soft">
                {areaPath(county)} · {[...new Set(lanes.map((lane) => product(lane.product)))].join(' · ')}
              </p>
            </div>
            <LotsInLanes lanes={lanes} />
          </li>
        ))}
      </ul>
      {machines.length < total && (
        <p className="soft">{states.showing(format.count(machines.length), format.count(total))}</p>
      )}
    </section>
  );
}
