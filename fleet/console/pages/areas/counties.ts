import { type UseQueryResult, useQueries } from '@tanstack/react-query';
import { useCallback, useDeferredValue, useMemo } from 'react';
import type { AreaFigures, AreaView } from '../../../../shared/contracts/fleet-http.ts';
import { api } from '../../api/client.ts';
import { keys } from '../../api/keys.ts';

type Counties = readonly (readonly [city: string, counties: readonly AreaFigures[]])[];

/**
 * The counties below an area, by the code of their city. For a province, they are requested city by
 * city and shown when all have been answered, so that the page is drawn once and not a dozen times.
 * A city that cannot be fetched is left out.
 */
export function useCounties(view: AreaView): ReadonlyMap<string, readonly AreaFigures[]> {
  const ofCities = view.level === 'province';
  const { children } = view;
  const combine = useCallback(
    (answers: UseQueryResult<AreaView>[]): Counties =>
      answers.some(({ isPending }) => isPending)
        ? []
        : children.flatMap(({ code }, i) => {
            const counties = answers[i]?.data?.children;
            return counties ? [[code, counties] as const] : [];
          }),
    [children],
  );
  const counties = useQueries({
    queries: children.map((city) => ({
      queryKey: keys.area(city.code),
      queryFn: ({ signal }: { signal: AbortSignal }) => api.get<AreaView>(`/regions/${city.code}`, {}, signal),
      enabled: ofCities,
    })),
    combine,
  });
  const known = useMemo(
    () => new Map(ofCities ? counties : [[view.code, children]]),
    [ofCities, counties, view.code, children],
  );
  return useDeferredValue(known);
}
