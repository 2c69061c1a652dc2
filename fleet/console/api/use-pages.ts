import { keepPreviousData, type QueryKey, useInfiniteQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { api } from './client.ts';
import type { Query } from './query.ts';

/** A long answer as far as it has come. */
export interface Pages<T> {
  data: T | undefined;
  error: unknown;
  isError: boolean;
  refetch: () => unknown;
  /** Asks for the next page. */
  more: () => void;
}

interface Long<T> {
  queryKey: QueryKey;
  address: string;
  query: Query;
  atFirst: number;
  aPage: number;
  /** The last page with the lines of all that came. */
  join: (pages: readonly T[], last: T) => T;
}

/** Fetches a long answer by pages, and joins what has come. */
export function usePages<T extends { readonly next: string | null }>(long: Long<T>): Pages<T> {
  const { queryKey, address, query, atFirst, aPage, join } = long;
  const { data, error, isError, refetch, fetchNextPage } = useInfiniteQuery({
    queryKey,
    queryFn: ({ pageParam, signal }) =>
      api.get<T>(address, { ...query, limit: pageParam ? aPage : atFirst, cursor: pageParam }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next ?? undefined,
    placeholderData: keepPreviousData,
  });
  const joined = useMemo(() => {
    const last = data?.pages[data.pages.length - 1];
    return last && join(data?.pages ?? [], last);
  }, [data, join]);
  return { data: joined, error, isError, refetch, more: () => void fetchNextPage() };
}
