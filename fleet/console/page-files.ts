import type { Machine } from '../../shared/contracts/fleet-http.ts';
import { type LazyPage, lazyPage } from './app/lazy-page.tsx';
import type { PageKey, PartKey } from './manifest.ts';

/*
 * The files of the pages in manifest.ts, each fetched when it is first shown. A page without a
 * file, or a file without a page, does not compile.
 */

/** The pages of the menu. */
export const pageFiles: Readonly<Record<PageKey, LazyPage<object>>> = {
  today: lazyPage(() => import('./pages/today/today.tsx')),
  machines: lazyPage(() => import('./pages/machines/machines.tsx')),
  areas: lazyPage(() => import('./pages/areas/areas.tsx')),
  restock: lazyPage(() => import('./pages/restock/restock.tsx')),
  records: lazyPage(() => import('./pages/records/records.tsx')),
  recalls: lazyPage(() => import('./pages/recalls/recalls.tsx')),
  reports: lazyPage(() => import('./pages/reports/reports.tsx')),
  screens: lazyPage(() => import('./pages/screens/screens.tsx')),
  staff: lazyPage(() => import('./pages/staff/staff.tsx')),
  users: lazyPage(() => import('./pages/users/users.tsx')),
  audit: lazyPage(() => import('./pages/audit/audit.tsx')),
  tokens: lazyPage(() => import('./pages/tokens/tokens.tsx')),
  account: lazyPage(() => import('./pages/account/account.tsx')),
};

/** The page of one machine, around its parts. */
export const machineFile = lazyPage(() => import('./pages/machine/machine.tsx'));

/** The parts of a machine's page. */
export const partFiles: Readonly<Record<PartKey, LazyPage<{ machine: Machine }>>> = {
  now: lazyPage(() => import('./pages/machine/now.tsx')),
  history: lazyPage(() => import('./pages/machine/history.tsx')),
  ledger: lazyPage(() => import('./pages/machine/ledger.tsx')),
  suspensions: lazyPage(() => import('./pages/machine/suspensions.tsx')),
  plan: lazyPage(() => import('./pages/machine/plan.tsx')),
  screen: lazyPage(() => import('./pages/machine/screen.tsx')),
  manage: lazyPage(() => import('./pages/machine/manage.tsx')),
};

/** The page that is shown before sign-in. */
export const signInFile = lazyPage(() => import('./pages/signin/sign-in.tsx'));

/** The page for somebody who must set another password before anything else. */
export const mustChangeFile = lazyPage(() => import('./pages/signin/must-change.tsx'));
