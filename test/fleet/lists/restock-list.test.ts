import { describe, expect, it } from 'vitest';
import { restockSheet, visitOf } from '../../../fleet/lists/restock-list.ts';
import { isWithin } from '../../../shared/areas/jiangxi.ts';
import type { RestockVisit } from '../../../shared/contracts/fleet-http.ts';
import { holds, machineAt } from '../../support/fleet/read-model.ts';

describe('what is kept up to date for all machines equals a plain evaluation of each', () => {
  it('as the visits that machines need, with the added ones and without the excluded ones', () => {
    holds((both, area, random) => {
      const limit = 1 + (random % 3);
      const here = [...both.briefs.values()].filter((brief) => isWithin(brief.region, area));
      const without = [machineAt(random % 8), machineAt((random >> 3) % 8)].slice(random % 3);
      const also = here
        .filter((brief, at) => brief.restock === 0 && (random >> at) % 2 === 1 && !without.includes(brief.machine))
        .flatMap(({ machine: id }) => both.visits.get(id) ?? []);
      const wanted = here
        .filter((brief) => brief.restock === 1)
        .flatMap(({ machine: id }) => both.visits.get(id) ?? []);
      expect(both.readModel.restock.within(area).sort()).toEqual(wanted.map(({ machine: id }) => id).sort());
      const plain = restockSheet(
        [...wanted.filter(({ machine: id }) => !without.some((each) => each === id)), ...also],
        {},
      );
      expect(plain.next).toBe(null);
      const found: string[] = [];
      const sliced: string[] = [];
      let cursor: string | undefined;
      do {
        const page = both.readModel.restock.page(area, also.map(visitOf), without, { cursor, limit });
        expect({ total: page.total, sum: page.sum, takeOutSum: page.takeOutSum }).toEqual({
          total: plain.total,
          sum: plain.sum,
          takeOutSum: plain.takeOutSum,
        });
        const slice = restockSheet(plain.visits, { cursor, limit });
        expect({ ...slice, visits: [], next: page.next }).toEqual({ ...plain, visits: [], next: slice.next });
        expect(page.machines.length).toBeLessThanOrEqual(limit);
        found.push(...page.machines);
        sliced.push(...slice.visits.map(({ machine: id }) => id));
        cursor = page.next ?? undefined;
      } while (cursor !== undefined && found.length <= 8);
      const order = (a: RestockVisit, b: RestockVisit) =>
        `${a.by ?? '9'} ${a.machine}` < `${b.by ?? '9'} ${b.machine}` ? -1 : 1;
      expect(found).toEqual([...plain.visits].sort(order).map(({ machine: id }) => id));
      expect(sliced).toEqual(found);
    });
  });
});
