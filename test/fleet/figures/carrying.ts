import { type Answer, areaPage, inUse, machinePages, type Numbers, pageAbove, standsIn } from './counts.ts';
import { countBy, type Display, each, type Figure } from './figure.ts';
import type { Look } from './look.ts';

const carried = ({ products }: Answer): Numbers =>
  products.map(({ product, restock }: Answer) => [product, restock] as const);
const restock = (read: (plan: Answer, look: Look, area: string) => Numbers | Promise<Numbers>): Display => ({
  at: (look, { areas }) =>
    each(areas, async (area) => {
      const found = await read(await look.get(`/restock?region=${area}`), look, area);
      return found.map(([key, value]) => [`${area} ${key}`, value] as const);
    }),
});
const ofSheet = (kind: 'csv' | 'xlsx', sheet: number, product: string, boxes: string): Display =>
  restock(async (_, look, area) => {
    const read = kind === 'csv' ? look.csv(`/restock?region=${area}`) : look.xlsx(`/restock?region=${area}`, sheet);
    return (await read).map((row) => [String(row[product]), Number(row[boxes])] as const);
  });

/** Machines to restock and boxes to bring, for each area, now. */
export const carryFigures: Readonly<Record<string, Figure>> = {
  'machines to restock': {
    truth: async (truth, look) =>
      countBy(
        (await machinePages(look, truth)).filter(
          (of) => inUse(of) && of.flags.some(({ kind }: Answer) => kind === 'restock'),
        ),
        (of) => standsIn(of, truth).map((area) => `${area} to`),
      ),
    shown: {
      'area page': areaPage(({ toRestock }) => [['to', toRestock]]),
      'page above': pageAbove(({ toRestock }) => [['to', toRestock]]),
      'restock sheet': restock(({ total }) => [['to', total]]),
      'stops of the sheet': restock(({ stops: all }) => [['to', all.length]]),
      'stops with boxes': restock(({ stops: all }) => [['to', all.filter(({ boxes }: Answer) => boxes > 0).length]]),
      'tasks of the day': {
        at: (look, { areas }) =>
          each(areas, async (area) => [
            [`${area} to`, (await look.get(`/today?region=${area}&limit=1`)).counts.restock],
          ]),
      },
    },
  },
  'boxes to carry': {
    truth: async (truth, look) => {
      const asking = (await machinePages(look, truth)).filter(
        (of) => inUse(of) && of.flags.some(({ kind }: Answer) => kind === 'restock'),
      );
      return each(asking, async (of) =>
        standsIn(of, truth).flatMap((area) =>
          carried(of).map(([product, boxes]) => [`${area} ${product}`, boxes] as const),
        ),
      );
    },
    shown: {
      'sum of the sheet': restock(({ sum: all }) => all.map(({ product, boxes }: Answer) => [product, boxes] as const)),
      'stops of the sheet': restock(({ stops: all }) => all.flatMap(carried)),
      'lanes of the sheet': restock(({ stops: all }) =>
        all.flatMap(({ products }: Answer) =>
          products.flatMap(({ product, lanes }: Answer) => lanes.map(({ add }: Answer) => [product, add] as const)),
        ),
      ),
      'sum of a page': restock(async (_, look, area) =>
        (await look.get(`/restock?region=${area}&limit=1`)).sum.map(
          ({ product, boxes }: Answer) => [product, boxes] as const,
        ),
      ),
      CSV: ofSheet('csv', 0, 'Product code', 'Add (boxes)'),
      'lanes in XLSX': ofSheet('xlsx', 0, 'Product code', 'Add (boxes)'),
      'sum in XLSX': ofSheet('xlsx', 1, 'Product code', 'Boxes'),
    },
  },
};
