import './machines.css';
import { Button, Dropdown } from 'antd';
import { lazy, Suspense, useCallback, useMemo, useState } from 'react';
import { Link } from 'react-router';
import { apiAddress } from '../../api/client.ts';
import { useMachines } from '../../api/queries.ts';
import { useSetSearch, useTo } from '../../app/address.ts';
import { useFleet } from '../../app/fleet.tsx';
import { PageHead } from '../../app/frame.tsx';
import { Icon } from '../../app/icon.tsx';
import { useNarrow } from '../../app/narrow.ts';
import { ExportMenu } from '../../parts/export-menu.tsx';
import { Answer, Empty } from '../../parts/states.tsx';
import { useFormat, useTexts } from '../../texts/texts.tsx';
import { MachineCards } from './cards.tsx';
import { columnKeys } from './columns.tsx';
import { Filters } from './filters.tsx';
import { filterKeys, useQuestion } from './question.ts';
import { MachineTable } from './table.tsx';

const Registering = lazy(() => import('./registering.tsx'));

const pageSize = 500;
/** Rows before the end of what is fetched at which the next page is asked for. */
const aheadRows = 120;

function Columns() {
  const { machines } = useTexts();
  const { columns } = useQuestion();
  const set = useSetSearch();
  const toggle = (key: string) => {
    const next = columnKeys.filter((column) => (column === key) !== columns.includes(column));
    if (next.length > 0) set({ cols: next.join(',') });
  };
  return (
    <Dropdown
      trigger={['click']}
      menu={{
        multiple: true,
        selectable: true,
        selectedKeys: [...columns],
        items: columnKeys.map((key) => ({ key, label: machines.column[key] })),
        onClick: ({ key }) => toggle(key),
        style: { maxHeight: 420, overflow: 'auto' },
      }}
    >
      <Button icon={<Icon name="columns" size={18} />} aria-haspopup="menu">
        {machines.columns}
      </Button>
    </Dropdown>
  );
}

export default function MachinesPage() {
  const { machines } = useTexts();
  const format = useFormat();
  const { areaPath, isAdmin, tree } = useFleet();
  const narrow = useNarrow();
  const to = useTo();
  const set = useSetSearch();
  const question = useQuestion();
  const list = useMachines({ ...question.query, limit: pageSize });
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [registering, setRegistering] = useState(false);
  const rows = useMemo(() => list.data?.pages.flatMap((page) => page.machines) ?? [], [list.data]);
  const { hasNextPage, isFetching, fetchNextPage } = list;
  const reach = useCallback(
    (index: number) => {
      if (hasNextPage && !isFetching && index > rows.length - aheadRows) void fetchNextPage();
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
          first &&
          `${areaPath(String(question.query.region ?? tree.root))} · ${machines.total(format.count(first.total))}`
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
          <Button type="primary" icon={<Icon name="plus" size={18} />} onClick={() => setRegistering(true)}>
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
                <Button onClick={() => set({ q: null, ...Object.fromEntries(filterKeys.map((key) => [key, null])) })}>
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
              setSort={(sort) => set({ sort })}
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
