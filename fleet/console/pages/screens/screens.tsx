import type { AreaScreen } from '../../../../shared/contracts/fleet-http.ts';
import { areaScreenPath, useAreaScreen } from '../../api/front-queries.ts';
import { useAreaCode, useTo } from '../../app/address.ts';
import { AppliedScreenList } from '../../app/applied-screen.tsx';
import { ChangeScreen } from '../../app/change-screen.tsx';
import { useFleet } from '../../app/fleet.tsx';
import { Link } from '../../app/router.tsx';
import { useFormat, useTexts } from '../../texts/texts.tsx';
import { PageHead } from '../../ui/page-head.tsx';
import { Answer } from '../../ui/states.tsx';

/** How far the area's machines are, and those with settings of their own. */
function MachinesLine({ of: { machines } }: { of: AreaScreen }) {
  const { screens: texts } = useTexts();
  const format = useFormat();
  const to = useTo();
  return (
    <>
      <p>
        <span className={machines.waiting === 0 ? 'chip good' : 'chip warn'}>
          {machines.waiting === 0
            ? texts.machinesConfirmed(format.count(machines.total))
            : texts.machinesWaiting(format.count(machines.waiting), format.count(machines.total))}
        </span>
      </p>
      {machines.own.length > 0 && (
        <p>
          {texts.exceptions}{' '}
          {machines.own.map((machine) => (
            <Link
              key={machine}
              className="chip"
              to={to(`/machines/${encodeURIComponent(machine)}`, { part: 'screen' })}
            >
              {machine}
            </Link>
          ))}
        </p>
      )}
    </>
  );
}

/** Rules and screens of an area: what applies, and what is set for it. */
export default function ScreensPage() {
  const { screens: texts } = useTexts();
  const format = useFormat();
  const { isAdmin, areaPath } = useFleet();
  const area = useAreaCode();
  const answer = useAreaScreen(area);
  return (
    <>
      <PageHead title={texts.title} lead={`${areaPath(area)} · ${texts.lead}`} />
      <Answer of={answer} lines={8}>
        {(of) => (
          <div className="parts one">
            <section className="sheet">
              <h2>{texts.applies}</h2>
              <p className="soft">
                {of.own === null ? texts.nothingOwn : texts.setBy(of.own.by, format.moment(of.own.at))}
              </p>
              <AppliedScreenList of={of.applied} />
              <MachinesLine of={of} />
            </section>
            {isAdmin && (
              <ChangeScreen
                key={`${area} ${of.own?.at}`}
                path={areaScreenPath(area)}
                own={of.own}
                applied={of.applied}
              />
            )}
          </div>
        )}
      </Answer>
    </>
  );
}
