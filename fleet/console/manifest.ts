import type { Permission } from '../../shared/contracts/fleet-http.ts';
import {
  auditPerPage,
  auditQuery,
  firstMachines,
  ledgerDay,
  linesPerPage,
  machinesQuery,
  recordsPerPage,
  recordsQuery,
  todayQuery,
  visitsPerPage,
} from './api/first-requests.ts';
import type { ApiRequest, SearchParams } from './api/query.ts';
import type { IconName } from './ui/icon-paths.ts';

/*
 * Every page of the console. Router, menu, prefetch and build read this file, so that a page is
 * listed once. It contains only data, because the build and the script in index.html read it too
 * and must not load the pages themselves. Their files are in page-files.ts.
 */

interface PageEntry {
  /**
   * The key of its title in the texts of `frame`, of its file in page-files.ts and of its files in
   * the build.
   */
  readonly key: string;
  readonly path: string;
  readonly icon: IconName;
  /**
   * Its place in the menus. `daily`: next to each other, and `tab` also on a phone; `office`: pages
   * about people and records, behind one button; `own`: in the menu of the account.
   */
  readonly menu: 'tab' | 'daily' | 'office' | 'own';
  /** Without this permission, the page is not offered, and the server refuses its requests. */
  readonly needs: Permission;
  readonly source: string;
  /**
   * Its first requests, for the area that is shown. They are sent before the page's own code has
   * arrived.
   */
  readonly firstRequests: (region: string, search: SearchParams) => readonly ApiRequest[];
}

/** The pages of the menu, in its order. */
export const pages = [
  {
    key: 'today',
    path: '/',
    icon: 'today',
    menu: 'tab',
    needs: 'read',
    source: 'pages/today/today.tsx',
    firstRequests: (region, search) => [['/today', todayQuery(region, search)], [`/regions/${region}`]],
  },
  {
    key: 'machines',
    path: '/machines',
    icon: 'machine',
    menu: 'tab',
    needs: 'read',
    source: 'pages/machines/machines.tsx',
    firstRequests: (region, search) => [['/machines', { ...machinesQuery(region, search), limit: firstMachines }]],
  },
  {
    key: 'areas',
    path: '/areas',
    icon: 'areas',
    menu: 'daily',
    needs: 'read',
    source: 'pages/areas/areas.tsx',
    firstRequests: (region) => [[`/regions/${region}`]],
  },
  {
    key: 'restock',
    path: '/restock',
    icon: 'bag',
    menu: 'tab',
    needs: 'read',
    source: 'pages/restock/restock.tsx',
    firstRequests: (region, search) => [
      ['/restock', { region, machine: search.getAll('machine'), also: search.getAll('also'), limit: visitsPerPage }],
    ],
  },
  {
    key: 'records',
    path: '/records',
    icon: 'book',
    menu: 'tab',
    needs: 'read',
    source: 'pages/records/records.tsx',
    firstRequests: (region, search) => [
      ['/restock-records', { ...recordsQuery(region, search), limit: recordsPerPage }],
    ],
  },
  {
    key: 'recalls',
    path: '/recalls',
    icon: 'back',
    menu: 'daily',
    needs: 'read',
    source: 'pages/recalls/recalls.tsx',
    firstRequests: (region) => [['/recalls', { region }]],
  },
  {
    key: 'reports',
    path: '/reports',
    icon: 'report',
    menu: 'daily',
    needs: 'read',
    source: 'pages/reports/reports.tsx',
    firstRequests: () => [],
  },
  {
    key: 'screens',
    path: '/screens',
    icon: 'eye',
    menu: 'office',
    needs: 'read',
    source: 'pages/screens/screens.tsx',
    firstRequests: (region) => [[`/screen-settings/${region}`]],
  },
  {
    key: 'staff',
    path: '/staff',
    icon: 'wrench',
    menu: 'office',
    needs: 'read',
    source: 'pages/staff/staff.tsx',
    firstRequests: (region) => [['/staff', { region }]],
  },
  {
    key: 'users',
    path: '/users',
    icon: 'people',
    menu: 'office',
    needs: 'administer',
    source: 'pages/users/users.tsx',
    firstRequests: () => [['/users']],
  },
  {
    key: 'audit',
    path: '/audit',
    icon: 'check',
    menu: 'office',
    needs: 'audit',
    source: 'pages/audit/audit.tsx',
    firstRequests: (region, search) => [['/audit', { ...auditQuery(region, search), limit: auditPerPage }]],
  },
  {
    key: 'tokens',
    path: '/tokens',
    icon: 'key',
    menu: 'office',
    needs: 'administer',
    source: 'pages/tokens/tokens.tsx',
    firstRequests: () => [['/tokens']],
  },
  {
    key: 'account',
    path: '/account',
    icon: 'person',
    menu: 'own',
    needs: 'read',
    source: 'pages/account/account.tsx',
    firstRequests: () => [['/account'], ['/account/sessions']],
  },
] as const satisfies readonly PageEntry[];

/** A page of the menu, by its key. */
export type PageKey = (typeof pages)[number]['key'];

/** The page of one machine, at `/machines/<id>`. */
export const machinePage = { key: 'machine', parent: 'machines', source: 'pages/machine/machine.tsx' } as const;

interface PartEntry {
  /**
   * The key of its tab in the texts of `machine.tabs`, of its file in page-files.ts and of its
   * files in the build.
   */
  readonly key: string;
  readonly source: string;
  /** Its first requests in addition to the machine itself, as paths below the machine's. */
  readonly firstRequests: (search: SearchParams) => readonly string[];
}

/** The first request of a ledger's page: the newest lines, of all days or of one. */
function ledgerRequests(search: SearchParams): readonly string[] {
  const day = ledgerDay(search);
  return [`events?${day === null ? '' : `day=${day}&`}order=newest&limit=${linesPerPage}`];
}

/**
 * The parts of a machine's page, in the order of its tabs. The first is shown if the address names
 * none.
 */
export const machineParts = [
  { key: 'now', source: 'pages/machine/now.tsx', firstRequests: () => ['pace', 'config'] },
  { key: 'history', source: 'pages/machine/history.tsx', firstRequests: () => [] },
  { key: 'ledger', source: 'pages/machine/ledger.tsx', firstRequests: ledgerRequests },
  { key: 'suspensions', source: 'pages/machine/suspensions.tsx', firstRequests: () => ['suspensions'] },
  { key: 'plan', source: 'pages/machine/plan.tsx', firstRequests: () => ['config', 'commands?limit=20'] },
  { key: 'screen', source: 'pages/machine/screen.tsx', firstRequests: () => ['screen-settings'] },
  { key: 'manage', source: 'pages/machine/manage.tsx', firstRequests: () => [] },
] as const satisfies readonly PartEntry[];

/** A part of a machine's page, by its key. */
export type PartKey = (typeof machineParts)[number]['key'];

/** The page that is shown before sign-in. It has no address of its own. */
export const signInPage = { key: 'sign-in', source: 'pages/signin/sign-in.tsx' } as const;

/** What an address leads to. */
export type Place =
  | { readonly kind: 'page'; readonly page: (typeof pages)[number] }
  | { readonly kind: 'machine'; readonly id: string; readonly part: (typeof machineParts)[number] };

function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}

/** What an address leads to. Null if there is no such page. */
export function placeAt(pathname: string, search: SearchParams): Place | null {
  const [name = '', id, ...more] = pathname.replace(/^\/|\/$/g, '').split('/');
  const page = pages.find(({ path }) => path === `/${name}`);
  if (!page || more.length > 0) return null;
  if (id === undefined) return { kind: 'page', page };
  const machine = decoded(id);
  if (page.key !== machinePage.parent || machine === null) return null;
  const asked = search.get('part');
  return { kind: 'machine', id: machine, part: machineParts.find(({ key }) => key === asked) ?? machineParts[0] };
}

/** Keys of the files that a place needs to be shown. */
export const fileKeysOf = (place: Place): readonly string[] =>
  place.kind === 'page' ? [place.page.key] : [machinePage.key, place.part.key];

/** The first requests of a place. By default they are for the user's own area. */
export function firstRequestsOf(place: Place, search: SearchParams, ownArea: string): readonly ApiRequest[] {
  if (place.kind === 'page') return place.page.firstRequests(search.get('area') ?? ownArea, search);
  const path = `/machines/${encodeURIComponent(place.id)}`;
  return [[path], ...place.part.firstRequests(search).map((part): ApiRequest => [`${path}/${part}`])];
}
