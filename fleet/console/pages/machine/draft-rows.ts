let lastKey = 0;
/** Identifies rows while their contents are edited. */
export const nextKey = (): number => {
  lastKey += 1;
  return lastKey;
};

/** Rows with one of them changed. */
export const withChange = <Row extends { readonly key: number }>(
  rows: readonly Row[],
  key: number,
  change: Partial<Row>,
): Row[] => rows.map((row) => (row.key === key ? { ...row, ...change } : row));

/** Rows without one of them. */
export const without = <Row extends { readonly key: number }>(rows: readonly Row[], key: number): Row[] =>
  rows.filter((row) => row.key !== key);
