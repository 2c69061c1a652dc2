import { describe, expect, it } from 'vitest';
import type { MachineBrief } from '../../../fleet/lists/machine-brief.ts';
import { isWithin } from '../../../shared/areas/jiangxi.ts';
import { severityOf } from '../../../shared/rules/flag-rules.ts';
import { counties, day, holds } from '../../support/fleet/read-model.ts';

const sum = (list: readonly MachineBrief[], of: (brief: MachineBrief) => number): number =>
  list.reduce((all, each) => all + of(each), 0);

describe('what is kept up to date for all machines equals a plain evaluation of each', () => {
  it('as sums of each county', () => {
    holds((both, area) => {
      const plain = counties.flatMap((code) => {
        const here = [...both.briefs.values()].filter((brief) => brief.region === code);
        const open = both.states.filter(({ record }) => record.region === code).flatMap((state) => state.flags);
        if (here.length === 0 || !isWithin(code, area)) return [];
        const inUse = here.filter((brief) => brief.service !== 'retired');
        const service = (state: MachineBrief['service']) => here.filter((brief) => brief.service === state).length;
        const link = (state: MachineBrief['link']) => inUse.filter((brief) => brief.link === state).length;
        const kinds: Record<string, number> = {};
        const severity = { urgent: 0, high: 0, normal: 0, low: 0 };
        for (const { flag } of open) {
          kinds[flag.finding.kind] = (kinds[flag.finding.kind] ?? 0) + 1;
          severity[severityOf(flag.finding)] += 1;
        }
        return [
          {
            code,
            machines: {
              total: here.length,
              inService: service('in-service'),
              suspended: service('suspended'),
              planned: service('planned'),
              retired: service('retired'),
            },
            issued: {
              today: sum(
                here.filter((brief) => brief.today === day),
                (brief) => brief.issuedToday,
              ),
              year: code === '360102' ? 7 : 0,
              total: code === '360102' ? 9 : 0,
            },
            uncertain: code === '360102' ? 1 : 0,
            stock: sum(inUse, (brief) => brief.stock),
            capacity: sum(inUse, (brief) => brief.capacity),
            empty: sum(here, (brief) => brief.empty),
            toRestock: sum(here, (brief) => brief.restock),
            link: { up: link('up'), down: link('down'), unknown: link('unknown') },
            flags: kinds,
            severity,
          },
        ];
      });
      const found = both.readModel.counties
        .figures(area, day, new Map([['360102', { year: 7, total: 9, uncertain: 1 }]]))
        // Boxes were given out there, although no evaluated machine is there now.
        .filter((county) => county.machines.total > 0);
      expect(found.sort((a, b) => (a.code < b.code ? -1 : 1))).toEqual(plain);
    });
  });

  it('as the verdict of the year, each box and day in the county where it fell', () => {
    holds((both, area) => {
      const parts = [...both.briefs.values()].map((brief) =>
        brief.parts.filter(({ region }) => isWithin(region, area)),
      );
      const [line] = both.readModel.year(2026).areas(area);
      const of = (name: 'days' | 'boxes' | 'uncertain') => parts.flat().reduce((all, part) => all + part[name], 0);
      const days = of('days');
      expect(line).toMatchObject({
        machines: parts.filter((each) => each.length > 0).length,
        issued: of('boxes'),
        uncertain: of('uncertain'),
        judged: parts.filter((each) => each.reduce((all, part) => all + part.days, 0) >= 30).length,
        average: days === 0 ? null : Number(((of('boxes') * 365) / days).toFixed(1)),
      });
    });
  });
});
