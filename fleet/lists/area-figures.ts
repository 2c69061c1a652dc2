import { childrenOf, isWithin } from '../../shared/areas/jiangxi.ts';
import type { AreaFigures, YearReport } from '../../shared/contracts/fleet/area.ts';
import type { CountyFigures } from '../registry/records.ts';

/** Adds figures of one kind to a sum, name by name. */
function add(sum: Record<string, number>, more: Readonly<Record<string, number>>): void {
  for (const name in more) sum[name] = (sum[name] ?? 0) + (more[name] ?? 0);
}

function merge(sum: Sums, more: CountyFigures): Sums {
  add(sum.machines, more.machines);
  add(sum.issued, more.issued);
  add(sum.link, more.link);
  add(sum.flags, more.flags);
  add(sum.severity, more.severity);
  for (const name of plain) sum[name] += more[name];
  return sum;
}

const plain = [
  'uncertain',
  'stock',
  'capacity',
  'empty',
  'toRestock',
] as const satisfies readonly (keyof CountyFigures)[];

type Sums = { -readonly [Name in keyof CountyFigures]: CountyFigures[Name] };
/** The sums over machines, without their boxes. */
export type FigureSums = Omit<Sums, 'code' | 'issued' | 'uncertain'>;

/** The figures of no machines. */
export const noFigures = (): FigureSums => ({
  machines: { total: 0, inService: 0, suspended: 0, planned: 0, retired: 0 },
  stock: 0,
  capacity: 0,
  empty: 0,
  toRestock: 0,
  link: { up: 0, down: 0, unknown: 0 },
  flags: {},
  severity: { urgent: 0, high: 0, normal: 0, low: 0 },
});

/**
 * The figures of an area: the sums of its counties, and for the year so far its verdict [rules,
 * pace].
 */
export function figuresOf(
  { code, name, level, machineYears, average, judged, atPace, shareAtPace, reached }: YearReport['areas'][number],
  counties: readonly CountyFigures[],
): AreaFigures {
  const sums = counties
    .filter((county) => isWithin(county.code, code))
    .reduce(merge, { ...noFigures(), code, uncertain: 0, issued: { today: 0, year: 0, total: 0 } });
  return { ...sums, code, name, level, machineYears, average, judged, atPace, shareAtPace, reached };
}

/**
 * The areas that the list of an area has a line for: those directly below it, or a county itself.
 */
export const areasListedUnder = (code: string): string[] => {
  const children = childrenOf(code).map((area) => area.code);
  return children.length === 0 ? [code] : children;
};
