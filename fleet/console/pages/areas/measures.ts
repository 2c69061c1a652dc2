import type { AreaFigures } from '../../../../shared/contracts/fleet-http.ts';
import type { Format } from '../../texts/format.ts';

export const measureKeys = ['share', 'average', 'stock', 'trouble'] as const;
/** A figure by which areas can be compared. */
export type MeasureKey = (typeof measureKeys)[number];

/**
 * One way to compare areas: the figure, its format, and the bounds of its five shades. Better ones
 * are darker.
 */
interface Measure {
  readonly value: (area: AreaFigures) => number | null;
  readonly write: (value: number, format: Format) => string;
  readonly bounds: (target: number) => readonly [number, number, number, number];
  /** Less is better. */
  readonly fewer?: true;
}

export const measures: Record<MeasureKey, Measure> = {
  share: {
    value: (area) => area.shareAtPace,
    write: (value, format) => format.percent(value),
    bounds: () => [0.2, 0.35, 0.5, 0.65],
  },
  average: {
    value: (area) => area.average,
    write: (value, format) => format.count(value),
    bounds: (target) => [target * 0.5, target * 0.75, target, target * 1.5],
  },
  stock: {
    value: (area) => (area.capacity > 0 ? area.stock / area.capacity : null),
    write: (value, format) => format.percent(value),
    bounds: () => [0.3, 0.45, 0.6, 0.75],
  },
  trouble: {
    value: (area) => area.severity.urgent,
    write: (value, format) => format.count(value),
    bounds: () => [0, 1, 3, 6],
    fewer: true,
  },
};

/** The shade of a figure, 0 (worst) to 4. Null if the area has no such figure. */
export function shadeOf(key: MeasureKey, area: AreaFigures, target: number): number | null {
  const measure = measures[key];
  const value = measure.value(area);
  if (value === null) return null;
  const bounds = measure.bounds(target);
  const passed = bounds.filter((bound) => (measure.fewer ? value > bound : value >= bound)).length;
  return measure.fewer ? 4 - passed : passed;
}
