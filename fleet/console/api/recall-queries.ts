import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { LotList, RecallList, RecallMachines } from '../../../shared/contracts/fleet-http.ts';
import { api } from './client.ts';
import { keys } from './keys.ts';
import type { Query } from './query.ts';
import { usePages } from './use-pages.ts';

/** Machines of a recall on one page. */
export const recallMachinesPerPage = 20;

/** The recalls that concern an area. */
export const useRecalls = (region: string) =>
  useQuery({
    queryKey: keys.recalls({ region }),
    queryFn: ({ signal }) => api.get<RecallList>('/recalls', { region }, signal),
    placeholderData: keepPreviousData,
  });

const joinMachines = (pages: readonly RecallMachines[], last: RecallMachines): RecallMachines => ({
  ...last,
  machines: pages.flatMap(({ machines }) => machines),
});

/** A recall's machines, page by page. */
export const useRecallMachines = (id: string, query: Query) =>
  usePages<RecallMachines>({
    queryKey: [...keys.recalls({ id }), query],
    address: `/recalls/${encodeURIComponent(id)}/machines`,
    query,
    atFirst: recallMachinesPerPage,
    aPage: recallMachinesPerPage,
    join: joinMachines,
  });

/** The lanes with boxes whose lot contains a text. */
export const useLots = (lot: string, region: string) =>
  useQuery({
    queryKey: keys.lots({ lot, region }),
    queryFn: ({ signal }) => api.get<LotList>('/lots', { lot, region, limit: 20 }, signal),
    enabled: lot.trim().length > 1,
    placeholderData: keepPreviousData,
  });
