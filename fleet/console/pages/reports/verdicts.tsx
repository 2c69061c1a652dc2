import type { ReactNode } from 'react';
import type { YearReport } from '../../../../shared/contracts/fleet-http.ts';
import { setSearch, useTo } from '../../app/address.ts';
import { useFleet } from '../../app/fleet.tsx';
import { Link, useSearch } from '../../app/router.tsx';
import { useFormat, useTexts } from '../../texts/texts.tsx';
import { Checkbox } from '../../ui/controls.tsx';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { Explain } from '../../ui/explain.tsx';
import { ReachedChip } from '../../ui/reached-chip.tsx';

type AreaRow = YearReport['areas'][number];
type MachineRow = YearReport['machines'][number];

function useAreaColumns(target: number): Column<AreaRow>[] {
  const { reports, words, areas } = useTexts();
  const format = useFormat();
  const to = useTo();
  return [
    {
      name: areas.name,
      onCard: 'title',
      cell: ({ code, name }) => <Link to={to('/reports', { area: code, report: 'year' })}>{name}</Link>,
    },
    {
      name: reports.machinesInYear,
      explain: reports.machinesInYearExplain,
      numeric: true,
      cell: ({ machines }) => format.count(machines),
    },
    {
      name: reports.machineYears,
      explain: reports.machineYearsExplain,
      numeric: true,
      cell: ({ machineYears }) => format.decimal(machineYears),
    },
    { name: reports.issuedCount, numeric: true, cell: ({ issued }) => format.count(issued) },
    {
      name: reports.uncertain,
      explain: reports.uncertainExplain,
      numeric: true,
      cell: ({ uncertain }) => <span className="soft">{format.count(uncertain)}</span>,
    },
    {
      name: reports.average,
      explain: areas.averageExplain(format.count(target)),
      numeric: true,
      cell: ({ average }) => <b>{average === null ? words.none : format.count(average)}</b>,
    },
    {
      name: reports.atPace,
      explain: areas.shareExplain,
      numeric: true,
      cell: ({ shareAtPace, atPace, judged }) => (
        <>
          {shareAtPace === null ? words.none : format.percent(shareAtPace)}{' '}
          <span className="soft">{areas.atPaceOf(format.count(atPace), format.count(judged))}</span>
        </>
      ),
    },
    { name: reports.verdict, onCard: 'mark', cell: ({ reached }) => <ReachedChip is={reached} /> },
  ];
}

/** The year's verdict, area by area. */
export function VerdictByArea({ report }: { report: YearReport }) {
  const { reports } = useTexts();
  const columns = useAreaColumns(report.target);
  return (
    <section className="sheet report">
      <h2>{reports.areas}</h2>
      <DataTable name={reports.areas} columns={columns} rows={report.areas} keyOf={({ code }) => code} />
    </section>
  );
}

function useMachineColumns(): Column<MachineRow>[] {
  const { reports, words, machines } = useTexts();
  const format = useFormat();
  const to = useTo();
  const { areaPath } = useFleet();
  return [
    {
      name: machines.column.name ?? '',
      onCard: 'title',
      cell: ({ machine, name }) => (
        <>
          <Link to={to(`/machines/${encodeURIComponent(machine)}`)}>{name}</Link>{' '}
          <span className="machine-id">{machine}</span>
        </>
      ),
    },
    { name: machines.column.region ?? '', onCard: 'line', cell: ({ region }) => areaPath(region) },
    { name: reports.days, numeric: true, cell: ({ days }) => format.count(days) },
    { name: reports.issuedCount, numeric: true, cell: ({ issued }) => <b>{format.count(issued)}</b> },
    { name: reports.due, numeric: true, cell: ({ dueOfYear }) => format.count(dueOfYear) },
    {
      name: reports.annual,
      numeric: true,
      cell: ({ annual }) => (annual === null ? words.none : format.count(annual)),
    },
    { name: reports.verdict, onCard: 'mark', cell: ({ reached }) => <ReachedChip is={reached} /> },
  ];
}

interface MachinesProps {
  report: YearReport;
  /** Those that the list shows. */
  rows: readonly MachineRow[];
  more: ReactNode;
}

/** The year's verdict, machine by machine. */
export function VerdictByMachine({ report, rows, more }: MachinesProps) {
  const { reports } = useTexts();
  const format = useFormat();
  const search = useSearch();
  const columns = useMachineColumns();
  return (
    <>
      <section className="sheet report">
        <header className="report-head">
          <h2>{reports.machines}</h2>
          <Checkbox
            className="no-print"
            checked={search.get('missed') === '1'}
            change={(on) => setSearch({ missed: on ? '1' : null })}
          >
            {reports.onlyMissed}
          </Checkbox>
          <Explain className="soft" text={reports.machinesInYearExplain}>
            {reports.machinesShown(format.count(report.count.fit), format.count(report.count.all))}
          </Explain>
        </header>
        <DataTable name={reports.machines} columns={columns} rows={rows} keyOf={({ machine }) => machine} />
      </section>
      {more}
    </>
  );
}
