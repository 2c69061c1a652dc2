import type { ProductCode } from '../../shared/contracts/ids.ts';
import type { Recall } from '../../shared/contracts/plan.ts';
import { addDays, formatDay, type LocalDay } from '../../shared/rules/calendar.ts';
import type { DemoMachine } from './machine.ts';
import { randomOf } from './random.ts';

/** A lot as it is printed on a box. */
export interface LotOnBox {
  readonly lot: string;
  readonly expires: string;
}

/** The lot that is recalled in the demo. Machines with that trouble were loaded with it. */
export const recalledLot = 'B250716';

/** The recalls at a machine. */
export const recallsOf = ({ lanes }: DemoMachine): Recall[] =>
  [...new Set(lanes.map(({ product }) => product))].map((product) => ({ product, lot: recalledLot }));

const dayMs = 86_400_000;

/**
 * The lot that a filler brings on a day: deliveries change monthly, and each maker has its own
 * format.
 */
export function loadLot(machine: DemoMachine, seed: number, product: ProductCode, day: LocalDay): LotOnBox {
  const month = Math.floor(day / 30);
  const random = randomOf(seed, 'lot', machine.region.slice(0, 4), product, month);
  const made = addDays((month * 30) as LocalDay, -random.between(90, 420));
  const digits = formatDay(made).replaceAll('-', '');
  const form = random.between(0, 2);
  const tail = String(random.between(1, 29)).padStart(2, '0');
  const lot = form === 0 ? `${digits.slice(2)}${tail}` : form === 1 ? digits : `B${digits.slice(2)}`;
  // Such a machine has one short-dated product; the others are as everywhere.
  const short = product === machine.lanes[0]?.product;
  const own = randomOf(seed, 'old lot', machine.index, product);
  const seen = Math.floor(machine.troubleFrom / dayMs) as LocalDay;
  switch (short || machine.trouble === 'recalled' ? machine.trouble : null) {
    case 'expired':
      return { lot, expires: formatDay(addDays(seen, own.between(-20, 25))) };
    case 'expiring':
      return { lot, expires: formatDay(addDays(seen, own.between(45, 170))) };
    case 'recalled':
      return { lot: own.happens(0.5) ? recalledLot : lot, expires: formatDay(addDays(made, 1460)) };
    default:
      return { lot, expires: formatDay(addDays(made, 365 * random.between(3, 5))) };
  }
}
