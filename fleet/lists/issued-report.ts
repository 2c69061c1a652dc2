import { areaOf, isWithin } from '../../shared/areas/jiangxi.ts';
import type { IssuedReport } from '../../shared/contracts/fleet/area.ts';
import type { MonthIssue } from '../registry/records.ts';
import { areasListedUnder } from './area-figures.ts';

/** All months from one to another. Both are included. */
function monthsBetween(from: string, to: string): string[] {
  const months: string[] = [];
  for (
    let [year, month] = from.split('-').map(Number) as [number, number];
    ;
    [year, month] = month === 12 ? [year + 1, 1] : [year, month + 1]
  ) {
    const text = `${year}-${String(month).padStart(2, '0')}`;
    if (text > to || months.length === 240) return months;
    months.push(text);
  }
}

type Row = IssuedReport['rows'][number];

/**
 * Sums boxes by month and by the key that `keyOf` returns. A line with the key null is left out.
 */
function sumRows(
  issues: readonly MonthIssue[],
  months: readonly string[],
  keys: readonly string[],
  keyOf: (issue: MonthIssue) => string | null,
  nameOf: (key: string) => string,
): Row[] {
  const at = new Map(months.map((month, index) => [month, index]));
  const rows = new Map<string, Row>();
  const rowOf = (key: string): Row => {
    const row = rows.get(key) ?? { key, name: nameOf(key), months: months.map(() => 0), issued: 0, uncertain: 0 };
    rows.set(key, row);
    return row;
  };
  for (const key of keys) rowOf(key);
  for (const issue of issues) {
    const key = keyOf(issue);
    const index = at.get(issue.month);
    if (key === null || index === undefined) continue;
    const line = rowOf(key);
    line.months[index] = (line.months[index] ?? 0) + issue.issued;
    line.issued += issue.issued;
    line.uncertain += issue.uncertain;
  }
  return [...rows.values()];
}

/**
 * Confirmed boxes by month, and by area, product or machine. `issues` are by county, product or
 * machine accordingly.
 */
export function issuedReport(
  asked: { readonly region: string; readonly from: string; readonly to: string; readonly by: IssuedReport['by'] },
  issues: readonly MonthIssue[],
  names: { readonly machine: (id: string) => string; readonly product: (code: string) => string },
  asOf: number,
): Omit<IssuedReport, 'quarantined'> {
  const months = monthsBetween(asked.from, asked.to);
  const areas = areasListedUnder(asked.region);
  const ofEach = (nameOf: (key: string) => string): Row[] =>
    sumRows(issues, months, [], (issue) => issue.key, nameOf).sort((a, b) => order(a.key, b.key));
  const rows = {
    area: () =>
      sumRows(
        issues,
        months,
        areas,
        (issue) => areas.find((code) => isWithin(issue.key, code)) ?? null,
        (code) => areaOf(code)?.name ?? code,
      ),
    product: () => ofEach(names.product),
    machine: () => ofEach(names.machine),
  }[asked.by]();
  const [total] = sumRows(
    issues,
    months,
    ['total'],
    () => 'total',
    () => 'total',
  );
  return {
    asOf,
    ...asked,
    months,
    rows,
    total: {
      months: total?.months ?? [],
      issued: total?.issued ?? 0,
      uncertain: total?.uncertain ?? 0,
    },
    next: null,
  };
}

const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
