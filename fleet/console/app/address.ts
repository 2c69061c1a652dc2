import { useCallback, useMemo } from 'react';
import { useFleet } from './fleet.tsx';
import { changeSearch, useSearch } from './router.tsx';

/**
 * The area that pages show: from the address, so that it can be sent to a colleague, else the
 * user's own.
 */
export function useAreaCode(): string {
  const { tree, area } = useFleet();
  const search = useSearch();
  const asked = search.get('area');
  return asked !== null && area(asked) ? asked : tree.root;
}

/** Returns a function that makes addresses inside the console and keeps the area. */
export function useTo(): (path: string, query?: Readonly<Record<string, string | readonly string[]>>) => string {
  const { tree } = useFleet();
  const code = useAreaCode();
  return useCallback(
    (path, query = {}) => {
      const search = new URLSearchParams();
      if (code !== tree.root && query.area === undefined) search.set('area', code);
      for (const [key, value] of Object.entries(query))
        for (const each of Array.isArray(value) ? value : [value]) if (each !== '') search.append(key, each);
      if (search.get('area') === tree.root) search.delete('area');
      const text = search.toString();
      return text === '' ? path : `${path}?${text}`;
    },
    [code, tree.root],
  );
}

/** Changes parts of the address's query in place; empty values are removed. */
export function setSearch(change: Readonly<Record<string, string | readonly string[] | null>>): void {
  const next = new URLSearchParams(location.search);
  for (const [key, value] of Object.entries(change)) {
    next.delete(key);
    for (const each of Array.isArray(value) ? value : [value]) if (each !== null && each !== '') next.append(key, each);
  }
  changeSearch(next);
}

/** All values of one parameter of the address's query. */
export function useSearchAll(key: string): readonly string[] {
  const search = useSearch();
  const joined = search.getAll(key).join('\n');
  return useMemo(() => (joined === '' ? [] : joined.split('\n')), [joined]);
}
