import type { Task } from '../../../../shared/contracts/fleet-http.ts';
import type { IconName } from '../../ui/icon-paths.ts';

/** The icon of each kind of task, in the order in which the kinds are shown. */
export const taskIcons: Readonly<Record<Task['task'], IconName>> = {
  restock: 'bag',
  exchange: 'swap',
  repair: 'wrench',
  reach: 'phone',
  books: 'book',
  pace: 'pace',
};

/** The kinds of tasks, in the order in which they are shown. */
export const taskKinds = Object.keys(taskIcons) as readonly Task['task'][];
