import './machines.css';
import { lazy, Suspense, useCallback, useMemo, useState } from 'react';
import { apiAddress } from '../../api/address.ts';
import { filterKeys } from '../../api/first-requests.ts';
import { useMachines } from '../../api/queries.ts';
import { setSearch, useTo } from '../../app/address.ts';
import { useFleet } from '../../app/fleet.tsx';
import { PageHead } from '../../app/frame.tsx';
import { Icon } from '../../app/icon.tsx';
import { useNarrow } from '../../app/narrow.ts';
import { Link } from '../../app/router.tsx';
import { useFormat, useTexts } from '../../texts/texts.tsx';
import { Button, Tick } from '../../ui/controls.tsx';
import { ExportMenu } from '../../ui/export-menu.tsx';
import { Popup } from '../../ui/popup.tsx';
import { Answer, Empty } from '../../ui/states.tsx';
import { MachineCards } from './cards.tsx';
import { columnKeys } from './columns.tsx';
import { Filters } from './filters.tsx';
import { useQuestion } from './question.ts';
import { MachineTable } from './table.tsx';

const Registering = lazy(() => import('./registering.tsx'));

/** Keeps the room of the number that comes. */
const usualTotal = 2400;
/** Rows before the end of what is fetched at which the next page is asked for; of little, half of it. */
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
          <Tick key={key} checked={columns.includes(key)} change={() => toggle(key)}>
            {machines.column[key]}
          </Tick>
        ))
      }
    </Popup>
  );
}

export default function MachinesPage() {
  const { machines } = useTexts();
  const format = useFormat();
  const { areaPath, isAdmin, tree } = useFleet();
  const narrow = useNarrow();
  const to = useTo();
  const question = useQuestion();
  const list = useMachines(question.query);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [registering, setRegistering] = useState(false);
  const rows = useMemo(() => list.data?.pages.flatMap((page) => page.machines) ?? [], [list.data]);
  const { hasNextPage, isFetching, fetchNextPage } = list;
  const reach = useCallback(
    (index: number) => {
      if (hasNextPage && !isFetching && index > rows.length - Math.min(aheadRows, rows.length / 2))
        void fetchNextPage();
    },
    [hasNextPage, isFetching, fetchNextPage, rows.length],
  );
  const choose = useCallback((machine: string, on: boolean) => {
    setChosen((before) => {
      const next = new Set(before);
      if (on) next.add(machine);
      else next.delete(machine);
      return next;
    });
  }, []);
  const first = list.data?.pages[0];
  const List = narrow ? MachineCards : MachineTable;
  return (
    <>
      <PageHead
        title={machines.title}
        lead={
          <>
            {areaPath(String(question.query.region ?? tree.root))}
            <span className={first ? '' : 'coming'}>
              {` · ${machines.total(format.count(first?.total ?? usualTotal))}`}
            </span>
          </>
        }
      >
        {chosen.size > 0 && (
          <Link className="ant-btn-like" to={to('/restock', { machine: [...chosen] })}>
            <Icon name="bag" size={18} />
            {machines.chosenTo(format.count(chosen.size))}
          </Link>
        )}
        <Columns />
        <ExportMenu address={(kind) => apiAddress(`/machines.${kind}`, question.query)} />
        {isAdmin && (
          <Button tone="primary" icon="plus" onClick={() => setRegistering(true)}>
            {machines.register}
          </Button>
        )}
      </PageHead>
      <Filters question={question} />
      <Answer of={list} lines={10}>
        {() =>
          first?.total === 0 ? (
            <Empty
              title={question.narrowed ? machines.none : machines.noneAtAll}
              {...(question.narrowed ? { lead: machines.noneLead } : {})}
            >
              {question.narrowed && (
                <Button
                  onClick={() => setSearch({ q: null, ...Object.fromEntries(filterKeys.map((key) => [key, null])) })}
                >
                  {machines.reset}
                </Button>
              )}
            </Empty>
          ) : (
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
          )
        }
      </Answer>
      <Suspense>{registering && <Registering close={() => setRegistering(false)} />}</Suspense>
    </>
  );
}
