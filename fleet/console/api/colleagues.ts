import { useQuery } from '@tanstack/react-query';
import type { ColleagueList } from '../../../shared/contracts/fleet-http.ts';
import { api } from './client.ts';
import { keys } from './keys.ts';

/** Who may act in an area; asked for only where `enabled`. */
export const useColleagues = (region: string, enabled: boolean) =>
  useQuery({
    queryKey: keys.colleagues(region),
    queryFn: ({ signal }) => api.get<ColleagueList>('/colleagues', { region }, signal),
    enabled,
  });
