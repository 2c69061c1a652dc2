import type { Task } from '../../../../shared/contracts/fleet-http.ts';
import { useTo } from '../../app/address.ts';
import { useTaskWords } from '../../app/flag-words.tsx';
import { useFleet } from '../../app/fleet.tsx';
import { HandlingSummary } from '../../app/handling.tsx';
import { type Act, HandlingMenu } from '../../app/handling-menu.tsx';
import { Link } from '../../app/router.tsx';
import { ContactLine } from '../../app/site-contact.tsx';
import { useFormat, useTexts } from '../../texts/texts.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Unbroken } from '../../ui/unbroken.tsx';
import { taskIcons } from './task-icons.ts';

const pathOf = (task: Task): string => `/machines/${encodeURIComponent(task.machine)}`;

interface Props {
  task: Task;
  /** By the fleet's clock, in ms, because the office's own may be wrong. */
  now: number;
  act: (what: Act | 'stop') => void;
}

/** The links and actions of a task. */
function TaskButtons({ task, act }: Pick<Props, 'task' | 'act'>) {
  const { today, handling, stop, words } = useTexts();
  const { mayWrite } = useFleet();
  const to = useTo();
  return (
    <div className="task-acts">
      {task.task === 'restock' ? (
        <Link className="act" to={to('/restock', { machine: task.machine })}>
          {today.toSheet}
        </Link>
      ) : (
        <Link className="act" to={to(pathOf(task))} aria-label={words.labelled(today.toMachine, task.name)}>
          {today.toMachine}
        </Link>
      )}
      {mayWrite && (
        <>
          {!task.acknowledged && (
            <button
              type="button"
              className="btn small"
              aria-label={words.labelled(handling.act.acknowledged, task.name)}
              onClick={() => act('acknowledged')}
            >
              {handling.act.acknowledged}
            </button>
          )}
          <HandlingMenu of={task} name={task.name} act={act} more={[{ label: stop.open, run: () => act('stop') }]} />
        </>
      )}
    </div>
  );
}

/** One task in one line: what, why, where, since when, and the next step. */
export function TaskLine({ task, now, act }: Props) {
  const { today, words } = useTexts();
  const format = useFormat();
  const to = useTo();
  const { areaPath, info } = useFleet();
  const text = useTaskWords()(task);
  const others = task.task === 'restock' ? 0 : task.flags.length - 1;
  return (
    <li className={`task in-list ${task.severity} ${task.acknowledged ? 'seen' : ''}`} data-task={task.task}>
      <span className="task-mark" title={words.task[task.task]}>
        <Icon name={taskIcons[task.task]} />
        <span className="unseen">{words.task[task.task]}</span>
      </span>
      <div className="task-what">
        <b>{text.title}</b>
        {task.by && (
          <span className={task.by <= info.day ? 'chip bad' : 'chip'}>
            {task.by <= info.day ? today.overdue : today.by(format.day(task.by))}
          </span>
        )}
        <p>
          <Unbroken>{text.why}</Unbroken>
          {others > 0 && <span> · {today.alsoOne(format.count(others))}</span>}
        </p>
      </div>
      <div className="task-where">
        <Link to={to(pathOf(task))}>{task.name}</Link>
        <p>{areaPath(task.region)}</p>
      </div>
      <div className="task-next">
        <p>{text.next}</p>
        {task.contact && <ContactLine of={task.contact} />}
        <p className="soft">
          <time dateTime={new Date(task.since).toISOString()} title={format.dated(task.since)}>
            <Unbroken>{words.since(format.moment(task.since), format.ago(task.since, now))}</Unbroken>
          </time>
        </p>
        <HandlingSummary of={task} />
      </div>
      <TaskButtons task={task} act={act} />
    </li>
  );
}
