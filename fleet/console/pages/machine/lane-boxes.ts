import type { LaneView } from '../../../../shared/contracts/fleet-http.ts';
import { withNullPrototype } from '../../../../shared/contracts/null-prototype.ts';

const lotTone: Record<string, string> = withNullPrototype({ fit: 'fit', expiring: 'soon', unknown: 'unknown' });

/**
 * The most boxes drawn: what a lane can hold. If the books have more, the number next to the
 * drawing says so.
 */
export const drawnBoxes = 200;

/**
 * From this many boxes on, no gaps are drawn, because the gaps alone would be higher than the lane.
 */
export const closeBoxes = 30;

/** A lane's boxes as they are drawn, front first. `edge` is true if another lot begins. */
export function boxesOf(lots: LaneView['lots']): { key: string; tone: string; edge: boolean }[] {
  const boxes: { key: string; tone: string; edge: boolean }[] = [];
  for (const [i, lot] of lots.entries())
    for (let n = 0; n < lot.count && boxes.length < drawnBoxes; n += 1)
      boxes.push({ key: `${i}-${n}`, tone: lotTone[lot.state] ?? 'stopped', edge: n === 0 && i > 0 });
  return boxes;
}
