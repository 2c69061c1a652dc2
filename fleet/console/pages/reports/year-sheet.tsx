import type { ReactNode } from 'react';
import type { YearReport } from '../../../../shared/contracts/fleet-http.ts';
import { apiAddress } from '../../api/address.ts';
import { api } from '../../api/client.ts';
import { rowsPerPage, useYearReport } from '../../api/queries.ts';
import { setSearch, useAreaCode, useTo } from '../../app/address.ts';
import { useFleet } from '../../app/fleet.tsx';
import { Link, useSearch } from '../../app/router.tsx';
import { useFormat, useTexts } from '../../texts/texts.tsx';
import { Checkbox, Select } from '../../ui/controls.tsx';
import { Explain } from '../../ui/explain.tsx';
import { ExportMenu } from '../../ui/export-menu.tsx';
import { Icon } from '../../ui/icon.tsx';
import { PageHead } from '../../ui/page-head.tsx';
import { PrintButton, usePrint } from '../../ui/print.tsx';
import { Progressive } from '../../ui/progressive.tsx';
import { ScrollX } from '../../ui/scroll-x.tsx';
import { useShowMore } from '../../ui/show-more.tsx';
import { Answer } from '../../ui/states.tsx';
import { LateEntries } from './late-entries.tsx';

const yearsBack = 4;

function Reached({ is }: { is: boolean | null }) {
  const { reports } = useTexts();
  if (is === null) return <span className="chip quiet">{reports.tooEarly}</span>;
  return (
    <span className={`chip ${is ? 'good' : 'bad'}`}>
      <Icon name={is ? 'check' : 'warning'} size={14} />
      {is ? reports.reached : reports.notReached}
    </span>
  );
}

function Areas({ report }: { report: YearReport }) {
  const { reports, words, areas } = useTexts();
  const format = useFormat();
  const to = useTo();
  return (
    <ScrollX className="sheet report" name={reports.areas}>
      <h2>{reports.areas}</h2>
      <table className="plain">
        <thead>
          <tr>
            <th scope="col">{areas.name}</th>
            <th scope="col" className="num">
              {areas.machines}
            </th>
            <th scope="col" className="num">
              <Explain text={reports.machineYearsExplain}>{reports.machineYears}</Explain>
            </th>
            <th scope="col" className="num">
              {reports.issuedCount}
            </th>
            <th scope="col" className="num">
              <Explain text={reports.uncertainExplain}>{reports.uncertain}</Explain>
            </th>
            <th scope="col" className="num">
              <Explain text={areas.averageExplain(format.count(report.target))}>{reports.average}</Explain>
            </th>
            <th scope="col" className="num">
              <Explain text={areas.shareExplain}>{reports.atPace}</Explain>
            </th>
            <th scope="col">{reports.verdict}</th>
          </tr>
        </thead>
        <tbody>
          {report.areas.map((area) => (
            <tr key={area.code}>
              <th scope="row">
                <Link to={to('/reports', { area: area.code, report: 'year' })}>{area.name}</Link>
              </th>
              <td className="num">{format.count(area.machines)}</td>
              <td className="num">{format.decimal(area.machineYears)}</td>
              <td className="num">{format.count(area.issued)}</td>
              <td className="num soft">{format.count(area.uncertain)}</td>
              <td className="num">
                <b>{area.average === null ? words.none : format.count(area.average)}</b>
              </td>
              <td className="num">
                {area.shareAtPace === null ? words.none : format.percent(area.shareAtPace)}{' '}
                <span className="soft">{areas.judged(format.count(area.atPace), format.count(area.judged))}</span>
              </td>
              <td>
                <Reached is={area.reached} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollX>
  );
}

interface MachinesProps {
  report: YearReport;
  /** Those that the list shows. */
  rows: readonly YearReport['machines'][number][];
  more: ReactNode;
}

function Machines({ report, rows, more }: MachinesProps) {
  const { reports, words, machines, states } = useTexts();
  const format = useFormat();
  const to = useTo();
  const { areaPath } = useFleet();
  const search = useSearch();
  const onlyMissed = search.get('missed') === '1';
  return (
    <>
      <ScrollX className="sheet report" name={reports.machines}>
        <header className="report-head">
          <h2>{reports.machines}</h2>
          <Checkbox className="no-print" checked={onlyMissed} change={(on) => setSearch({ missed: on ? '1' : null })}>
            {reports.onlyMissed}
          </Checkbox>
          <span className="soft">{states.showing(format.count(report.count.fit), format.count(report.count.all))}</span>
        </header>
        <table className="plain">
          <thead>
            <tr>
              <th scope="col">{machines.column.name}</th>
              <th scope="col">{machines.column.region}</th>
              <th scope="col" className="num">
                {reports.days}
              </th>
              <th scope="col" className="num">
                {reports.issuedCount}
              </th>
              <th scope="col" className="num">
                {reports.due}
              </th>
              <th scope="col" className="num">
                {reports.annual}
              </th>
              <th scope="col">{reports.verdict}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((machine) => (
              <tr key={machine.machine}>
                <th scope="row">
                  <Link to={to(`/machines/${encodeURIComponent(machine.machine)}`)}>{machine.name}</Link>{' '}
                  <span className="machine-id">{machine.machine}</span>
                </th>
                <td>{areaPath(machine.region)}</td>
                <td className="num">{format.count(machine.days)}</td>
                <td className="num">
                  <b>{format.count(machine.issued)}</b>
                </td>
                <td className="num">{format.count(machine.dueOfYear)}</td>
                <td className="num">{machine.annual === null ? words.none : format.count(machine.annual)}</td>
                <td>
                  <Reached is={machine.reached} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollX>
      {more}
    </>
  );
}

/** The year's verdict: the plain number, 300 or not, area by area and machine by machine. */
export function YearSheet({ choice }: { choice: ReactNode }) {
  const { reports, words } = useTexts();
  const format = useFormat();
  const { info, areaPath } = useFleet();
  const region = useAreaCode();
  const search = useSearch();
  const thisYear = Number(info.day.slice(0, 4));
  const year = Number(search.get('year') ?? thisYear);
  const query = { region, year };
  const missed = search.get('missed') === '1' ? 'true' : undefined;
  const report = useYearReport({ ...query, missed });
  const { data } = report;
  const list = useShowMore(data?.machines ?? [], rowsPerPage, rowsPerPage, {
    total: data?.count.fit ?? null,
    isMore: (data?.next ?? null) !== null,
    fetch: report.more,
  });
  const print = usePrint(() => api.get<YearReport>('/reports/year', { ...query, missed }));
  return (
    <>
      <PageHead
        title={`${reports.year} · ${year}`}
        lead={
          <>
            {areaPath(region)}
            <span className={data ? '' : 'coming'}>
              {` · ${data?.closed ? reports.closed : reports.open} · `}
              {data && `${words.through(format.day(data.through))} · `}
              <span className="unbroken">{words.asOf(format.stamp(data?.asOf ?? info.now))}</span>
            </span>
          </>
        }
      >
        <ExportMenu address={(kind) => apiAddress(`/reports/year.${kind}`, query)} />
        <PrintButton of={print} />
      </PageHead>
      <div className="report-bar no-print">
        {choice}
        <Select
          name={reports.yearLabel}
          value={String(year)}
          options={Array.from({ length: yearsBack + 1 }, (_, i) => String(thisYear - i)).map((value) => ({
            value,
            label: value,
          }))}
          choose={(value) => setSearch({ year: value === String(thisYear) ? null : value })}
        />
      </div>
      <Answer of={report} lines={10}>
        {(came) => (
          <div className="year-report">
            <Progressive>
              <Areas report={print.whole ?? came} />
              <LateEntries report={print.whole ?? came} />
              <Machines
                report={print.whole ?? came}
                rows={print.whole?.machines ?? list.shown}
                more={print.whole ? null : list.more}
              />
            </Progressive>
          </div>
        )}
      </Answer>
    </>
  );
}
