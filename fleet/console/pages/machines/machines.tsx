import './machines.css';
import { Suspense, useCallback, useEffect, useMemo } from 'react';
import { apiAddress } from '../../api/address.ts';
import { lazyFile } from '../../api/console-file.ts';
import { fewMachines } from '../../api/first-requests.ts';
import { useMachines } from '../../api/queries.ts';
import { setSearch, useTo } from '../../app/address.ts';
import { useFleet } from '../../app/fleet.tsx';
import { useKeptDialog } from '../../app/kept-dialog.ts';
import { readTexts } from '../../app/kept-reads.ts';
import { useKept } from '../../app/kept-state.ts';
import { Link } from '../../app/router.tsx';
import { useFormat, useTexts } from '../../texts/texts.tsx';
import { Button, Checkbox } from '../../ui/controls.tsx';
import { Explain } from '../../ui/explain.tsx';
import { ExportMenu } from '../../ui/export-menu.tsx';
import { Icon } from '../../ui/icon.tsx';
import { useNarrow } from '../../ui/narrow.ts';
import { PageHead } from '../../ui/page-head.tsx';
import { Popup } from '../../ui/popup.tsx';
import { PrintButton, usePrint } from '../../ui/print.tsx';
import { usePrinting } from '../../ui/printing.ts';
import { Answer, Empty } from '../../ui/states.tsx';
import { MachineCards } from './cards.tsx';
import { columnKeys } from './columns.ts';
import { fetchToPrint } from './fetch-to-print.ts';
import { Filters, noFilters } from './filters.tsx';
import { LotHits } from './lot-hits.tsx';
import { MachinesOnPaper } from './paper.tsx';
import { type Question, useQuestion } from './question.ts';
import { MachineTable } from './table.tsx';

const RegisterDialog = lazyFile(() => import('./registering.tsx'));

/** Reserves the space of the number before it arrives. */
const usualTotal = 2400;
/**
 * The next page is requested this many rows before the end of what is fetched, or at half of a
 * short list.
 */
const aheadRows = 120;

function Columns() {
  const { machines } = useTexts();
  const { columns } = useQuestion();
  const toggle = (key: string) => {
    const next = columnKeys.filter((column) => (column === key) !== columns.includes(column));
    if (next.length > 0) setSearch({ cols: next.join(',') });
  };
  return (
    <Popup label={machines.columns} icon="columns">
      {() =>
        columnKeys.map((key) => (
          <Checkbox key={key} checked={columns.includes(key)} change={() => toggle(key)}>
            {machines.column[key]}
          </Checkbox>
        ))
      }
    </Popup>
  );
}

interface ButtonsProps {
  chosen: ReadonlySet<string>;
  /** They are on the restock sheet now. */
  forget: () => void;
  question: Question;
  print: ReturnType<typeof usePrint>;
  register: () => void;
}

/** What can be done with the list. */
function Buttons({ chosen, forget, question, print, register }: ButtonsProps) {
  const { machines } = useTexts();
  const format = useFormat();
  const { isAdmin } = useFleet();
  const to = useTo();
  return (
    <>
      {chosen.size > 0 && (
        <Link className="ant-btn-like" to={to('/restock', { machine: [...chosen] })} onClick={forget}>
          <Icon name="bag" size={18} />
          {machines.chosenTo(format.count(chosen.size))}
        </Link>
      )}
      <Columns />
      <ExportMenu address={(kind) => apiAddress(`/machines.${kind}`, question.query)} />
      <PrintButton of={print} />
      {isAdmin && (
        <Button tone="primary" icon="plus" onClick={register}>
          {machines.register}
        </Button>
      )}
    </>
  );
}

/** No machine matches, or there are no machines. */
function NothingFound({ narrowed }: { narrowed: boolean }) {
  const { machines } = useTexts();
  return (
    <Empty title={narrowed ? machines.none : machines.noneAtAll} {...(narrowed ? { lead: machines.noneLead } : {})}>
      {narrowed && <Button onClick={() => setSearch(noFilters)}>{machines.reset}</Button>}
    </Empty>
  );
}

/** The machines that are chosen for a restock sheet; they outlive a reload. */
function useChosen() {
  const [kept, keep] = useKept('machines', readTexts);
  const chosen = useMemo(() => new Set(kept ?? []), [kept]);
  const choose = useCallback(
    (machine: string, on: boolean) =>
      keep((before) => {
        const others = (before ?? []).filter((each) => each !== machine);
        return on ? [...others, machine] : others;
      }),
    [keep],
  );
  const forget = useCallback(() => keep(() => null), [keep]);
  return { chosen, choose, forget };
}

/** The rows fetched so far, and a function that fetches more when the reader is near their end. */
function useRows(list: ReturnType<typeof useMachines>) {
  const rows = useMemo(() => list.data?.pages.flatMap((page) => page.machines) ?? [], [list.data]);
  const { hasNextPage, isFetching, fetchNextPage } = list;
  const isShort = (list.data?.pages[0]?.total ?? 0) <= fewMachines;
  useEffect(() => {
    if (isShort && hasNextPage && !isFetching) void fetchNextPage();
  }, [isShort, hasNextPage, isFetching, fetchNextPage]);
  const reach = useCallback(
    (index: number) => {
      if (hasNextPage && !isFetching && index > rows.length - Math.min(aheadRows, rows.length / 2))
        void fetchNextPage();
    },
    [hasNextPage, isFetching, fetchNextPage, rows.length],
  );
  return { rows, reach };
}

/** How many machines are in the list, and whether those are all that are registered. */
function Total({ of, narrowed }: { of: number | null; narrowed: boolean }) {
  const { machines } = useTexts();
  const total = useFormat().count(of ?? usualTotal);
  return (
    <span className={of === null ? 'coming' : ''}>
      {' · '}
      {narrowed ? (
        machines.found(total)
      ) : (
        <Explain text={machines.registeredExplain}>{machines.registered(total)}</Explain>
      )}
    </span>
  );
}

export default function MachinesPage() {
  const { machines } = useTexts();
  const { areaPath, tree } = useFleet();
  const narrow = useNarrow();
  const question = useQuestion();
  const list = useMachines(question.query);
  const { chosen, choose, forget } = useChosen();
  const registering = useKeptDialog('registering');
  const { rows, reach } = useRows(list);
  const first = list.data?.pages[0];
  const print = usePrint(() => fetchToPrint(question.query));
  const printing = usePrinting();
  const List = narrow ? MachineCards : MachineTable;
  return (
    <div className="all-machines">
      <PageHead
        title={machines.title}
        lead={
          <>
            {areaPath(String(question.query.region ?? tree.root))}
            <Total of={first?.total ?? null} narrowed={question.narrowed} />
          </>
        }
      >
        <Buttons
          chosen={chosen}
          forget={forget}
          question={question}
          print={print}
          register={() => registering.open('')}
        />
      </PageHead>
      <Filters question={question} />
      <LotHits q={question.q} region={String(question.query.region ?? tree.root)} />
      <Answer of={list} lines={10}>
        {() =>
          first?.total === 0 ? (
            <NothingFound narrowed={question.narrowed} />
          ) : (
            <>
              {(printing || print.whole) && (
                <MachinesOnPaper
                  rows={print.whole?.machines ?? rows}
                  total={first?.total ?? 0}
                  now={(print.whole ?? first)?.asOf ?? 0}
                  columns={question.columns}
                />
              )}
              <List
                rows={rows}
                total={first?.total ?? 0}
                now={first?.asOf ?? 0}
                columns={question.columns}
                sort={question.sort}
                setSort={(sort) => setSearch({ sort })}
                chosen={chosen}
                choose={choose}
                reach={reach}
              />
            </>
          )
        }
      </Answer>
      <Suspense>{registering.about !== null && <RegisterDialog dialog={registering} />}</Suspense>
    </div>
  );
}
