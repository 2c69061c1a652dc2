import type { MachineList } from '../../../../shared/contracts/fleet-http.ts';
import { api } from '../../api/client.ts';
import type { Query } from '../../api/query.ts';

/** Machines in one answer of the fleet, and as many as anybody would print. */
const perAnswer = 1_000;
const printedAtMost = 3_000;

/** The machines of a list for paper: all of them, or the first 3,000. */
export async function fetchToPrint(query: Query): Promise<MachineList> {
  const next = (cursor?: string) => api.get<MachineList>('/machines', { ...query, limit: perAnswer, cursor });
  let list = await next();
  while (list.next !== null && list.machines.length < printedAtMost) {
    const further = await next(list.next);
    list = { ...further, machines: [...list.machines, ...further.machines] };
  }
  return list;
}
