import type { LaneView } from '../../../../shared/contracts/fleet-http.ts';
import { withNullPrototype } from '../../../../shared/contracts/null-prototype.ts';

const lotTone: Record<string, string> = withNullPrototype({ fit: 'fit', expiring: 'soon', unknown: 'unknown' });

/** Boxes drawn at most: what a lane can hold. Books that say more are shown as the number beside. */
export const drawnBoxes = 200;

/** Boxes from which on no gap is drawn between them: their gaps alone would be higher than the lane. */
export const closeBoxes = 30;

/** A lane's boxes as they are drawn, the front one first: `edge` where another lot begins. */
export function boxesOf(lots: LaneView['lots']): { key: string; tone: string; edge: boolean }[] {
  const boxes: { key: string; tone: string; edge: boolean }[] = [];
  for (const [i, lot] of lots.entries())
    for (let n = 0; n < lot.count && boxes.length < drawnBoxes; n += 1)
      boxes.push({ key: `${i}-${n}`, tone: lotTone[lot.state] ?? 'stopped', edge: n === 0 && i > 0 });
  return boxes;
}
