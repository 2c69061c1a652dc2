import { useQuery } from '@tanstack/react-query';
import type { OwnAccount, SessionList } from '../../../shared/contracts/fleet-http.ts';
import { api } from './client.ts';
import { keys } from './keys.ts';

/** The own account. */
export const useOwnAccount = () =>
  useQuery({ queryKey: keys.account, queryFn: ({ signal }) => api.get<OwnAccount>('/account', {}, signal) });

/** The own sessions, the last used first. */
export const useOwnSessions = () =>
  useQuery({
    queryKey: [...keys.account, 'sessions'],
    queryFn: ({ signal }) => api.get<SessionList>('/account/sessions', {}, signal),
  });
