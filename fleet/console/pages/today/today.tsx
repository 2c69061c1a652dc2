import './today.css';
import { Suspense, useMemo } from 'react';
import { severities } from '../../../../shared/contracts/fleet/severity.ts';
import type { Task } from '../../../../shared/contracts/fleet-http.ts';
import { lazyFile } from '../../api/console-file.ts';
import { todayQuery } from '../../api/first-requests.ts';
import { useToday } from '../../api/queries.ts';
import { setSearch, useAreaCode } from '../../app/address.ts';
import { useTaskWords } from '../../app/flag-words.tsx';
import { useFleet } from '../../app/fleet.tsx';
import { type Act, readAct } from '../../app/handling-menu.tsx';
import { aboutBoth, bothOf, type KeptDialog, useKeptDialog } from '../../app/kept-dialog.ts';
import { useSearch } from '../../app/router.tsx';
import { useFormat, useTexts } from '../../texts/texts.tsx';
import { Button, Checkbox } from '../../ui/controls.tsx';
import { PageHead } from '../../ui/page-head.tsx';
import { Progressive } from '../../ui/progressive.tsx';
import { Answer, Empty } from '../../ui/states.tsx';
import { Kinds, todoCount } from './kinds.tsx';
import { PaceSummary } from './pace-summary.tsx';
import { Summary } from './summary.tsx';
import { TaskLine } from './task-line.tsx';

const HandleDialog = lazyFile(() => import('../../app/handle-dialog.tsx'));
const StopDialog = lazyFile(() => import('../../app/stop-dialog.tsx'));

/** What a person is about to do about a task. */
type Acting = Act | 'stop';

interface SeverityProps {
  severity: (typeof severities)[number];
  /** Those of this severity. */
  tasks: readonly Task[];
  /** By the fleet's clock, in ms. */
  now: number;
  act: (task: Task, what: Acting) => void;
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
function Dialogs({ tasks, dialog }: { tasks: readonly Task[]; dialog: KeptDialog }) {
  const wordsOf = useTaskWords();
  const { act, to } = bothOf(dialog.about ?? '');
  const task = tasks.find(({ id }) => id === to);
  if (!task) return null;
  const { title } = wordsOf(task);
  const { name, region, contact, handling } = task;
  return (
    <Suspense>
      {act === 'stop' ? (
        <StopDialog machine={task} wanted={null} dialog={dialog} />
      ) : (
        <HandleDialog
          of={{ path: `/tasks/${encodeURIComponent(task.id)}`, name, region, title, contact, handling }}
          act={readAct(act)}
          dialog={dialog}
        />
      )}
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
  const dialog = useKeptDialog('task');
  const first = list.data?.pages[0];
  const tasks = useMemo(() => list.data?.pages.flatMap((page) => page.tasks) ?? [], [list.data]);
  const sections = severities
    .map((severity) => ({ severity, tasks: tasks.filter((task) => task.severity === severity) }))
    .filter((section) => section.tasks.length > 0);
  const todo = first ? todoCount(first.counts) : 0;
  const day = first?.day ?? info.day;
  return (
    <>
      <PageHead
        title={!first ? '…' : todo === 0 ? today.nothing : today.title(format.count(todo))}
        lead={`${areaPath(code)} · ${format.dayNamed(day)}`}
      >
        <Checkbox checked={search.get('mine') === '1'} change={(on) => setSearch({ mine: on ? '1' : null, all: null })}>
          {today.showMine}
        </Checkbox>
        {search.get('mine') !== '1' && (
          <Checkbox checked={search.get('all') === '1'} change={(on) => setSearch({ all: on ? '1' : null })}>
            {today.showAcknowledged}
          </Checkbox>
        )}
      </PageHead>
      <Answer of={list} lines={8}>
        {() => (
          <Progressive>
            {first && todo + first.counts.pace > 0 && <Kinds kind={kind} counts={first.counts} />}
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
                  act={(task, what) => dialog.open(aboutBoth(what, task.id))}
                />
              ))
            )}
            {list.hasNextPage && <ShowMore list={list} shown={tasks.length} total={first?.total ?? 0} />}
            {kind === '' && first && first.counts.pace > 0 && (
              <PaceSummary pace={first.pace} total={first.counts.pace} />
            )}
            <Summary />
          </Progressive>
        )}
      </Answer>
      <Dialogs tasks={tasks} dialog={dialog} />
    </>
  );
}
