import { useQuery } from '@tanstack/react-query';
import type { AuditCheck, AuditList } from '../../../shared/contracts/fleet-http.ts';
import { api } from './client.ts';
import { auditPerPage } from './first-requests.ts';
import { keys } from './keys.ts';
import type { Query } from './query.ts';
import { usePages } from './use-pages.ts';

const joinEntries = (pages: readonly AuditList[], last: AuditList): AuditList => ({
  ...last,
  records: pages.flatMap(({ records }) => records),
});

/** The audit log, page by page. */
export const useAudit = (query: Query) =>
  usePages<AuditList>({
    queryKey: keys.audit(query),
    address: '/audit',
    query,
    atFirst: auditPerPage,
    aPage: auditPerPage,
    join: joinEntries,
  });

/** Every entry compared with its chain. Asked for only when somebody wants to know. */
export const useAuditCheck = (enabled: boolean) =>
  useQuery({
    queryKey: [...keys.audit({}), 'check'],
    queryFn: ({ signal }) => api.get<AuditCheck>('/audit/verify', {}, signal),
    enabled,
  });
