import { Button, Input, Segmented } from 'antd';
import type { ReactNode } from 'react';
import { Link, useSearchParams } from 'react-router';
import type { IssuedReport } from '../../../../shared/contracts/fleet-http.ts';
import { apiAddress } from '../../api/client.ts';
import { useIssuedReport } from '../../api/queries.ts';
import { useAreaCode, useSetSearch, useTo } from '../../app/address.ts';
import { useFleet } from '../../app/fleet.tsx';
import { PageHead } from '../../app/frame.tsx';
import { Icon } from '../../app/icon.tsx';
import { Explain } from '../../parts/explain.tsx';
import { ExportMenu } from '../../parts/export-menu.tsx';
import { useSome } from '../../parts/some.tsx';
import { Answer, Empty } from '../../parts/states.tsx';
import { useFormat, useTexts } from '../../texts/texts.tsx';

const rowsAtOnce = 200;
const dimensions = ['area', 'product', 'machine'] as const;

function Table({ report, print }: { report: IssuedReport; print: (print: () => void) => ReactNode }) {
  const { reports, restock, areas, machines } = useTexts();
  const format = useFormat();
  const to = useTo();
  const { product, areaPath } = useFleet();
  const rows = useSome(report.rows, rowsAtOnce);
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
      {print(rows.print)}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
      <div className="scroll-x sheet report" tabIndex={0} role="region" aria-label={reports.issued}>
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
            {rows.some.map((row) => (
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
      </div>
      {rows.more}
    </>
  );
}

/** Confirmed boxes by month, by area, product or machine. */
export function IssuedSheet({ choice }: { choice: ReactNode }) {
  const { reports, words } = useTexts();
  const format = useFormat();
  const { info, areaPath } = useFleet();
  const region = useAreaCode();
  const set = useSetSearch();
  const [search] = useSearchParams();
  const by = dimensions.find((key) => key === search.get('by')) ?? 'area';
  const from = search.get('from') ?? `${info.day.slice(0, 4)}-01`;
  const to = search.get('to') ?? info.day.slice(0, 7);
  const query = { region, from, to, by };
  const report = useIssuedReport(query);
  const month = (name: 'from' | 'to', value: string) => (
    // biome-ignore lint/a11y/noLabelWithoutControl: the control stands inside
    <label>
      {reports[name]}
      <Input
        type="month"
        value={value}
        max={info.day.slice(0, 7)}
        onChange={(event) => event.target.value !== '' && set({ [name]: event.target.value })}
      />
    </label>
  );
  return (
    <>
      <PageHead
        title={reports.issued}
        lead={
          <>
            {areaPath(region)} · {reports.range(format.month(from), format.month(to))}
            {report.data && ` · ${words.asOf(format.stamp(report.data.asOf))}`}
          </>
        }
      >
        <ExportMenu address={(kind) => apiAddress(`/reports/issued.${kind}`, query)} />
      </PageHead>
      <div className="report-bar no-print">
        {choice}
        {month('from', from)}
        {month('to', to)}
        <Segmented
          aria-label={reports.by}
          value={by}
          options={[
            { value: 'area', label: reports.byArea },
            { value: 'product', label: reports.byProduct },
            { value: 'machine', label: reports.byMachine },
          ]}
          onChange={(value) => set({ by: value === 'area' ? null : value })}
        />
      </div>
      <Answer of={report} lines={10}>
        {(data) => (
          <Table
            report={data}
            print={(print) => (
              <p className="report-print no-print">
                <Button icon={<Icon name="print" size={18} />} onClick={print}>
                  {reports.print}
                </Button>
              </p>
            )}
          />
        )}
      </Answer>
    </>
  );
}
