import { pathOf } from '../../shared/areas/jiangxi.ts';
import type { AreaView, YearReport } from '../../shared/contracts/fleet/area.ts';
import type { CountyBoxes, CountyFigures, MonthIssue } from '../registry/records.ts';
import { figuresOf } from './area-figures.ts';

/** Boxes of the year by month, January first, and by county. */
export function yearBoxes(issues: readonly MonthIssue[]): { months: number[]; counties: Map<string, number> } {
  const months = new Array<number>(12).fill(0);
  const counties = new Map<string, number>();
  for (const { key, month, issued } of issues) {
    const index = Number(month.slice(5)) - 1;
    months[index] = (months[index] ?? 0) + issued;
    counties.set(key, (counties.get(key) ?? 0) + issued);
  }
  return { months, counties };
}

/** Each county's boxes: of the year, in total, and uncertain now. */
export const countyBoxes = (
  ofYear: ReadonlyMap<string, number>,
  totals: readonly { readonly region: string; readonly issued: number; readonly uncertain: number }[],
): Map<string, CountyBoxes> =>
  new Map(
    totals.map(({ region, issued, uncertain }) => [
      region,
      { year: ofYear.get(region) ?? 0, total: issued, uncertain },
    ]),
  );

/**
 * An area's page: its figures and those of the areas below it. `lines` are the lines of the
 * verdict, the area's own first.
 */
export function areaView(
  area: string,
  lines: YearReport['areas'],
  counties: readonly CountyFigures[],
  rest: Pick<AreaView, 'asOf' | 'through' | 'target' | 'months' | 'quarantined'>,
): AreaView {
  const [here, ...below] = lines;
  if (!here) throw new Error(`${area} has no line in its own verdict`);
  return {
    ...figuresOf(here, counties),
    ...rest,
    path: pathOf(area).map(({ code, name, level }) => ({ code, name, level })),
    children: below.map((child) => figuresOf(child, counties)),
  };
}
