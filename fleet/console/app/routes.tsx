import { type ReactNode, Suspense } from 'react';
import { partAsked } from '../pages/machine/parts.ts';
import { Loading } from '../ui/states.tsx';
import { Guard, NotFound } from './error-boundary.tsx';
import { Frame } from './frame.tsx';
import { later } from './lazy-page.tsx';
import { RouterRoom, usePathname, useSearch } from './router.tsx';

/** One page a file, fetched when it is first opened. */
const pages = new Map([
  ['', later(() => import('../pages/today/today.tsx'))],
  ['machines', later(() => import('../pages/machines/machines.tsx'))],
  ['areas', later(() => import('../pages/areas/areas.tsx'))],
  ['restock', later(() => import('../pages/restock/restock.tsx'))],
  ['reports', later(() => import('../pages/reports/reports.tsx'))],
]);
const machine = later(() => import('../pages/machine/machine.tsx'));

interface Page {
  /** All files that it needs to be drawn. */
  readonly load: () => Promise<unknown>;
  readonly drawn: ReactNode;
}

const decoded = (word: string): string | null => {
  try {
    return decodeURIComponent(word);
  } catch {
    return null;
  }
};

/** What stands at an address; nothing where there is no such page. */
function pageAt(pathname: string, search: URLSearchParams): Page | undefined {
  const [name = '', ofName, ...more] = pathname.replace(/^\/|\/$/g, '').split('/');
  if (more.length > 0) return undefined;
  if (ofName === undefined) {
    const page = pages.get(name);
    return page && { load: page.load, drawn: <page.Part /> };
  }
  const id = decoded(ofName);
  if (name !== 'machines' || id === null) return undefined;
  const load = () => Promise.all([machine.load(), partAsked(search).load()]);
  return { load, drawn: <machine.Part id={id} /> };
}

/** Fetches what the page at an address needs. */
export const loadPage = async ({ pathname, search }: URL | Location): Promise<unknown> =>
  pageAt(pathname, new URLSearchParams(search))?.load();

function PageHere() {
  const pathname = usePathname();
  const search = useSearch();
  return pageAt(pathname, search)?.drawn ?? <NotFound />;
}

/** The page before stays until the next one's file is there. */
function GuardedPage() {
  const pathname = usePathname();
  return (
    <Suspense fallback={<Loading />}>
      <Guard key={pathname}>
        <PageHere />
      </Guard>
    </Suspense>
  );
}

/** Every page in its frame; one that falls over leaves the frame and the ways to the others. */
export const Routes = () => (
  <RouterRoom load={loadPage}>
    <Guard>
      <Frame>
        <GuardedPage />
      </Frame>
    </Guard>
  </RouterRoom>
);
