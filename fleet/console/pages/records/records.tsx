import './records.css';
import type { RestockRecord, RestockRecordList } from '../../../../shared/contracts/fleet-http.ts';
import { apiAddress } from '../../api/address.ts';
import { recordsPerPage, recordsQuery } from '../../api/first-requests.ts';
import { useRestockRecords } from '../../api/queries.ts';
import { useAreaCode } from '../../app/address.ts';
import { useFleet } from '../../app/fleet.tsx';
import { useSearch } from '../../app/router.tsx';
import { useFormat, useTexts } from '../../texts/texts.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { ExportMenu } from '../../ui/export-menu.tsx';
import { PageHead } from '../../ui/page-head.tsx';
import { PrintButton, usePrint } from '../../ui/print.tsx';
import { useShowMore } from '../../ui/show-more.tsx';
import { Answer, Empty } from '../../ui/states.tsx';
import { fetchToPrint } from './fetch-to-print.ts';
import { useRecordColumns } from './record-columns.tsx';
import { RecordFilters } from './record-filters.tsx';

const keyOf = ({ ledger, seq }: RestockRecord): string => `${ledger} ${seq}`;

interface RowsProps {
  records: readonly RestockRecord[];
  /** Whether there are more than these. */
  isMore: boolean;
}

/** The records as a table, and on paper whether there are more. */
function Rows({ records, isMore }: RowsProps) {
  const { records: texts } = useTexts();
  const format = useFormat();
  const columns = useRecordColumns();
  return (
    <section className="sheet records">
      <DataTable name={texts.title} columns={columns} rows={records} keyOf={keyOf} />
      {isMore && <p className="only-these">{texts.onlyNewest(format.count(records.length))}</p>}
    </section>
  );
}

function Records({ came, more }: { came: RestockRecordList; more: () => void }) {
  const { shown, more: button } = useShowMore(came.records, recordsPerPage, recordsPerPage, {
    total: came.next === null ? came.records.length : null,
    isMore: came.next !== null,
    fetch: more,
  });
  return (
    <>
      <Rows records={shown} isMore={shown.length < came.records.length || came.next !== null} />
      {button}
    </>
  );
}

interface ListedProps {
  came: RestockRecordList;
  /** All records, while they are printed. */
  whole: RestockRecordList | null | undefined;
  query: string;
  more: () => void;
}

/** The list, all of it on paper; or that there is none. */
function Listed({ came, whole, query, more }: ListedProps) {
  const { records: texts } = useTexts();
  if (came.records.length === 0) return <Empty title={texts.none} lead={texts.noneLead} />;
  if (whole) return <Rows records={whole.records} isMore={whole.next !== null} />;
  return <Records key={query} came={came} more={more} />;
}

/** What staff put in, took out and counted, over all machines of the area. */
export default function RecordsPage() {
  const { records: texts, words } = useTexts();
  const format = useFormat();
  const { areaPath, info } = useFleet();
  const region = useAreaCode();
  const query = recordsQuery(region, useSearch());
  const list = useRestockRecords(query);
  const print = usePrint(() => fetchToPrint(query));
  const span =
    query.from === '' && query.to === ''
      ? texts.allDays
      : texts.range(query.from && format.dayLong(query.from), query.to && format.dayLong(query.to));
  return (
    <>
      <PageHead
        title={texts.title}
        lead={`${areaPath(region)} · ${span} · ${words.asOf(format.dated((print.whole ?? list.data)?.asOf ?? info.now))}`}
      >
        <ExportMenu address={(kind) => apiAddress(`/restock-records.${kind}`, query)} />
        <PrintButton of={print} />
      </PageHead>
      <RecordFilters asked={query} />
      <Answer of={list} lines={10}>
        {(came) => (
          <>
            {came.unfilled > 0 && <p role="status">{texts.unfilled(format.count(came.unfilled))}</p>}
            <Listed came={came} whole={print.whole} query={JSON.stringify(query)} more={list.more} />
          </>
        )}
      </Answer>
    </>
  );
}
