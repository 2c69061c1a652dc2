import { useMemo } from 'react';
import { type FilterKey, machinesQuery } from '../../api/first-requests.ts';
import type { Query } from '../../api/query.ts';
import { useAreaCode } from '../../app/address.ts';
import { useSearch } from '../../app/router.tsx';
import { type ColumnKey, columnKeys, usualColumns } from './columns.ts';

/** What the address requests from the list. */
export interface Question {
  /** Without a page size, so that an export requests the same rows. */
  readonly query: Query;
  readonly filters: Readonly<Record<FilterKey, readonly string[]>>;
  readonly q: string;
  readonly sort: string;
  readonly columns: readonly ColumnKey[];
  readonly narrowed: boolean;
}

const isColumn = (text: string): text is ColumnKey => columnKeys.some((key) => key === text);

/** What the address requests from the list of machines. */
export function useQuestion(): Question {
  const search = useSearch();
  const region = useAreaCode();
  const text = search.toString();
  return useMemo(() => {
    const asked = new URLSearchParams(text);
    const all = (key: FilterKey) => asked.getAll(key);
    const filters = {
      severity: all('severity'),
      verdict: all('verdict'),
      condition: all('condition'),
      service: all('service'),
      link: all('link'),
      flag: all('flag'),
      site: all('site'),
      product: all('product'),
    };
    const q = asked.get('q') ?? '';
    const sort = asked.get('sort') ?? 'worst';
    const columns = (asked.get('cols') ?? '').split(',').filter(isColumn);
    return {
      query: machinesQuery(region, asked),
      filters,
      q,
      sort,
      columns: columns.length > 0 ? columns : usualColumns,
      narrowed: q !== '' || Object.values(filters).some((values) => values.length > 0),
    };
  }, [text, region]);
}
