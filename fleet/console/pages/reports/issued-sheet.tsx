import { type ReactNode, useMemo } from 'react';
import type { IssuedReport } from '../../../../shared/contracts/fleet-http.ts';
import { apiAddress } from '../../api/address.ts';
import { api } from '../../api/client.ts';
import { rowsAPage, useIssuedReport } from '../../api/queries.ts';
import { setSearch, useAreaCode, useTo } from '../../app/address.ts';
import { useFleet } from '../../app/fleet.tsx';
import { PageHead } from '../../app/frame.tsx';
import { Link, useSearch } from '../../app/router.tsx';
import { useFormat, useTexts } from '../../texts/texts.tsx';
import { Choice, Pick } from '../../ui/controls.tsx';
import { Explain } from '../../ui/explain.tsx';
import { ExportMenu } from '../../ui/export-menu.tsx';
import { Wide } from '../../ui/scroll-x.tsx';
import { PrintButton, usePrint, useSome } from '../../ui/show-more.tsx';
import { Answer, Empty } from '../../ui/states.tsx';

/** The last months, newest first, as `2026-11`. */
function monthsBack(last: string, months: number): string[] {
  const [year = 0, month = 1] = last.split('-').map(Number);
  return Array.from({ length: months }, (_, i) => {
    const n = year * 12 + month - 1 - i;
    return `${Math.floor(n / 12)}-${String((n % 12) + 1).padStart(2, '0')}`;
  });
}

const dimensions = ['area', 'product', 'machine'] as const;

interface TableGiven {
  report: IssuedReport;
  /** Those that the list shows. */
  rows: readonly IssuedReport['rows'][number][];
  more: ReactNode;
}

function Table({ report, rows, more }: TableGiven) {
  const { reports, restock, areas, machines } = useTexts();
  const format = useFormat();
  const to = useTo();
  const { product, areaPath } = useFleet();
  const head = { area: areas.name, product: restock.product, machine: machines.title }[report.by];
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
      <Wide className="sheet report" name={reports.issued}>
        <table className="plain">
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
      </Wide>
      {more}
    </>
  );
}

/** Confirmed boxes by month, by area, product or machine. */
export function IssuedSheet({ choice }: { choice: ReactNode }) {
  const { reports, words } = useTexts();
  const format = useFormat();
  const { info, areaPath } = useFleet();
  const region = useAreaCode();
  const search = useSearch();
  const by = dimensions.find((key) => key === search.get('by')) ?? 'area';
  const from = search.get('from') ?? `${info.day.slice(0, 4)}-01`;
  const to = search.get('to') ?? info.day.slice(0, 7);
  const query = { region, from, to, by };
  const report = useIssuedReport(query);
  const { data } = report;
  const isMore = (data?.next ?? null) !== null;
  const list = useSome(data?.rows ?? [], rowsAPage, rowsAPage, {
    total: isMore ? null : (data?.rows.length ?? null),
    isMore,
    fetch: report.more,
  });
  const print = usePrint(() => api.get<IssuedReport>('/reports/issued', query));
  const months = useMemo(
    () => monthsBack(info.day.slice(0, 7), 36).map((value) => ({ value, label: format.month(value) })),
    [info.day, format],
  );
  const month = (name: 'from' | 'to', value: string) => (
    <span className="report-month">
      {reports[name]}
      <Pick
        name={reports[name]}
        value={value}
        options={months}
        choose={(chosen) =>
          setSearch({
            [name]: chosen,
            ...(name === 'from' && chosen > to ? { to: chosen } : {}),
            ...(name === 'to' && chosen < from ? { from: chosen } : {}),
          })
        }
      />
    </span>
  );
  return (
    <>
      <PageHead
        title={reports.issued}
        lead={
          <>
            {areaPath(region)} · {reports.range(format.month(from), format.month(to))} ·{' '}
            <span className={data ? 'unbroken' : 'unbroken coming'}>
              {words.asOf(format.stamp(data?.asOf ?? info.now))}
            </span>
          </>
        }
      >
        <ExportMenu address={(kind) => apiAddress(`/reports/issued.${kind}`, query)} />
        <PrintButton of={print} />
      </PageHead>
      <div className="report-bar no-print">
        {choice}
        <div className="report-months">
          {month('from', from)}
          {month('to', to)}
        </div>
        <Choice
          name={reports.by}
          value={by}
          options={[
            { value: 'area', label: reports.byArea },
            { value: 'product', label: reports.byProduct },
            { value: 'machine', label: reports.byMachine },
          ]}
          choose={(value) => setSearch({ by: value === 'area' ? null : value })}
        />
      </div>
      <Answer of={report} lines={10}>
        {(came) => (
          <Table
            report={print.whole ?? came}
            rows={print.whole?.rows ?? list.some}
            more={print.whole ? null : list.more}
          />
        )}
      </Answer>
    </>
  );
}
