import { inArea } from '../../shared/areas/jiangxi.ts';
import type { RestockPlan, RestockQuery, RestockStop, RestockVisit } from '../../shared/contracts/fleet/restock.ts';
import type { MachineId } from '../../shared/contracts/ids.ts';
import { formatDay, type Zone } from '../../shared/rules/calendar.ts';
import { flagView } from '../lists/flag-view.ts';
import type { ReadModel } from '../lists/read-model.ts';
import { restockSheet, visitOf } from '../lists/restock-list.ts';
import { tasksOf } from '../lists/tasks.ts';
import type { Clock } from '../ports/clock.ts';
import type { ReadStore } from '../ports/read-store.ts';
import type { MachineState, Machines } from '../state/machine-state.ts';

/** What restock plans need. */
export interface RestockPlanDependencies {
  readonly store: Pick<ReadStore, 'visits'>;
  readonly clock: Clock;
  readonly zone: Zone;
  readonly machines: Machines;
  readonly readModel: Pick<ReadModel, 'machines' | 'restock'>;
}

/**
 * What to carry where: the proposal for an area that the asker may see, or for the machines chosen.
 */
export async function restockPlan(
  { store, clock, zone, machines, readModel }: RestockPlanDependencies,
  query: RestockQuery,
  region: string,
): Promise<RestockPlan> {
  const isHere = inArea(region);
  const without = new Set(query.without);
  const within = (asked: readonly string[]): MachineId[] =>
    [...new Set(asked)].flatMap((id) => {
      const brief = readModel.machines.brief(id);
      return brief && isHere(brief.region) && !without.has(id) ? [brief.machine] : [];
    });
  const now = clock.now();
  const stopOf = (visit: RestockVisit): RestockStop =>
    restockStop(visit, machines.get(visit.machine as MachineId), now);
  const head = { asOf: now, day: formatDay(zone.dayOf(now)), region };
  if (query.machine.length > 0 || query.limit === undefined) {
    const proposal = query.machine.length > 0 ? query.machine : readModel.restock.within(region);
    const { visits, ...sheet } = restockSheet(await store.visits(within([...proposal, ...query.also])), query);
    return { ...head, ...sheet, stops: visits.map(stopOf) };
  }
  const added = await store.visits(within(query.also).filter((machine) => !readModel.restock.has(machine)));
  const { machines: onPage, ...page } = readModel.restock.page(region, added.map(visitOf), query.without, query);
  const found = new Map((await store.visits(onPage)).map((visit) => [visit.machine, visit]));
  return { ...head, ...page, stops: onPage.flatMap((machine) => found.get(machine) ?? []).map(stopOf) };
}

/** A visit with the site's contact, and what is to be repaired there. */
function restockStop(visit: RestockVisit, state: MachineState | undefined, now: number): RestockStop {
  if (!state) return { ...visit, contact: null, repairs: [] };
  const repairs = tasksOf(state).filter(({ task }) => task === 'repair');
  return {
    ...visit,
    contact: state.record.contact ?? null,
    repairs: repairs.flatMap(({ flags }) => flags.map((flag) => flagView(flag, state.record, now))),
  };
}
