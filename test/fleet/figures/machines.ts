import { countBy, type Display, each, type Figure, sum } from './figure.ts';
import type { Look } from './look.ts';
import type { Box } from './truth.ts';

// biome-ignore lint/suspicious/noExplicitAny: a test reads whatever the API answers.
type Answer = any;
type Numbers = readonly (readonly [string, number])[];

const rows = (look: Look): Promise<Answer[]> => look.pages('/machines?limit=1000', 'machines');

/** The values for each machine in the list, or in its sheet. */
const list = (read: (row: Answer) => Numbers): Display => ({
  at: async (look) => new Map((await rows(look)).flatMap(read)),
});
const sheet = (kind: 'csv' | 'xlsx', read: (row: Answer, look: Look) => Numbers): Display => ({
  at: async (look) => new Map((await look[kind]('/machines')).flatMap((row) => read(row, look))),
});

/** The values on a page of each machine. */
const pages = (
  path: (machine: string) => string,
  read: (answer: Answer, machine: string, look: Look) => Numbers,
): Display => ({
  at: (look, { machines }) => each(machines, async ({ machine }) => read(await look.get(path(machine)), machine, look)),
});

/** The values for each machine on the stream. */
const stream = (read: (message: Answer) => Numbers): Display => ({
  at: async (look) => new Map([...(await look.stream()).values()].flatMap(read)),
});

const page = (read: (answer: Answer, machine: string, look: Look) => Numbers): Display =>
  pages((machine) => `/machines/${machine}`, read);
const only = (shown: Display, ...endings: string[]): Display => ({
  ...shown,
  of: (key) => endings.some((end) => key.endsWith(` ${end}`)),
});

const issuedOf = ({ machine, issued }: Answer): Numbers => [
  [`${machine} today`, issued.today],
  [`${machine} year`, issued.year],
  [`${machine} ever`, issued.total],
];

const spansWith = ({ machine, day }: Box, look: Look): string[] => [
  `${machine} ever`,
  ...(day.startsWith(look.year) ? [`${machine} year`] : []),
  ...(day === look.day ? [`${machine} today`] : []),
];

/** Figures of each machine. */
export const machineFigures: Readonly<Record<string, Figure>> = {
  'boxes issued': {
    truth: ({ issued }, look) => countBy(issued, (box) => spansWith(box, look)),
    shown: {
      list: list(issuedOf),
      stream: stream(issuedOf),
      page: page(issuedOf),
      'days of its page': only(
        pages(
          (machine) => `/machines/${machine}/issues?from=2015-01-01`,
          ({ days }, machine) => [[`${machine} ever`, sum(days, ({ issued }: Answer) => issued)]],
        ),
        'ever',
      ),
      'products of its page': only(
        pages(
          (machine) => `/machines/${machine}/issues`,
          ({ days }, machine) => [
            [
              `${machine} year`,
              sum(days, ({ products }: Answer) => sum(Object.values<number>(products), (boxes) => boxes)),
            ],
          ],
        ),
        'year',
      ),
      'hours of its page': only(
        pages(
          (machine) => `/machines/${machine}/issues`,
          ({ hours }, machine) => [[`${machine} year`, sum(hours, (boxes: number) => boxes)]],
        ),
        'year',
      ),
      'list as CSV': sheet('csv', (row) => [
        [`${row.Machine} today`, Number(row.Today)],
        [`${row.Machine} year`, Number(row['This year'])],
        [`${row.Machine} ever`, Number(row.Total)],
      ]),
      'list as XLSX': sheet('xlsx', (row) => [
        [`${row.Machine} today`, Number(row.Today)],
        [`${row.Machine} year`, Number(row['This year'])],
        [`${row.Machine} ever`, Number(row.Total)],
      ]),
      'report by machine': only(
        {
          at: async (look) =>
            new Map(
              (await look.get(`/reports/issued?by=machine&from=${look.year}-01&to=${look.year}-12`)).rows.map(
                (row: Answer) => [`${row.key} year`, row.issued],
              ),
            ),
        },
        'year',
      ),
    },
  },
  'boxes issued of the year up to yesterday': {
    truth: ({ issued }, look) =>
      countBy(
        issued.filter(({ day }) => day.startsWith(look.year) && day < look.day),
        ({ machine }) => [machine],
      ),
    shown: {
      page: page(({ pace }, machine) => [[machine, pace.issued]]),
      'its line over the year': pages(
        (machine) => `/machines/${machine}/pace`,
        ({ curve }, machine) => [[machine, curve.at(-1)?.issued ?? 0]],
      ),
      'verdict of the year': {
        at: async (look) =>
          new Map((await look.get('/reports/year')).machines.map((row: Answer) => [row.machine, row.issued])),
      },
      'verdict as XLSX': {
        at: async (look) =>
          new Map((await look.xlsx('/reports/year', 1)).map((row) => [String(row.Machine), Number(row.Issued)])),
      },
    },
  },
  'boxes in doubt': {
    truth: ({ inDoubt }) => countBy(inDoubt, ({ machine }) => [machine]),
    shown: {
      list: list(({ machine, uncertain }) => [[machine, uncertain]]),
      stream: stream(({ machine, uncertain }) => [[machine, uncertain]]),
      page: page(({ uncertain }, machine) => [[machine, uncertain]]),
      'lanes of its page': page(({ lanes }, machine) => [[machine, sum(lanes, ({ uncertain }: Answer) => uncertain)]]),
      'days of its page': pages(
        (machine) => `/machines/${machine}/issues?from=2015-01-01`,
        ({ days }, machine) => [[machine, sum(days, ({ uncertain }: Answer) => uncertain)]],
      ),
      'stock of its page': pages(
        (machine) => `/machines/${machine}/stock?from=2015-01-01`,
        ({ days }, machine) => [[machine, days.at(-1)?.uncertain ?? 0]],
      ),
      'list as CSV': sheet('csv', (row) => [[String(row.Machine), Number(row.Uncertain)]]),
      'list as XLSX': sheet('xlsx', (row) => [[String(row.Machine), Number(row.Uncertain)]]),
      'report by machine': {
        at: async (look) =>
          new Map(
            (await look.get(`/reports/issued?by=machine&from=2015-01&to=${look.year}-12`)).rows.map((row: Answer) => [
              row.key,
              row.uncertain,
            ]),
          ),
      },
      'flag for a stock-take': {
        at: async (look) =>
          new Map(
            (await look.pages('/flags?kind=stock-take&limit=500', 'flags')).map(({ machine, facts }) => [
              machine,
              facts.uncertain,
            ]),
          ),
      },
    },
  },
  stock: {
    truth: (truth, look) =>
      each(truth.machines, async ({ machine }) => [
        [
          machine,
          sum((await look.get(`/machines/${machine}`)).lanes, ({ lots }: Answer) =>
            sum(lots, ({ count }: Answer) => count),
          ),
        ],
      ]),
    shown: {
      list: list(({ machine, stock }) => [[machine, stock]]),
      stream: stream(({ machine, stock }) => [[machine, stock]]),
      page: page(({ stock }, machine) => [[machine, stock]]),
      'stock of its page': pages(
        (machine) => `/machines/${machine}/stock?from=2015-01-01`,
        ({ days }, machine) => [[machine, days.at(-1)?.stock ?? 0]],
      ),
      'list as CSV': sheet('csv', (row) => [[String(row.Machine), Number(row['Stock (boxes)'])]]),
      'restock sheet': {
        at: (look, { machines }) =>
          each(machines, async ({ machine }) => stockOf((await look.get(`/restock?machine=${machine}`)).stops)),
      },
    },
  },
};

const stockOf = (stops: Answer[]): Numbers =>
  stops.map(
    ({ machine, products }) =>
      [machine, sum(products, (product: Answer) => sum(product.lanes, ({ stock }: Answer) => stock))] as const,
  );
