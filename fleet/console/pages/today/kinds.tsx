import type { Today } from '../../../../shared/contracts/fleet-http.ts';
import { todoKinds } from '../../api/first-requests.ts';
import { setSearch } from '../../app/address.ts';
import { useFormat, useTexts } from '../../texts/texts.tsx';
import { Icon } from '../../ui/icon.tsx';
import { useChosenInSight } from '../../ui/use-chosen-in-sight.ts';
import { taskIcons, taskKinds } from './task-icons.ts';

/**
 * The number of tasks to be done in a day. The heading shows it, and it is the length of the list
 * if no kind is chosen.
 */
export const todoCount = (counts: Today['counts']): number => todoKinds.reduce((sum, kind) => sum + counts[kind], 0);

interface KindsProps {
  /** The kind that is shown alone. Empty for all that are done in a day. */
  kind: string;
  counts: Today['counts'];
}

/** Chooses one kind of task, or all that are done in a day. The chosen one is always in sight. */
export function Kinds({ kind, counts }: KindsProps) {
  const { today, words } = useTexts();
  const format = useFormat();
  const row = useChosenInSight(kind);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be laid out as a row of chips in older browsers
    <div className="kinds" role="group" aria-label={today.filter} ref={row}>
      <button type="button" aria-pressed={kind === ''} onClick={() => setSearch({ task: null })}>
        {today.todo} <b>{format.count(todoCount(counts))}</b>
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
