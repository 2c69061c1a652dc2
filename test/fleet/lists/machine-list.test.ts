import { describe, expect, it } from 'vitest';
import type { MachineBrief } from '../../../fleet/lists/machine-brief.ts';
import { isWithin } from '../../../shared/areas/jiangxi.ts';
import { severities } from '../../../shared/contracts/fleet/severity.ts';
import { MachineQuery, MachineSort } from '../../../shared/contracts/fleet-http.ts';
import { day, holds } from '../../support/fleet/read-model.ts';

const machineQueries = [
  '',
  'campus',
  '0003',
  'jx-360102-0005',
  '%_',
  '医院',
  'CAMPUS ROAD',
  'road campus',
  'none',
].flatMap((q) =>
  [
    {},
    { flag: 'offline' },
    { severity: 'urgent' },
    { service: ['in-service', 'planned'] },
    { link: 'up', product: 'CD-L' },
    { site: 'Station', verdict: 'below' },
    { condition: 'gives-nothing' },
    { condition: ['to-restock', 'issued-today'] },
  ].map((more) => ({ q, ...more })),
);

describe('what is kept up to date for all machines equals a plain evaluation of each', () => {
  it('as a list, by every column, for any query, page by page', () => {
    holds((both, area, random) => {
      const { options } = MachineSort;
      const column = options[random % options.length] ?? 'machine';
      const down = Math.floor(random / options.length) % 2 === 1;
      // Every second query is for all machines.
      const asked = machineQueries[Math.floor(random / (2 * options.length)) % (2 * machineQueries.length)] ?? {};
      const query = MachineQuery.parse({ ...asked, sort: `${down ? '-' : ''}${column}`, limit: 1 + (random % 3) });
      const keyOf = (brief: MachineBrief): string | number | null => brief[column];
      const plain = [...both.briefs.values()]
        .filter((brief) => {
          const kinds = both.states.find(({ record }) => record.machine === brief.machine)?.flags ?? [];
          const words = [brief.machine, brief.name, brief.site, brief.address].map((text) => text.toLowerCase());
          return (
            isWithin(brief.region, area) &&
            (query.flag.length === 0 || kinds.some(({ flag }) => query.flag.includes(flag.finding.kind))) &&
            (query.severity.length === 0 || query.severity.some((each) => severities.indexOf(each) === brief.worst)) &&
            (query.service.length === 0 || query.service.includes(brief.service)) &&
            (query.link.length === 0 || query.link.includes(brief.link)) &&
            (query.site.length === 0 || query.site.includes(brief.site)) &&
            (query.verdict.length === 0 || query.verdict.includes(brief.verdict)) &&
            query.product.every((each) => brief.products.split(',').includes(each)) &&
            (query.condition.length === 0 ||
              query.condition.some(
                (each) =>
                  ({
                    'gives-nothing': brief.empty === 1,
                    'to-restock': brief.restock === 1,
                    'issued-today': brief.today === day && brief.issuedToday > 0,
                  })[each],
              )) &&
            (query.q ?? '')
              .toLowerCase()
              .split(' ')
              .every((word) => words.some((text) => text.includes(word)))
          );
        })
        .sort((a, b) => {
          const [x, y] = [keyOf(a), keyOf(b)];
          const order = x === null || y === null || x === y ? 0 : x < y ? -1 : 1;
          if (x === null && y !== null) return 1;
          if (y === null && x !== null) return -1;
          return (down ? -1 : 1) * (order || (a.machine < b.machine ? -1 : 1));
        })
        .map((brief) => brief.machine);
      const found: string[] = [];
      let cursor: string | undefined;
      do {
        const page = both.readModel.machines.page(MachineQuery.parse({ ...query, cursor }), area, day);
        expect(page.total).toBe(plain.length);
        expect(page.briefs.length).toBeLessThanOrEqual(query.limit);
        for (const brief of page.briefs) expect(brief).toEqual(both.briefs.get(brief.machine));
        found.push(...page.briefs.map((brief) => brief.machine));
        cursor = page.next ?? undefined;
      } while (cursor !== undefined && found.length <= 8);
      expect(found).toEqual(plain);
    });
  });
});
