import { useQueries } from '@tanstack/react-query';
import type { AreaFigures, AreaView } from '../../../../shared/contracts/fleet-http.ts';
import { api } from '../../api/client.ts';
import { keys } from '../../api/queries.ts';

/** The counties below an area, by the code of their city: a province's are asked for city by city. */
export function useCounties(view: AreaView): ReadonlyMap<string, readonly AreaFigures[]> {
  const ofCities = view.level === 'province';
  const answers = useQueries({
    queries: view.children.map((city) => ({
      queryKey: keys.area(city.code),
      queryFn: ({ signal }: { signal: AbortSignal }) => api.get<AreaView>(`/regions/${city.code}`, {}, signal),
      enabled: ofCities,
    })),
  });
  if (!ofCities) return new Map([[view.code, view.children]]);
  return new Map(view.children.map((city, i) => [city.code, answers[i]?.data?.children ?? []]));
}
