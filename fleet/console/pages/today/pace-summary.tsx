import type { Today } from '../../../../shared/contracts/fleet-http.ts';
import { useTo } from '../../app/address.ts';
import { useFleet } from '../../app/fleet.tsx';
import { Link, useSearch } from '../../app/router.tsx';
import { useFormat, useTexts } from '../../texts/texts.tsx';

/**
 * Machines that will miss the year, summed up by area. Each number links to the tasks that it
 * counts.
 */
export function PaceSummary({ pace, total }: { pace: Today['pace']; total: number }) {
  const { today, words } = useTexts();
  const format = useFormat();
  const { areaName } = useFleet();
  const to = useTo();
  const search = useSearch();
  const kept = { all: search.get('all') ?? '', mine: search.get('mine') ?? '', task: 'pace' };
  return (
    <section className="tasks pace-summary" aria-labelledby="tasks-pace">
      <h2 id="tasks-pace">
        {words.task.pace}
        <span>{today.paceTitle(format.count(total))}</span>
      </h2>
      <div>
        <p className="soft">{today.paceLead}</p>
        <ul>
          {pace.map(({ region, tasks }) => (
            <li key={region}>
              {areaName(region)}{' '}
              <Link
                to={to('/', { ...kept, area: region })}
                aria-label={words.labelled(areaName(region), format.count(tasks))}
              >
                {format.count(tasks)}
              </Link>
            </li>
          ))}
        </ul>
        <Link to={to('/machines', { flag: 'below-pace', sort: 'chance' })}>{today.paceList}</Link>
      </div>
    </section>
  );
}
