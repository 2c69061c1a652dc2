/** One measured figure, with the baseline of the same run. */
export interface Row {
  readonly what: string;
  readonly value: number;
  readonly unit: string;
  /** The baseline that it cannot beat, in the same unit. */
  readonly beside: { readonly what: string; readonly value: number } | null;
  /** The value that is compared with the limit: the figure itself, or its ratio to the baseline. */
  readonly limit: {
    readonly of: 'value' | 'ratio';
    readonly is: 'at most' | 'at least';
    readonly bound: number;
  } | null;
}

export const ratioOf = ({ value, beside }: Row): number | null => (beside ? value / beside.value : null);

/** Whether a row is within its limit; null if it has none. */
export function passes(row: Row): boolean | null {
  if (!row.limit) return null;
  const held = row.limit.of === 'ratio' ? ratioOf(row) : row.value;
  if (held === null || Number.isNaN(held)) return false;
  return row.limit.is === 'at most' ? held <= row.limit.bound : held >= row.limit.bound;
}

const round = (value: number): string =>
  value >= 1000 ? Math.round(value).toLocaleString('en') : value.toFixed(value >= 100 ? 0 : value >= 10 ? 1 : 2);

/** The figures as a table for people. */
export function tableOf(rows: readonly Row[]): string {
  const cells = rows.map((row) => {
    const ratio = ratioOf(row);
    const pass = passes(row);
    return [
      row.what,
      `${round(row.value)} ${row.unit}`,
      row.beside ? `${row.beside.what} ${round(row.beside.value)} ${row.unit}` : '',
      ratio === null ? '' : round(ratio),
      row.limit ? `${row.limit.of} ${row.limit.is} ${row.limit.bound}` : '',
      pass === null ? '' : pass ? 'pass' : 'FAIL',
    ];
  });
  const all = [['what', 'measured', 'beside', 'ratio', 'limit', ''], ...cells];
  const widths = all[0]?.map((_, column) => Math.max(...all.map((line) => line[column]?.length ?? 0))) ?? [];
  return all
    .map((line) => line.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  '))
    .map((line) => line.trimEnd())
    .join('\n');
}

/** The quantile: the value that `share` of all values do not exceed. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}
