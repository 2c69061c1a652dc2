import type { ReactNode } from 'react';
import type { IssuedReport } from '../../../../shared/contracts/fleet-http.ts';
import { useTo } from '../../app/address.ts';
import { useFleet } from '../../app/fleet.tsx';
import { Link } from '../../app/router.tsx';
import { useFormat, useTexts } from '../../texts/texts.tsx';
import { Explain } from '../../ui/explain.tsx';
import { ScrollX } from '../../ui/scroll-x.tsx';
import { Empty } from '../../ui/states.tsx';

function Columns({ report }: { report: IssuedReport }) {
  const { reports, restock, areas, machines } = useTexts();
  const format = useFormat();
  const head = { area: areas.name, product: restock.product, machine: machines.title }[report.by];
  return (
    <thead>
      <tr>
        <th scope="col">{head}</th>
        {report.months.map((month) => (
          <th key={month} scope="col" className="num">
            {format.monthShort(month)}
            {month.endsWith('-01') && <span className="year-mark">{month.slice(0, 4)}</span>}
          </th>
        ))}
        <th scope="col" className="num">
          {reports.total}
        </th>
        <th scope="col" className="num">
          <Explain text={reports.uncertainExplain}>{reports.uncertain}</Explain>
        </th>
      </tr>
    </thead>
  );
}

interface TableProps {
  report: IssuedReport;
  /** Those that the list shows. */
  rows: readonly IssuedReport['rows'][number][];
  more: ReactNode;
}

/** Boxes by month, one row for each area, product or machine, and their sum. */
export function IssuedTable({ report, rows, more }: TableProps) {
  const { reports } = useTexts();
  const format = useFormat();
  const to = useTo();
  const { product, areaPath } = useFleet();
  const named = (row: IssuedReport['rows'][number]): ReactNode => {
    if (report.by === 'product') return product(row.key);
    if (report.by === 'area')
      return <Link to={to('/reports', { area: row.key })}>{row.name || areaPath(row.key)}</Link>;
    return (
      <>
        <Link to={to(`/machines/${encodeURIComponent(row.key)}`)}>{row.name}</Link>{' '}
        <span className="machine-id">{row.key}</span>
      </>
    );
  };
  if (report.total.issued === 0 && report.total.uncertain === 0)
    return <Empty title={reports.none} lead={reports.noneLead} />;
  return (
    <>
      <ScrollX className="sheet report" name={reports.issued}>
        <table className="plain">
          <Columns report={report} />
          <tbody>
            {rows.map((row) => (
              <tr key={row.key}>
                <th scope="row">{named(row)}</th>
                {row.months.map((n, i) => (
                  <td key={report.months[i]} className={n === 0 ? 'num soft' : 'num'}>
                    {format.count(n)}
                  </td>
                ))}
                <td className="num">
                  <b>{format.count(row.issued)}</b>
                </td>
                <td className="num soft">{format.count(row.uncertain)}</td>
              </tr>
            ))}
          </tbody>
          <tfoot>
            <tr>
              <th scope="row">{reports.total}</th>
              {report.total.months.map((n, i) => (
                <td key={report.months[i]} className="num">
                  {format.count(n)}
                </td>
              ))}
              <td className="num" data-total="issued">
                {format.count(report.total.issued)}
              </td>
              <td className="num">{format.count(report.total.uncertain)}</td>
            </tr>
          </tfoot>
        </table>
      </ScrollX>
      {more}
    </>
  );
}
