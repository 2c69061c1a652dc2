import { expect, test } from 'vitest';
import { issuedReport } from '../../fleet/lists/issued-report.ts';

const names = { machine: (id: string) => id, product: (code: string) => code };
const asked = { region: '3601', from: '2026-01', to: '2026-02', by: 'product' } as const;
const of = (month: string, product: string, issued: number, uncertain: number) => ({
  key: product,
  month,
  issued,
  uncertain,
});

test('a row of a span of months is the sum of its months, of boxes issued and in doubt alike', () => {
  const { rows, total } = issuedReport(
    asked,
    [of('2026-01', 'CD-M', 5, 2), of('2026-02', 'CD-M', 4, 1), of('2026-02', 'CD-L', 3, 0)],
    names,
    0,
  );
  expect(rows.map(({ key, issued, uncertain }) => [key, issued, uncertain])).toEqual([
    ['CD-L', 3, 0],
    ['CD-M', 9, 3],
  ]);
  expect(total).toEqual({ months: [5, 7], issued: 12, uncertain: 3 });
});
