import type { LaneHardware } from '../port.ts';

/**
 * What a dispensing status means for a turn [VMC V3 §6.2]. `waits`: not documented, so neither
 * progress nor end.
 */
export type CodeClass = 'begun' | 'progress' | 'delivered' | 'nothing' | 'absent' | 'uncertain' | 'ended' | 'waits';

const list = (means: CodeClass, ...codes: number[]): [number, CodeClass][] => codes.map((code) => [code, means]);

const CLASSES = new Map<number, CodeClass>([
  ...list('begun', 0x01),
  ...list('delivered', 0x02),
  ...list('nothing', 0x03),
  ...list('absent', 0x06),
  ...list('ended', 0xff),
  ...list('progress', 0x10, 0x11, 0x14, 0x16, 0x18, 0x19, 0x22, 0x23, 0x26, 0x40, 0x41, 0x42),
  ...list('uncertain', 0x04, 0x07, 0x12, 0x13, 0x15, 0x17, 0x20, 0x21, 0x25, 0x28, 0x29, 0x30, 0x31, 0x32),
]);

/** "Please take out the lunch box": a purchase that succeeded, says the document [VMC V3 §11.7]. */
const LUNCH_BOX = 0x24;

/** The class of a status code. What 0x24 means is configured for each board. */
export function classOf(code: number, lunchBox: 'delivered' | 'uncertain'): CodeClass {
  return code === LUNCH_BOX ? lunchBox : (CLASSES.get(code) ?? 'waits');
}

/**
 * What a check (0x02) reports about a lane [VMC V3 §6.1]: its state, or why nothing can be vended
 * now.
 */
export function checkedAs(code: number): { readonly hardware: LaneHardware } | { readonly reason: string } {
  switch (code) {
    case 0x01:
    // Out of stock is the board's own count. 0x06 does not update it, because the kiosk counts.
    case 0x02:
      return { hardware: 'ready' };
    case 0x03:
      return { hardware: 'absent' };
    // Paused: not fit to vend until somebody has checked it.
    case 0x04:
      return { hardware: 'jam' };
    case 0x05:
      return { reason: 'box-in-lift' };
    case 0x06:
      return { reason: 'delivery-door' };
    default:
      return { reason: `check-${code.toString(16).padStart(2, '0')}` };
  }
}
