import { type ComponentProps, type ReactNode, useEffect, useLayoutEffect, useMemo } from 'react';
import { type AroundNavHandler, Router, Link as RouterLink, useLocation, useSearch as useSearchText } from 'wouter';
import { navigate, useHistoryState } from 'wouter/use-browser-location';

const scrollStore = 'yaoju.scroll';

/**
 * What the browser stores with an entry of its history: one visit of a page, so that going back
 * finds it.
 */
type Visit = { readonly key?: string } | null;

const visitOf = (visit: Visit): string => visit?.key ?? 'first';
const visitNow = (): string => visitOf(history.state as Visit);

/** How far each visit was scrolled when it was left, in px. Kept across a reload. */
function rememberedScrolls(): Map<string, number> {
  try {
    return new Map(Object.entries<number>(JSON.parse(sessionStorage.getItem(scrollStore) ?? '{}')));
  } catch {
    return new Map();
  }
}

function rememberScrolls(scrolls: ReadonlyMap<string, number>): void {
  try {
    sessionStorage.setItem(scrollStore, JSON.stringify(Object.fromEntries(scrolls)));
  } catch {
    // Without storage, or if it is full, a reload starts at the top.
  }
}

/**
 * Scrolls a newly opened page to its top, and restores the position of a page that one returns to.
 */
function Scrolls({ scrolls }: { scrolls: Map<string, number> }) {
  const pathname = usePathname();
  const visit = visitOf(useHistoryState<Visit>());
  useEffect(() => {
    history.scrollRestoration = 'manual';
    const leave = () => {
      scrolls.set(visitNow(), scrollY);
      rememberScrolls(scrolls);
    };
    addEventListener('pagehide', leave);
    return () => removeEventListener('pagehide', leave);
  }, [scrolls]);
  useEffect(() => {
    // The address has changed already, but the page is still the old one.
    const leave = () => void scrolls.set(visit, scrollY);
    addEventListener('popstate', leave);
    return () => removeEventListener('popstate', leave);
  }, [scrolls, visit]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: only a change of page is a reason to scroll
  useLayoutEffect(() => scrollTo(0, scrolls.get(visit) ?? 0), [pathname, visit, scrolls]);
  return null;
}

interface RouterProps {
  /** Fetches what an address needs. The previous page stays until then. */
  readonly load: (address: URL) => Promise<unknown>;
  readonly children: ReactNode;
}

/** Keeps the page and the browser's address in agreement. */
export function RouterProvider({ load, children }: RouterProps) {
  const scrolls = useMemo(rememberedScrolls, []);
  const around = useMemo<AroundNavHandler>(() => {
    let wanted = 0;
    return (go, to, options) => {
      wanted += 1;
      const mine = wanted;
      const follow = () => {
        if (mine !== wanted) return;
        scrolls.set(visitNow(), scrollY);
        const replace = options?.replace === true || to === location.pathname + location.search;
        go(to, { ...options, replace, state: { key: Math.random().toString(36).slice(2) } });
      };
      // The page itself shows what could not be fetched.
      void load(new URL(to, location.href)).then(follow, follow);
    };
  }, [scrolls, load]);
  return (
    <Router aroundNav={around}>
      {children}
      {/* After the page, which must have its length before it is scrolled. */}
      <Scrolls scrolls={scrolls} />
    </Router>
  );
}

/** The path of the current address. */
export const usePathname = (): string => useLocation()[0];

/** The address's query. Do not modify it; use `changeSearch`. */
export function useSearch(): URLSearchParams {
  const text = useSearchText();
  return useMemo(() => new URLSearchParams(text), [text]);
}

/** Changes the query of the address in place: no new entry in the history, no scrolling. */
export function changeSearch(search: URLSearchParams): void {
  navigate(`${location.pathname}?${search}`.replace(/\?$/, ''), { replace: true, state: history.state });
}

interface LinkProps extends Omit<ComponentProps<'a'>, 'href' | 'ref'> {
  to: string;
}

/** A link to another page of the console. Opened in a new tab, it is a plain link. */
export const Link = (given: LinkProps) => <RouterLink {...given} />;

/** A link of the menu. It is marked if it leads to the open page or to one above it. */
export function NavLink({ to, className = '', ...rest }: LinkProps) {
  const pathname = usePathname();
  const [path = ''] = to.split('?');
  const here = pathname === path || (path !== '/' && pathname.startsWith(`${path}/`));
  return (
    <Link
      {...rest}
      to={to}
      className={here ? `${className} active`.trim() : className}
      {...(here ? { 'aria-current': 'page' as const } : {})}
    />
  );
}
