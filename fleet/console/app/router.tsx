import {
  type AnchorHTMLAttributes,
  createContext,
  type MouseEvent,
  type ReactNode,
  startTransition,
  useContext,
  useEffect,
  useLayoutEffect,
  useMemo,
  useState,
} from 'react';
import { flushSync } from 'react-dom';

/** Where the reader is inside the console. `key` is one visit of a page: going back comes to the same one. */
interface Place {
  readonly pathname: string;
  readonly search: URLSearchParams;
  readonly key: string;
}

interface Going {
  /** In the place of the address before, and without scrolling: the same page, asked for something else. */
  readonly inPlace?: boolean;
}

interface Router {
  readonly place: Place;
  readonly go: (address: string, going?: Going) => void;
}

const RouterContext = createContext<Router | null>(null);
const scrollStore = 'yaoju.scroll';

const visitKey = (): string => (history.state as { key?: string } | null)?.key ?? 'first';
const placeNow = (): Place => ({
  pathname: location.pathname,
  search: new URLSearchParams(location.search),
  key: visitKey(),
});

/** How far down each visit was left, kept over a reload of the page. */
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
    // Without a store, or with a full one, a reload begins at the top.
  }
}

/** A page begins at its top, or where it was left if it is gone back to. */
function useScrolls(place: Place): (key: string) => void {
  const scrolls = useMemo(rememberedScrolls, []);
  useEffect(() => {
    history.scrollRestoration = 'manual';
    const leave = () => {
      scrolls.set(visitKey(), scrollY);
      rememberScrolls(scrolls);
    };
    addEventListener('pagehide', leave);
    return () => removeEventListener('pagehide', leave);
  }, [scrolls]);
  const { pathname, key } = place;
  // biome-ignore lint/correctness/useExhaustiveDependencies: another page alone is a reason to scroll
  useLayoutEffect(() => scrollTo(0, scrolls.get(key) ?? 0), [pathname, key, scrolls]);
  return (left) => void scrolls.set(left, scrollY);
}

/**
 * Keeps the page and the browser's address the same. The console's own in place of a library: six pages with one parameter between them
 * need little of what one brings, and a phone has to fetch and read all of that before it shows anything.
 */
export function RouterRoom({ children }: { children: ReactNode }) {
  const [place, setPlace] = useState(placeNow);
  const leave = useScrolls(place);
  useEffect(() => {
    const move = () => {
      leave(place.key);
      startTransition(() => setPlace(placeNow()));
    };
    addEventListener('popstate', move);
    return () => removeEventListener('popstate', move);
  }, [leave, place.key]);
  const router = useMemo<Router>(
    () => ({
      place,
      go: (address, { inPlace = false } = {}) => {
        if (inPlace) {
          history.replaceState(history.state, '', address);
          // At once and not as a transition: a box that was ticked must stay ticked.
          return flushSync(() => setPlace(placeNow()));
        }
        leave(place.key);
        const same = address === location.pathname + location.search;
        const state = { key: Math.random().toString(36).slice(2) };
        if (same) history.replaceState(state, '', address);
        else history.pushState(state, '', address);
        startTransition(() => setPlace(placeNow()));
      },
    }),
    [place, leave],
  );
  return <RouterContext.Provider value={router}>{children}</RouterContext.Provider>;
}

function useRouter(): Router {
  const router = useContext(RouterContext);
  if (!router) throw new Error('the address is asked for outside of the router');
  return router;
}

export const usePathname = (): string => useRouter().place.pathname;
/** The address's query. Not to be changed: see useGo. */
export const useSearch = (): URLSearchParams => useRouter().place.search;
export const useGo = (): Router['go'] => useRouter().go;

interface LinkGiven extends AnchorHTMLAttributes<HTMLAnchorElement> {
  to: string;
}

/** A way to another page inside the console; opened in a tab of its own it is a plain link. */
export function Link({ to, ...rest }: LinkGiven) {
  const go = useGo();
  const follow = (event: MouseEvent) => {
    if (event.defaultPrevented || event.button !== 0) return;
    if (event.metaKey || event.altKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    go(to);
  };
  return <a {...rest} href={to} onClick={follow} />;
}

/** The same, marked where it leads to the page that is open, or to one below it. */
export function PlaceLink({ to, className = '', ...rest }: LinkGiven) {
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
