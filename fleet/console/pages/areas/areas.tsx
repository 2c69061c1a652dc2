import './areas.css';
import type { AreaView } from '../../../../shared/contracts/fleet-http.ts';
import { useArea } from '../../api/queries.ts';
import { setSearch, useAreaCode, useTo } from '../../app/address.ts';
import { useFleet } from '../../app/fleet.tsx';
import { Quarantined } from '../../app/quarantined.tsx';
import { Link, useSearch } from '../../app/router.tsx';
import { useTexts } from '../../texts/texts.tsx';
import { RadioGroup } from '../../ui/controls.tsx';
import { Icon } from '../../ui/icon.tsx';
import { PageHead } from '../../ui/page-head.tsx';
import { Progressive } from '../../ui/progressive.tsx';
import { Answer, Empty } from '../../ui/states.tsx';
import { useCounties } from './counties.ts';
import { measureKeys } from './measures.ts';
import { MonthsChart } from './months-chart.tsx';
import { Ranking } from './ranking.tsx';
import { Readings } from './readings.tsx';
import { Tiles, Worst } from './tiles.tsx';

function AreaSheet({ view }: { view: AreaView }) {
  const { areas } = useTexts();
  const to = useTo();
  const search = useSearch();
  const by = measureKeys.find((key) => key === search.get('by')) ?? 'share';
  const counties = useCounties(view);
  if (view.machines.total === 0 && view.issued.total === 0) return <Empty title={areas.none} lead={areas.noneLead} />;
  const names = { share: areas.byShare, average: areas.byAverage, stock: areas.byStock, trouble: areas.byTrouble };
  return (
    <Progressive>
      <Quarantined machines={view.quarantined} />
      <Readings view={view} />
      {view.children.length > 0 && (
        <div className="look">
          <span>{areas.colour}</span>
          <RadioGroup
            name={areas.colour}
            value={by}
            options={measureKeys.map((value) => ({ value, label: names[value] }))}
            choose={(value) => setSearch({ by: value === 'share' ? null : value })}
          />
        </div>
      )}
      {view.children.length > 0 && (
        <div className="area-parts">
          <Progressive>
            <section className="sheet">
              <h2>{areas.map}</h2>
              <p className="soft">{areas.mapLead}</p>
              <Tiles view={view} counties={counties} by={by} />
            </section>
            <div className="area-side">
              <section className="sheet">
                <MonthsChart view={view} />
              </section>
              <Worst view={view} counties={counties} by={by} />
            </div>
          </Progressive>
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
          <MonthsChart view={view} />
        </section>
      )}
      <p className="area-links">
        <Link to={to('/machines')}>{areas.toMachines}</Link>
        <Link to={to('/')}>{areas.toToday}</Link>
      </p>
    </Progressive>
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
