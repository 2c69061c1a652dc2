/** A figure rounded to a number of decimal places. Null if it is null or infinite. */
export const round = (value: number | null, digits: number): number | null =>
  value === null || !Number.isFinite(value) ? null : Number(value.toFixed(digits));

/** A finite figure rounded to a number of decimal places. */
export const rounded = (value: number, digits: number): number => Number(value.toFixed(digits));
