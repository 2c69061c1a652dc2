import type { ReactNode } from 'react';
import type { YearReport } from '../../../../shared/contracts/fleet-http.ts';
import { apiAddress } from '../../api/address.ts';
import { api } from '../../api/client.ts';
import { rowsPerPage, useYearReport } from '../../api/queries.ts';
import { setSearch, useAreaCode } from '../../app/address.ts';
import { useFleet } from '../../app/fleet.tsx';
import { Quarantined } from '../../app/quarantined.tsx';
import { useSearch } from '../../app/router.tsx';
import { useFormat, useTexts } from '../../texts/texts.tsx';
import { Select } from '../../ui/controls.tsx';
import { ExportMenu } from '../../ui/export-menu.tsx';
import { PageHead } from '../../ui/page-head.tsx';
import { PrintButton, usePrint } from '../../ui/print.tsx';
import { Progressive } from '../../ui/progressive.tsx';
import { useShowMore } from '../../ui/show-more.tsx';
import { Answer } from '../../ui/states.tsx';
import { Unbroken } from '../../ui/unbroken.tsx';
import { ChangedDays } from './changed-days.tsx';
import { LateEntries } from './late-entries.tsx';
import { VerdictByArea, VerdictByMachine } from './verdicts.tsx';

const yearsBack = 4;

/**
 * The year's verdict: the plain number, and whether it reaches 300, area by area and machine by
 * machine.
 */
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
              {data && <Unbroken>{`${words.through(format.dayLong(data.through))} · `}</Unbroken>}
              <span className="unbroken">{words.asOf(format.dated(data?.asOf ?? info.now))}</span>
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
              <Quarantined machines={(print.whole ?? came).quarantined} />
              <VerdictByArea report={print.whole ?? came} />
              <LateEntries report={print.whole ?? came} />
              <ChangedDays report={print.whole ?? came} />
              <VerdictByMachine
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
