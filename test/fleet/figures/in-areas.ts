import { isWithin } from '../../../shared/areas/jiangxi.ts';
import { countBy, type Display, each, type Figure } from './figure.ts';
import type { Look } from './look.ts';
import { dayBefore, daysIn, type Truth } from './truth.ts';

// biome-ignore lint/suspicious/noExplicitAny: a test reads whatever the API answers.
type Answer = any;

/** The values in the verdict's lines for each machine in each area. */
const verdict = (ask: (look: Look, area: string) => Promise<Answer[]>): Display => ({
  at: (look, { areas }) =>
    each(areas, async (area) =>
      (await ask(look, area)).flatMap(({ machine, issued, days }) => [
        [`${machine} in ${area}: boxes`, issued] as const,
        [`${machine} in ${area}: days`, days] as const,
      ]),
    ),
});

/**
 * The values by the ledgers and the registry for each machine in each area, for the year up to
 * yesterday.
 */
function* inAreas(truth: Truth, look: Look): Generator<readonly [string, number]> {
  const [first, yesterday] = [`${look.year}-01-01`, dayBefore(look.day)];
  for (const of of truth.machines)
    for (const area of truth.areas) {
      const here = truth.issued.filter(
        ({ machine, county, day }) =>
          machine === of.machine && isWithin(county, area) && day >= first && day <= yesterday,
      );
      yield [`${of.machine} in ${area}: boxes`, here.length];
      yield [`${of.machine} in ${area}: days`, daysIn(of, area, first, yesterday)];
    }
}

/** Figures of each machine in each area where it was. */
export const placeFigures: Readonly<Record<string, Figure>> = {
  'boxes of a machine in an area, this year': {
    truth: (truth, look) =>
      countBy(
        truth.issued.filter(({ day }) => day.startsWith(look.year)),
        ({ machine, county }) =>
          truth.areas.filter((area) => isWithin(county, area)).map((area) => `${machine} in ${area}`),
      ),
    shown: {
      'report by machine': {
        at: (look, { areas }) =>
          each(areas, async (area) =>
            (await look.get(`/reports/issued?region=${area}&by=machine`)).rows.map(
              (row: Answer) => [`${row.key} in ${area}`, row.issued] as const,
            ),
          ),
      },
      'report by machine, page by page': {
        at: (look, { areas }) =>
          each(areas, async (area) =>
            (await look.pages(`/reports/issued?region=${area}&by=machine&limit=3`, 'rows')).map(
              (row) => [`${row.key} in ${area}`, row.issued] as const,
            ),
          ),
      },
    },
  },
  'boxes and days of a machine in an area, by the verdict': {
    truth: (truth, look) => new Map([...inAreas(truth, look)]),
    shown: {
      'verdict of the year': verdict((look, area) =>
        look.get(`/reports/year?region=${area}`).then(({ machines }) => machines),
      ),
      'verdict page by page': verdict((look, area) => look.pages(`/reports/year?region=${area}&limit=2`, 'machines')),
    },
  },
};
