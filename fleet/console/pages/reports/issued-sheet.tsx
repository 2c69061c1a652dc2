import { type ReactNode, useMemo } from 'react';
import type { IssuedReport } from '../../../../shared/contracts/fleet-http.ts';
import { apiAddress } from '../../api/address.ts';
import { api } from '../../api/client.ts';
import { rowsPerPage, useIssuedReport } from '../../api/queries.ts';
import { setSearch, useAreaCode } from '../../app/address.ts';
import { useFleet } from '../../app/fleet.tsx';
import { Quarantined } from '../../app/quarantined.tsx';
import { useSearch } from '../../app/router.tsx';
import { useFormat, useTexts } from '../../texts/texts.tsx';
import { RadioGroup, Select } from '../../ui/controls.tsx';
import { ExportMenu } from '../../ui/export-menu.tsx';
import { PageHead } from '../../ui/page-head.tsx';
import { PrintButton, usePrint } from '../../ui/print.tsx';
import { useShowMore } from '../../ui/show-more.tsx';
import { Answer } from '../../ui/states.tsx';
import { IssuedTable } from './issued-table.tsx';

/** The last months, newest first, as `2026-11`. */
function monthsBack(last: string, months: number): string[] {
  const [year = 0, month = 1] = last.split('-').map(Number);
  return Array.from({ length: months }, (_, i) => {
    const n = year * 12 + month - 1 - i;
    return `${Math.floor(n / 12)}-${String((n % 12) + 1).padStart(2, '0')}`;
  });
}

const dimensions = ['area', 'product', 'machine'] as const;

/**
 * Chooses the first and the last month. If they would be in the wrong order, the other one follows.
 */
function Range({ from, to }: { from: string; to: string }) {
  const { reports } = useTexts();
  const format = useFormat();
  const { info } = useFleet();
  const months = useMemo(
    () => monthsBack(info.day.slice(0, 7), 36).map((value) => ({ value, label: format.month(value) })),
    [info.day, format],
  );
  const month = (name: 'from' | 'to', value: string) => (
    <span className="report-month">
      {reports[name]}
      <Select
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
    <div className="report-months">
      {month('from', from)}
      {month('to', to)}
    </div>
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
  const list = useShowMore(data?.rows ?? [], rowsPerPage, rowsPerPage, {
    total: isMore ? null : (data?.rows.length ?? null),
    isMore,
    fetch: report.more,
  });
  const print = usePrint(() => api.get<IssuedReport>('/reports/issued', query));
  return (
    <>
      <PageHead
        title={reports.issued}
        lead={
          <>
            {areaPath(region)} · {reports.range(format.month(from), format.month(to))} ·{' '}
            <span className={data ? 'unbroken' : 'unbroken coming'}>
              {words.asOf(format.dated(data?.asOf ?? info.now))}
            </span>
          </>
        }
      >
        <ExportMenu address={(kind) => apiAddress(`/reports/issued.${kind}`, query)} />
        <PrintButton of={print} />
      </PageHead>
      <div className="report-bar no-print">
        {choice}
        <Range from={from} to={to} />
        <RadioGroup
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
          <>
            <Quarantined machines={(print.whole ?? came).quarantined} />
            <IssuedTable
              report={print.whole ?? came}
              rows={print.whole?.rows ?? list.shown}
              more={print.whole ? null : list.more}
            />
          </>
        )}
      </Answer>
    </>
  );
}
