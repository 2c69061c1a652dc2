/** A figure with so many digits behind the point; null where it is none or endless. */
export const round = (value: number | null, digits: number): number | null =>
  value === null || !Number.isFinite(value) ? null : Number(value.toFixed(digits));

/** A finite figure with so many digits behind the point. */
export const rounded = (value: number, digits: number): number => Number(value.toFixed(digits));
