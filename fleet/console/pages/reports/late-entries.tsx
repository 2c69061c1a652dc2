import type { YearReport } from '../../../../shared/contracts/fleet-http.ts';
import { useTo } from '../../app/address.ts';
import { Link } from '../../app/router.tsx';
import { useFormat, useTexts } from '../../texts/texts.tsx';

/**
 * Boxes that came after the year was closed: how many, and who decided what. Renders nothing if
 * there are none.
 */
export function LateEntries({ report }: { report: YearReport }) {
  const { uncounted: texts } = useTexts();
  const format = useFormat();
  const to = useTo();
  if (report.late.length === 0) return null;
  return (
    <section className="sheet">
      <h2>{texts.lateTitle}</h2>
      <ul className="rows">
        {report.late.map(({ machine, name, counted, beside, decisions }) => (
          <li key={machine}>
            <div>
              <Link to={to(`/machines/${encodeURIComponent(machine)}`)}>{name}</Link>
              <p>
                {[
                  counted > 0 && texts.lateCounted(format.count(counted)),
                  beside > 0 && texts.lateBeside(format.count(beside)),
                ]
                  .filter(Boolean)
                  .join(' · ')}
              </p>
              {decisions.map(({ verdict, by, at, note }) => (
                <p key={at} className="soft">
                  {verdict === 'accept' ? texts.accepted : texts.rejected} · {by} · {format.moment(at)} · {note}
                </p>
              ))}
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}
