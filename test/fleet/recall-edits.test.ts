import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ConfigChange } from '../../shared/contracts/fleet-http.ts';
import { asked, lanes, lotsAsked, recallOf, registered } from '../support/fleet/recalls.ts';
import { virtualFleet } from '../support/fleet/virtual-fleet.ts';

const minute = 60_000;

describe('edits of all kinds at the same time', () => {
  type Step = { readonly what: 'recall' | 'end' | 'plan' | 'stop' | 'resume' | 'move' | 'restart'; readonly n: number };
  const step: fc.Arbitrary<Step> = fc.record({
    what: fc.constantFrom('recall', 'recall', 'end', 'plan', 'stop', 'resume', 'move', 'restart'),
    n: fc.nat(5),
  });
  const areas = ['360000', '3601', '360103', '360403'] as const;
  const counties = ['360102', '360103', '360403'] as const;

  it('come to the own recalls and those of the area, each once, and versions only rise', () =>
    fc.assert(
      fc.asyncProperty(fc.array(fc.array(step, { minLength: 1, maxLength: 4 }), { maxLength: 8 }), async (rounds) => {
        const fleet = await virtualFleet();
        const here = await registered(fleet, 'HERE-1', '360103');
        let day = 1;
        let own: string[] = [];
        let stopped = false;
        const versions: number[] = [];
        const act = async ({ what, n }: Step): Promise<void> => {
          const { recalls, configuration, registry } = fleet.service;
          const open = recalls.all().filter(({ ended }) => ended === null);
          if (what === 'recall') await recalls.add(recallOf({ region: areas[n % 4], lots: [`L${n}`] }), 'ann');
          else if (what === 'end' && open[n]) await recalls.end(open[n].id, 'over', 'ann');
          else if (what === 'plan') {
            const basedOn = asked(fleet, here)?.version ?? null;
            const wish = { basedOn, lanes, recalls: [{ product: 'CD-M', lot: `L${n}` }], limits: {} };
            await configuration.configure(here, ConfigChange.parse(wish), 'ann');
            own = [`L${n}`];
          } else if (what === 'stop') {
            await configuration.stopGivingOut(here, { reason: 'broken', note: null }, 'ann');
            stopped = true;
          } else if (what === 'resume') {
            await configuration.resumeGivingOut(here, 'ann');
            stopped = false;
          } else if (what === 'move') {
            day += 1;
            const from = `2026-06-${String(day).padStart(2, '0')}`;
            await registry.move(here, { region: counties[n % 3] ?? '360102', site: 'clinic', from }, 'ann');
          }
          versions.push(asked(fleet, here)?.version ?? 0);
        };
        for (const round of rounds) {
          await Promise.allSettled(round.map(act));
          if (!round.some(({ what }) => what === 'restart')) continue;
          // What is under way is done first: a process that ended writes nothing any more.
          await fleet.service.tick();
          await fleet.restart();
        }
        await fleet.pass(2 * minute);
        const region = fleet.service.state(here)?.record.region ?? '';
        const isOver = (area: string) => region.startsWith(area === '360000' ? '36' : area);
        const open = fleet.service.recalls.all().filter((each) => each.ended === null && isOver(each.region));
        const wanted = new Set([...own, ...open.flatMap(({ lots }) => lots ?? [])]);
        expect([...lotsAsked(fleet, here)].sort()).toEqual([...wanted].sort());
        expect(fleet.service.queries.config(here).asked?.recalls.map(({ lot }) => lot)).toEqual(own);
        expect(asked(fleet, here)?.stopped != null).toBe(stopped);
        expect(versions).toEqual([...versions].sort((a, b) => a - b));
      }),
      { numRuns: 60 },
    ));
});
