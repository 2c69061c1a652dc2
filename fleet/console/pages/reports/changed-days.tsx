import type { YearReport } from '../../../../shared/contracts/fleet-http.ts';
import { useTo } from '../../app/address.ts';
import { DayChangeRows } from '../../app/day-changes.tsx';
import { Link } from '../../app/router.tsx';
import { useTexts } from '../../texts/texts.tsx';

/** Days of the year that were changed after they were over, by machine. Nothing if none were. */
export function ChangedDays({ report }: { report: YearReport }) {
  const { dayChanges: texts } = useTexts();
  const to = useTo();
  if (report.dayChanges.length === 0) return null;
  return (
    <section className="sheet">
      <h2>{texts.title}</h2>
      <p className="soft">{texts.lead}</p>
      {report.dayChanges.map(({ machine, name, changes }) => (
        <div key={machine}>
          <Link to={to(`/machines/${encodeURIComponent(machine)}`, { part: 'suspensions' })}>{name}</Link>
          <DayChangeRows changes={changes} />
        </div>
      ))}
    </section>
  );
}
