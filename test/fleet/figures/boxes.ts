import { isWithin } from '../../../shared/areas/jiangxi.ts';
import { countBy, type Display, each, type Figure, type Numbers, sum } from './figure.ts';
import type { Look } from './look.ts';
import { type Box, dayBefore, type Truth } from './truth.ts';

// biome-ignore lint/suspicious/noExplicitAny: a test reads whatever the API answers.
type Answer = any;

/**
 * The queried spans of months: all time, the current year and the one before, and each of their
 * months.
 */
function spansOf({ year }: Look): { name: string; from: string; to: string }[] {
  const years = [String(Number(year) - 1), year];
  const months = years.flatMap((of) =>
    Array.from({ length: 12 }, (_, at) => `${of}-${String(at + 1).padStart(2, '0')}`),
  );
  return [
    { name: 'ever', from: `${Number(year) - 9}-01`, to: `${year}-12` },
    ...years.map((of) => ({ name: of, from: `${of}-01`, to: `${of}-12` })),
    ...months.map((month) => ({ name: month, from: month, to: month })),
  ];
}

const spansWith = ({ day }: Box): string[] => ['ever', day.slice(0, 4), day.slice(0, 7)];
const areasWith = ({ county }: Box, { areas }: Truth): string[] => areas.filter((area) => isWithin(county, area));

const byAreaAndSpan = (boxes: readonly Box[], truth: Truth): Numbers =>
  countBy(boxes, (box) => areasWith(box, truth).flatMap((area) => spansWith(box).map((span) => `${area} ${span}`)));

/** Single months are only queried for the province and its cities: there are many counties. */
const isAsked = (key: string): boolean => !/^\d{6} \d{4}-/.test(key) || key.startsWith('360000');
const isEver = (key: string): boolean => key.endsWith(' ever');
const isThisYear = (key: string, { year }: Look): boolean => key.endsWith(` ${year}`);
const isProvince = (key: string): boolean => key.startsWith('360000');

/** The values in a report of issued boxes, for every area and span. */
const reports = (by: string, read: (report: Answer) => number): Display => ({
  at: (look, { areas }) =>
    each(
      areas
        .flatMap((area) => spansOf(look).map((span) => ({ ...span, key: `${area} ${span.name}`, area })))
        .filter(({ key }) => isAsked(key)),
      async ({ key, area, from, to }) => [
        [key, read(await look.get(`/reports/issued?region=${area}&from=${from}&to=${to}&by=${by}`))],
      ],
    ),
  of: isAsked,
});

/** The values in the last line of such a report's sheet, for this year. */
const sheet = (kind: 'csv' | 'xlsx', column: 'Total' | 'Uncertain'): Display => ({
  at: (look, { areas }) =>
    each(areas, async (area) => {
      const rows = await look[kind](
        `/reports/issued?region=${area}&from=${look.year}-01&to=${look.year}-12&by=machine`,
      );
      return [[`${area} ${look.year}`, Number(rows.at(-1)?.[column])]];
    }),
  of: isThisYear,
});

/** The values on an area's page, as one number. */
const page = (span: (look: Look) => string, read: (view: Answer) => number, of: Display['of']): Display => ({
  at: (look, { areas }) =>
    each(areas, async (area) => [[`${area} ${span(look)}`, read(await look.get(`/regions/${area}`))]]),
  ...(of ? { of } : {}),
});

/** The values for the areas below on the pages of the areas above. */
const below = (
  span: (look: Look) => string,
  read: (view: Answer) => number,
  of: NonNullable<Display['of']>,
): Display => ({
  at: (look, { areas }) =>
    each(
      areas.filter((area) => area.length === 4 || area === '360000'),
      async (area) =>
        (await look.get(`/regions/${area}`)).children
          .filter(({ code }: Answer) => areas.includes(code))
          .map((child: Answer) => [`${child.code} ${span(look)}`, read(child)] as const),
    ),
  of: (key, look) => of(key, look) && !isProvince(key),
});

const ever = (): string => 'ever';
const thisYear = ({ year }: Look): string => year;
const verdict = (read: (area: Answer, today: number) => number): Display => ({
  at: (look, { areas }) =>
    each(areas, async (area) => {
      const { issued } = await look.get(`/regions/${area}`);
      const numbers: [string, number][] = [];
      for (const year of [look.year, String(Number(look.year) - 1)]) {
        const [own] = (await look.get(`/reports/year?region=${area}&year=${year}`)).areas;
        numbers.push([`${area} ${year}`, read(own, year === look.year ? issued.today : 0)]);
      }
      return numbers;
    }),
  of: (key) => /^\d+ \d{4}$/.test(key),
});

/**
 * Boxes of areas, by the place where they fell. A new place where one of these is shown is one more
 * line.
 */
export const areaFigures: Readonly<Record<string, Figure>> = {
  'boxes issued': {
    truth: (truth) => byAreaAndSpan(truth.issued, truth),
    shown: {
      'report by area, total': reports('area', ({ total }) => total.issued),
      'report by area, rows': reports('area', ({ rows }) => sum(rows, (row: Answer) => row.issued)),
      'report by product, rows': reports('product', ({ rows }) => sum(rows, (row: Answer) => row.issued)),
      'report by machine, rows': reports('machine', ({ rows }) => sum(rows, (row: Answer) => row.issued)),
      'report by machine, a page': reports('machine&limit=1', ({ total }) => total.issued),
      'report by month': reports('area', ({ total }) => sum(total.months, (boxes: number) => boxes)),
      'report as CSV': sheet('csv', 'Total'),
      'report as XLSX': sheet('xlsx', 'Total'),
      'area page, this year': page(thisYear, ({ issued }) => issued.year, isThisYear),
      'area page, months': page(thisYear, ({ months }) => sum(months, (boxes: number) => boxes), isThisYear),
      'area page, ever': page(ever, ({ issued }) => issued.total, isEver),
      'page above, this year': below(thisYear, ({ issued }) => issued.year, isThisYear),
      'page above, ever': below(ever, ({ issued }) => issued.total, isEver),
      'verdict of the year, and today': verdict(({ issued }, today) => issued + today),
      'list of machines, ever': {
        at: async (look) =>
          new Map([
            ['360000 ever', sum(await look.pages('/machines?limit=1000', 'machines'), ({ issued }) => issued.total)],
          ]),
        of: (key) => key === '360000 ever',
      },
      'list of machines, this year': {
        at: async (look) =>
          new Map([
            [
              `360000 ${look.year}`,
              sum(await look.pages('/machines?limit=1000', 'machines'), ({ issued }) => issued.year),
            ],
          ]),
        of: (key, { year }) => key === `360000 ${year}`,
      },
    },
  },
  'boxes issued today': {
    truth: (truth, { day }) =>
      countBy(
        truth.issued.filter((box) => box.day === day),
        (box) => areasWith(box, truth).map((area) => `${area} today`),
      ),
    shown: {
      'area page': page(
        () => 'today',
        ({ issued }) => issued.today,
        undefined,
      ),
      'page above': below(
        () => 'today',
        ({ issued }) => issued.today,
        () => true,
      ),
      'list of machines': {
        at: async (look) =>
          new Map([
            ['360000 today', sum(await look.pages('/machines?limit=1000', 'machines'), ({ issued }) => issued.today)],
          ]),
        of: isProvince,
      },
    },
  },
  'boxes in doubt': {
    truth: (truth) => byAreaAndSpan(truth.inDoubt, truth),
    shown: {
      'report by area, total': reports('area', ({ total }) => total.uncertain),
      'report by area, rows': reports('area', ({ rows }) => sum(rows, (row: Answer) => row.uncertain)),
      'report by product, rows': reports('product', ({ rows }) => sum(rows, (row: Answer) => row.uncertain)),
      'report by machine, rows': reports('machine', ({ rows }) => sum(rows, (row: Answer) => row.uncertain)),
      'report by machine, a page': reports('machine&limit=1', ({ total }) => total.uncertain),
      'report as CSV': sheet('csv', 'Uncertain'),
      'report as XLSX': sheet('xlsx', 'Uncertain'),
      'area page': page(ever, ({ uncertain }) => uncertain, isEver),
      'page above': below(ever, ({ uncertain }) => uncertain, isEver),
      'verdict of the year': verdict(({ uncertain }) => uncertain),
      'list of machines': {
        at: async (look) =>
          new Map([
            ['360000 ever', sum(await look.pages('/machines?limit=1000', 'machines'), ({ uncertain }) => uncertain)],
          ]),
        of: (key) => key === '360000 ever',
      },
    },
  },
};

export { dayBefore };
