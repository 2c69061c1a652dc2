import './areas.css';
import { type ReactNode, useMemo } from 'react';
import type { AreaView } from '../../../../shared/contracts/fleet-http.ts';
import { useArea } from '../../api/queries.ts';
import { setSearch, useAreaCode, useTo } from '../../app/address.ts';
import { useFleet } from '../../app/fleet.tsx';
import { PageHead } from '../../app/frame.tsx';
import { Icon } from '../../app/icon.tsx';
import { Link, useSearch } from '../../app/router.tsx';
import { ink } from '../../app/theme.ts';
import { monthsOf } from '../../texts/format.ts';
import { useFormat, useTexts } from '../../texts/texts.tsx';
import { Chart } from '../../ui/chart.tsx';
import { axisOf, valueAxis } from '../../ui/chart-look.ts';
import { Choice } from '../../ui/controls.tsx';
import { Explain } from '../../ui/explain.tsx';
import { InPieces } from '../../ui/progressive.tsx';
import { Answer, Empty } from '../../ui/states.tsx';
import { useCounties } from './counties.ts';
import { measureKeys } from './measures.ts';
import { Ranking } from './ranking.tsx';
import { Tiles, Worst } from './tiles.tsx';

interface ReadingGiven {
  name: string;
  explain: string;
  value: string;
  detail: string;
  /** Where the figure stands between nothing and full, and where the goal is, both 0 to 1. */
  at: number | null;
  goal?: number;
  good: boolean | null;
}

/** One of the two readings of the 300, as large as the other. */
function Reading({ name, explain, value, detail, at, goal, good }: ReadingGiven) {
  const { areas } = useTexts();
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
      {good !== null && (
        <span className={`chip ${good ? 'good' : 'warn'}`}>
          <Icon name={good ? 'check' : 'warning'} size={14} />
          {good ? areas.met : areas.notMet}
        </span>
      )}
    </div>
  );
}

function Months({ view }: { view: AreaView }) {
  const { areas, words, machine } = useTexts();
  const format = useFormat();
  const year = format.dayOf(view.asOf).slice(0, 4);
  const chart = useMemo(() => {
    const months = monthsOf(year).slice(0, view.months.length).map(format.monthShort);
    return {
      option: {
        xAxis: axisOf(months),
        yAxis: valueAxis,
        series: [
          {
            type: 'bar',
            name: areas.issuedYear,
            data: view.months,
            barMaxWidth: 34,
            itemStyle: { color: ink.accent, borderRadius: [2, 2, 0, 0] },
          },
        ],
      },
      table: {
        head: [machine.day, areas.issuedYear],
        rows: months.map((month, i) => [month, format.count(view.months[i] ?? 0)]),
      },
    };
  }, [view, year, areas, machine, format]);
  return (
    <Chart
      title={areas.months}
      summary={`${areas.months}: ${words.box(format.count(view.issued.year))}`}
      option={chart.option}
      table={chart.table}
      height={220}
    />
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

function AreaSheet({ view }: { view: AreaView }) {
  const { areas, words } = useTexts();
  const format = useFormat();
  const to = useTo();
  const search = useSearch();
  const by = measureKeys.find((key) => key === search.get('by')) ?? 'share';
  const counties = useCounties(view);
  if (view.machines.total === 0 && view.issued.total === 0) return <Empty title={areas.none} lead={areas.noneLead} />;
  const names = { share: areas.byShare, average: areas.byAverage, stock: areas.byStock, trouble: areas.byTrouble };
  return (
    <InPieces>
      <section className="sheet readings">
        <Reading
          name={areas.average}
          explain={areas.averageExplain(format.count(view.target))}
          value={view.average === null ? words.none : format.count(view.average)}
          detail={areas.averageUnit}
          at={view.average === null ? null : view.average / (view.target * 1.5)}
          goal={1 / 1.5}
          good={view.average === null ? null : view.average >= view.target}
        />
        <Reading
          name={areas.share}
          explain={areas.shareExplain}
          value={view.shareAtPace === null ? areas.tooEarly : format.percent(view.shareAtPace)}
          detail={areas.judged(format.count(view.atPace), format.count(view.judged))}
          at={view.shareAtPace}
          good={null}
        />
        <dl>
          <Figure name={areas.machines} explain={areas.machinesExplain}>
            {format.count(view.machines.inService)}
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
          {areas.both} · {areas.yearFigures} {words.through(format.day(view.through))} ·{' '}
          <span className="unbroken">{words.asOf(format.moment(view.asOf))}</span>
        </p>
      </section>
      {view.children.length > 0 && (
        <div className="look">
          <span>{areas.colour}</span>
          <Choice
            name={areas.colour}
            value={by}
            options={measureKeys.map((value) => ({ value, label: names[value] }))}
            choose={(value) => setSearch({ by: value === 'share' ? null : value })}
          />
        </div>
      )}
      {view.children.length > 0 && (
        <div className="area-parts">
          <InPieces>
            <section className="sheet">
              <h2>{areas.map}</h2>
              <p className="soft">{areas.mapLead}</p>
              <Tiles view={view} counties={counties} by={by} />
            </section>
            <div className="area-side">
              <section className="sheet">
                <Months view={view} />
              </section>
              <Worst view={view} counties={counties} by={by} />
            </div>
          </InPieces>
        </div>
      )}
      {view.children.length > 0 && (
        <section className="sheet in-list">
          <h2>{areas.ranking}</h2>
          <Ranking view={view} by={by} />
        </section>
      )}
      {view.children.length === 0 && (
        <section className="sheet">
          <Months view={view} />
        </section>
      )}
      <p className="area-links">
        <Link to={to('/machines')}>{areas.toMachines}</Link>
        <Link to={to('/')}>{areas.toToday}</Link>
      </p>
    </InPieces>
  );
}

export default function AreasPage() {
  const { tree, areaName } = useFleet();
  const to = useTo();
  const code = useAreaCode();
  const view = useArea(code);
  const above = (view.data?.path ?? []).filter(
    (area) => area.code !== code && tree.areas.some((a) => a.code === area.code),
  );
  return (
    <>
      {above.length > 0 && (
        <nav className="crumb">
          {above.map((area) => (
            <span key={area.code}>
              <Link to={to('/areas', { area: area.code })}>{area.name}</Link>
              <Icon name="next" size={14} />
            </span>
          ))}
          <span>{areaName(code)}</span>
        </nav>
      )}
      <PageHead title={areaName(code)} />
      <Answer of={view} lines={10}>
        {(data) => <AreaSheet view={data} />}
      </Answer>
    </>
  );
}
