import type { ReactNode } from 'react';
import type { AreaView } from '../../../../shared/contracts/fleet-http.ts';
import { useFormat, useTexts } from '../../texts/texts.tsx';
import { Explain } from '../../ui/explain.tsx';
import { ReachedChip } from '../../ui/reached-chip.tsx';

interface ReadingProps {
  name: string;
  explain: string;
  value: string;
  detail: string;
  /** The figure's position between nothing and full, and that of the goal, both 0 to 1. */
  at: number | null;
  goal?: number;
  /** Whether the goal is reached, if this reading has one. */
  reached?: boolean | null;
}

/** One of the two readings of the target of 300, both equally large. */
function Reading({ name, explain, value, detail, at, goal, reached }: ReadingProps) {
  return (
    <div className="reading">
      <Explain text={explain}>{name}</Explain>
      <p>
        <span className="figure big">{value}</span> <span className="soft">{detail}</span>
      </p>
      <div className="gauge" aria-hidden="true">
        {at !== null && <i style={{ width: `${Math.min(1, at) * 100}%` }} />}
        {goal !== undefined && <b style={{ left: `${goal * 100}%` }} />}
      </div>
      {reached !== undefined && <ReachedChip is={reached} />}
    </div>
  );
}

function Figure({ name, explain, children }: { name: string; explain: string; children: ReactNode }) {
  return (
    <div>
      <dt>
        <Explain text={explain}>{name}</Explain>
      </dt>
      <dd className="figure">{children}</dd>
    </div>
  );
}

/** How many machines of the area are registered and not in service. */
function NotInService({ machines: { suspended, planned } }: Pick<AreaView, 'machines'>) {
  const { areas } = useTexts();
  const format = useFormat();
  const others = [
    ...(suspended > 0 ? [areas.suspended(format.count(suspended))] : []),
    ...(planned > 0 ? [areas.planned(format.count(planned))] : []),
  ];
  return others.length > 0 && <small>{areas.besides(format.list(others))}</small>;
}

/** The figures of an area: the two readings of the yearly target, and what explains them. */
export function Readings({ view }: { view: AreaView }) {
  const { areas, words } = useTexts();
  const format = useFormat();
  return (
    <section className="sheet readings">
      <Reading
        name={areas.average}
        explain={areas.averageExplain(format.count(view.target))}
        value={view.average === null ? words.none : format.count(view.average)}
        detail={areas.averageUnit}
        at={view.average === null ? null : view.average / (view.target * 1.5)}
        goal={1 / 1.5}
        reached={view.reached}
      />
      <Reading
        name={areas.share}
        explain={areas.shareExplain}
        value={view.shareAtPace === null ? words.reached.notJudged : format.percent(view.shareAtPace)}
        detail={areas.atPaceOfJudged(format.count(view.atPace), format.count(view.judged))}
        at={view.shareAtPace}
      />
      <dl>
        <Figure name={areas.machines} explain={areas.machinesExplain}>
          {format.count(view.machines.inService)} <NotInService machines={view.machines} />
        </Figure>
        <Figure name={areas.issuedYear} explain={areas.issuedYearExplain}>
          {format.count(view.issued.year)}
        </Figure>
        <Figure name={areas.stock} explain={areas.stockExplain}>
          {format.count(view.stock)} <small>/ {format.count(view.capacity)}</small>
        </Figure>
        <Figure name={areas.trouble} explain={areas.troubleExplain}>
          {format.count(view.severity.urgent)}
        </Figure>
      </dl>
      <p className="soft">
        {areas.both} · {areas.yearFigures} {words.through(format.dayLong(view.through))} ·{' '}
        <span className="unbroken">{words.asOf(format.dated(view.asOf))}</span>
      </p>
    </section>
  );
}
