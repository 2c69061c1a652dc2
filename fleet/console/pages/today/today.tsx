import './today.css';
import { lazy, Suspense, useMemo, useState } from 'react';
import type { Task } from '../../../../shared/contracts/fleet-http.ts';
import { todayQuery } from '../../api/first-requests.ts';
import { useArea, useToday } from '../../api/queries.ts';
import { setSearch, useAreaCode, useTo } from '../../app/address.ts';
import { useFleet } from '../../app/fleet.tsx';
import { PageHead } from '../../app/frame.tsx';
import { Icon, type IconName } from '../../app/icon.tsx';
import { Link, useSearch } from '../../app/router.tsx';
import { useFormat, useTexts } from '../../texts/texts.tsx';
import { Explain } from '../../ui/explain.tsx';
import { InPieces } from '../../ui/progressive.tsx';
import { Answer, Empty } from '../../ui/states.tsx';
import { TaskLine } from './task-line.tsx';

const Acknowledging = lazy(() => import('./acknowledging.tsx'));
const StopDialog = lazy(() => import('../../ui/stop-dialog.tsx'));

const kinds: readonly { task: Task['task']; icon: IconName }[] = [
  { task: 'restock', icon: 'bag' },
  { task: 'exchange', icon: 'swap' },
  { task: 'repair', icon: 'wrench' },
  { task: 'reach', icon: 'phone' },
  { task: 'books', icon: 'book' },
  { task: 'pace', icon: 'pace' },
];
const severities = ['urgent', 'high', 'normal', 'low'] as const;

function Summary() {
  const { today } = useTexts();
  const format = useFormat();
  const to = useTo();
  const area = useArea(useAreaCode());
  const figures = area.data;
  const items = [
    { key: 'inService', value: figures?.machines.inService, path: to('/machines', { service: 'in-service' }) },
    { key: 'issuedToday', value: figures?.issued.today, path: to('/machines', { sort: '-issuedToday' }) },
    { key: 'toCarry', value: figures?.toRestock, path: to('/restock') },
    { key: 'empty', value: figures?.empty, path: to('/machines', { sort: 'stock' }) },
  ] as const;
  return (
    <section className="summary" aria-label={today.summary}>
      {items.map(({ key, value, path }) => (
        <div key={key}>
          <Link to={path} className="figure">
            {value === undefined ? '…' : format.count(value)}
          </Link>
          <Explain text={today.explain[key]}>{today[key]}</Explain>
        </div>
      ))}
    </section>
  );
}

export default function TodayPage() {
  const { today, words, states } = useTexts();
  const format = useFormat();
  const { info, areaPath } = useFleet();
  const code = useAreaCode();
  const search = useSearch();
  const kind = search.get('task') ?? '';
  const withAcknowledged = search.get('all') === '1';
  const list = useToday(todayQuery(code, search));
  const [acting, setActing] = useState<{ task: Task; what: 'acknowledge' | 'stop' } | null>(null);
  const first = list.data?.pages[0];
  const tasks = useMemo(() => list.data?.pages.flatMap((page) => page.tasks) ?? [], [list.data]);
  const counts = first?.counts;
  const all = counts ? Object.values(counts).reduce((sum, n) => sum + n, 0) : 0;
  const day = first?.day ?? info.day;
  return (
    <>
      <PageHead
        title={!first ? '…' : all === 0 ? today.nothing : today.title(format.count(all))}
        lead={`${areaPath(code)} · ${format.dayLong(day)} ${format.weekday(day)}`}
      >
        <label className="tick">
          <input
            type="checkbox"
            checked={withAcknowledged}
            onChange={(event) => setSearch({ all: event.target.checked ? '1' : null })}
          />
          {today.showAcknowledged}
        </label>
      </PageHead>
      <Summary />
      <Answer of={list} lines={8}>
        {() => (
          <InPieces>
            {all > 0 && (
              // biome-ignore lint/a11y/useSemanticElements: a fieldset can't be laid out as a row of chips in older browsers
              <div className="kinds" role="group" aria-label={today.filter}>
                <button type="button" aria-pressed={kind === ''} onClick={() => setSearch({ task: null })}>
                  {today.all} <b>{format.count(all)}</b>
                </button>
                {kinds
                  .filter(({ task }) => (counts?.[task] ?? 0) > 0 || task === kind)
                  .map(({ task, icon }) => (
                    <button
                      key={task}
                      type="button"
                      aria-pressed={kind === task}
                      onClick={() => setSearch({ task: kind === task ? null : task })}
                    >
                      <Icon name={icon} size={17} />
                      {words.task[task]} <b>{format.count(counts?.[task] ?? 0)}</b>
                    </button>
                  ))}
              </div>
            )}
            {tasks.length === 0 ? (
              <Empty
                title={kind === '' ? today.nothing : today.nothingFiltered}
                {...(kind === '' ? { lead: today.nothingLead } : {})}
              />
            ) : (
              severities.map((severity) => {
                const here = tasks.filter((task) => task.severity === severity);
                if (here.length === 0) return null;
                return (
                  <section key={severity} className={`tasks ${severity}`} aria-labelledby={`tasks-${severity}`}>
                    <h2 id={`tasks-${severity}`}>
                      {words.severity[severity]}
                      <span>{today.severityLead[severity]}</span>
                    </h2>
                    <ul>
                      {here.map((task) => (
                        <TaskLine
                          key={task.id}
                          task={task}
                          now={first?.asOf ?? info.now}
                          act={(what) => setActing({ task, what })}
                        />
                      ))}
                    </ul>
                  </section>
                );
              })
            )}
            {list.hasNextPage && (
              <p className="more">
                <button
                  type="button"
                  className="btn"
                  disabled={list.isFetchingNextPage}
                  onClick={() => void list.fetchNextPage()}
                >
                  {states.more}
                </button>
                <span className="soft">
                  {states.showing(format.count(tasks.length), format.count(first?.total ?? 0))}
                </span>
              </p>
            )}
          </InPieces>
        )}
      </Answer>
      <Suspense>
        {acting?.what === 'acknowledge' && <Acknowledging task={acting.task} close={() => setActing(null)} />}
        {acting?.what === 'stop' && <StopDialog machine={acting.task} wanted={null} close={() => setActing(null)} />}
      </Suspense>
    </>
  );
}
