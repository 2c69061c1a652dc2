import type { ReactNode } from 'react';
import type { IssuedReport } from '../../../../shared/contracts/fleet-http.ts';
import { useTo } from '../../app/address.ts';
import { useFleet } from '../../app/fleet.tsx';
import { Link } from '../../app/router.tsx';
import { useFormat, useTexts } from '../../texts/texts.tsx';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { Empty } from '../../ui/states.tsx';

type Row = IssuedReport['rows'][number];

/** What a row is of: a product, or a link to the area or machine. */
function useNamed(by: IssuedReport['by']): (row: Row) => ReactNode {
  const to = useTo();
  const { product, areaPath } = useFleet();
  return (row) => {
    if (by === 'product') return product(row.key);
    if (by === 'area') return <Link to={to('/reports', { area: row.key })}>{row.name || areaPath(row.key)}</Link>;
    return (
      <>
        <Link to={to(`/machines/${encodeURIComponent(row.key)}`)}>{row.name}</Link>{' '}
        <span className="machine-id">{row.key}</span>
      </>
    );
  };
}

function useColumns({ by, months, total }: IssuedReport): Column<Row>[] {
  const { reports, restock, areas, machines } = useTexts();
  const format = useFormat();
  const named = useNamed(by);
  return [
    {
      name: { area: areas.name, product: restock.product, machine: machines.title }[by],
      onCard: 'title',
      cell: named,
      sum: reports.total,
    },
    ...months.map(
      (month, i): Column<Row> => ({
        // The year is written where it begins, and everywhere if a month may occur twice.
        name: i === 0 || month.endsWith('-01') || months.length > 12 ? format.month(month) : format.monthShort(month),
        numeric: true,
        cell: (row) => <span className={row.months[i] === 0 ? 'soft' : ''}>{format.count(row.months[i] ?? 0)}</span>,
        sum: format.count(total.months[i] ?? 0),
      }),
    ),
    {
      name: reports.total,
      numeric: true,
      cell: ({ issued }) => <b>{format.count(issued)}</b>,
      sum: <span data-total="issued">{format.count(total.issued)}</span>,
    },
    {
      name: reports.uncertain,
      explain: reports.uncertainExplain,
      numeric: true,
      cell: ({ uncertain }) => <span className="soft">{format.count(uncertain)}</span>,
      sum: format.count(total.uncertain),
    },
  ];
}

interface TableProps {
  report: IssuedReport;
  /** The rows that are shown. */
  rows: readonly Row[];
  more: ReactNode;
}

/** Boxes by month, one row per area, product or machine, and their sum. */
export function IssuedTable({ report, rows, more }: TableProps) {
  const { reports } = useTexts();
  const columns = useColumns(report);
  if (report.total.issued === 0 && report.total.uncertain === 0)
    return <Empty title={reports.none} lead={reports.noneLead} />;
  return (
    <>
      <section className="sheet report">
        <DataTable name={reports.issued} columns={columns} rows={rows} keyOf={({ key }) => key} />
      </section>
      {more}
    </>
  );
}
