import { useQuery } from '@tanstack/react-query';
import type { SessionList, TokenList, User } from '../../../shared/contracts/fleet-http.ts';
import { api } from './client.ts';
import { keys } from './keys.ts';

/** The path of one user. */
export const userPath = (user: string, rest = ''): string => `/users/${encodeURIComponent(user)}${rest}`;

/** The users of the own area. */
export const useUsers = () =>
  useQuery({ queryKey: keys.users, queryFn: ({ signal }) => api.get<{ users: User[] }>('/users', {}, signal) });

/** The sessions of a user. */
export const useUserSessions = (user: string) =>
  useQuery({
    queryKey: keys.userSessions(user),
    queryFn: ({ signal }) => api.get<SessionList>(userPath(user, '/sessions'), {}, signal),
  });

/** The tokens of programs. */
export const useTokens = () =>
  useQuery({ queryKey: keys.tokens, queryFn: ({ signal }) => api.get<TokenList>('/tokens', {}, signal) });
