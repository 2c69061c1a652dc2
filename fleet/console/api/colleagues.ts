import { useQuery } from '@tanstack/react-query';
import type { ColleagueList } from '../../../shared/contracts/fleet-http.ts';
import { api } from './client.ts';
import { keys } from './keys.ts';

/** The users who may act in an area. Requested only if `enabled`. */
export const useColleagues = (region: string, enabled: boolean) =>
  useQuery({
    queryKey: keys.colleagues(region),
    queryFn: ({ signal }) => api.get<ColleagueList>('/colleagues', { region }, signal),
    enabled,
  });
