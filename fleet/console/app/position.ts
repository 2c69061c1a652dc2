import type { Position } from '../../../shared/contracts/fleet-http.ts';

/** A position as people write it: `28.682, 115.8579`. */
export const positionText = ({ lat, lon }: Position): string => `${lat}, ${lon}`;

/**
 * A position that somebody typed, with a comma of either width between the two numbers. Null if
 * nothing was typed, undefined if it is no position.
 */
export function readPosition(typed: string): Position | null | undefined {
  if (typed.trim() === '') return null;
  const numbers = typed.split(/[,\uff0c\s]+/).filter((each) => each !== '');
  const [lat = Number.NaN, lon = Number.NaN] = numbers.map(Number);
  const isRight = numbers.length === 2 && Math.abs(lat) <= 90 && Math.abs(lon) <= 180;
  return isRight ? { lat, lon } : undefined;
}
