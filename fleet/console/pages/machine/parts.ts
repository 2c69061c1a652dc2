import { later } from '../../app/lazy-page.tsx';

/** The parts of a machine's page, each fetched when it is first opened. */
const parts = {
  now: later(() => import('./now.tsx')),
  history: later(() => import('./history.tsx')),
  ledger: later(() => import('./ledger.tsx')),
  suspensions: later(() => import('./suspensions.tsx')),
  plan: later(() => import('./plan.tsx')),
  manage: later(() => import('./manage.tsx')),
} as const;
type PartKey = keyof typeof parts;

export const partKeys: readonly PartKey[] = ['now', 'history', 'ledger', 'suspensions', 'plan', 'manage'];
const isPart = (text: string | null): text is PartKey => partKeys.some((key) => key === text);

/** Which part the address asks for. */
export function partAsked(search: URLSearchParams) {
  const asked = search.get('part');
  const key = isPart(asked) ? asked : 'now';
  return { key, ...parts[key] };
}
