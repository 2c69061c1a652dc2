import './today.css';
import { lazy, Suspense, useMemo, useState } from 'react';
import type { Task, Today } from '../../../../shared/contracts/fleet-http.ts';
import { todayQuery } from '../../api/first-requests.ts';
import { useToday } from '../../api/queries.ts';
import { setSearch, useAreaCode } from '../../app/address.ts';
import { useTaskWords } from '../../app/flag-words.tsx';
import { useFleet } from '../../app/fleet.tsx';
import { useSearch } from '../../app/router.tsx';
import { useFormat, useTexts } from '../../texts/texts.tsx';
import { Button, Checkbox } from '../../ui/controls.tsx';
import { Icon } from '../../ui/icon.tsx';
import { PageHead } from '../../ui/page-head.tsx';
import { Progressive } from '../../ui/progressive.tsx';
import { Answer, Empty } from '../../ui/states.tsx';
import { Summary } from './summary.tsx';
import { taskIcons, taskKinds } from './task-icons.ts';
import { TaskLine } from './task-line.tsx';

const AcknowledgeDialog = lazy(() => import('../../app/acknowledge-dialog.tsx'));
const StopDialog = lazy(() => import('../../app/stop-dialog.tsx'));

const severities = ['urgent', 'high', 'normal', 'low'] as const;

interface KindsProps {
  /** The kind that is shown alone; empty for all. */
  kind: string;
  counts: Today['counts'];
  all: number;
}

/** Chooses one kind of task, or all. */
function Kinds({ kind, counts, all }: KindsProps) {
  const { today, words } = useTexts();
  const format = useFormat();
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset can't be laid out as a row of chips in older browsers
    <div className="kinds" role="group" aria-label={today.filter}>
      <button type="button" aria-pressed={kind === ''} onClick={() => setSearch({ task: null })}>
        {today.all} <b>{format.count(all)}</b>
      </button>
      {taskKinds
        .filter((task) => counts[task] > 0 || task === kind)
        .map((task) => (
          <button
            key={task}
            type="button"
            aria-pressed={kind === task}
            onClick={() => setSearch({ task: kind === task ? null : task })}
          >
            <Icon name={taskIcons[task]} size={17} />
            {words.task[task]} <b>{format.count(counts[task])}</b>
          </button>
        ))}
    </div>
  );
}

interface SeverityProps {
  severity: (typeof severities)[number];
  /** Those of this severity. */
  tasks: readonly Task[];
  /** By the fleet's clock, in ms. */
  now: number;
  act: (task: Task, what: 'acknowledge' | 'stop') => void;
}

/** The tasks of one severity. */
function SeveritySection({ severity, tasks, now, act }: SeverityProps) {
  const { today, words } = useTexts();
  return (
    <section className={`tasks ${severity}`} aria-labelledby={`tasks-${severity}`}>
      <h2 id={`tasks-${severity}`}>
        {words.severity[severity]}
        <span>{today.severityLead[severity]}</span>
      </h2>
      <ul>
        {tasks.map((task) => (
          <TaskLine key={task.id} task={task} now={now} act={(what) => act(task, what)} />
        ))}
      </ul>
    </section>
  );
}

/** The dialogs that act on a task. */
function Dialogs({ acting, close }: { acting: { task: Task; what: 'acknowledge' | 'stop' }; close: () => void }) {
  const { task, what } = acting;
  const { title } = useTaskWords()(task);
  return (
    <Suspense>
      {what === 'acknowledge' && <AcknowledgeDialog of={{ name: task.name, title, flags: task.flags }} close={close} />}
      {what === 'stop' && <StopDialog machine={task} wanted={null} close={close} />}
    </Suspense>
  );
}

function ShowMore({ list, shown, total }: { list: ReturnType<typeof useToday>; shown: number; total: number }) {
  const { states } = useTexts();
  const format = useFormat();
  return (
    <p className="more">
      <Button disabled={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
        {states.more}
      </Button>
      <span className="soft">{states.showing(format.count(shown), format.count(total))}</span>
    </p>
  );
}

export default function TodayPage() {
  const { today } = useTexts();
  const format = useFormat();
  const { info, areaPath } = useFleet();
  const code = useAreaCode();
  const search = useSearch();
  const kind = search.get('task') ?? '';
  const list = useToday(todayQuery(code, search));
  const [acting, setActing] = useState<{ task: Task; what: 'acknowledge' | 'stop' } | null>(null);
  const first = list.data?.pages[0];
  const tasks = useMemo(() => list.data?.pages.flatMap((page) => page.tasks) ?? [], [list.data]);
  const sections = severities
    .map((severity) => ({ severity, tasks: tasks.filter((task) => task.severity === severity) }))
    .filter((section) => section.tasks.length > 0);
  const all = first ? Object.values(first.counts).reduce((sum, n) => sum + n, 0) : 0;
  const day = first?.day ?? info.day;
  return (
    <>
      <PageHead
        title={!first ? '…' : all === 0 ? today.nothing : today.title(format.count(all))}
        lead={`${areaPath(code)} · ${format.dayLong(day)} ${format.weekday(day)}`}
      >
        <Checkbox checked={search.get('all') === '1'} change={(on) => setSearch({ all: on ? '1' : null })}>
          {today.showAcknowledged}
        </Checkbox>
      </PageHead>
      <Summary />
      <Answer of={list} lines={8}>
        {() => (
          <Progressive>
            {all > 0 && first && <Kinds kind={kind} counts={first.counts} all={all} />}
            {tasks.length === 0 ? (
              <Empty
                title={kind === '' ? today.nothing : today.nothingFiltered}
                {...(kind === '' ? { lead: today.nothingLead } : {})}
              />
            ) : (
              sections.map(({ severity, tasks: ofSeverity }) => (
                <SeveritySection
                  key={severity}
                  severity={severity}
                  tasks={ofSeverity}
                  now={first?.asOf ?? info.now}
                  act={(task, what) => setActing({ task, what })}
                />
              ))
            )}
            {list.hasNextPage && <ShowMore list={list} shown={tasks.length} total={first?.total ?? 0} />}
          </Progressive>
        )}
      </Answer>
      {acting && <Dialogs acting={acting} close={() => setActing(null)} />}
    </>
  );
}
