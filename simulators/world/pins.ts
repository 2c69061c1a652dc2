import type { Pins } from '../../fleet/ports/pins.ts';
import type { PinHash } from '../../shared/contracts/staff.ts';
import type { Random } from './random.ts';

/** A hash that needs no time: the digits themselves, in the form of a hash. */
export const pinHash = (pin: string): PinHash => ({
  ...{ ln: 10, r: 1, p: 1 },
  salt: `${'A'.repeat(22)}==`,
  key: `${pin.padEnd(43, 'A')}=`,
});

/** PINs of a simulated fleet: nobody guesses them. */
export const worldPins = (random: Pick<Random, 'between'>): Pins => ({
  draw: () => String(random.between(100_000, 999_999, 'fleet: PIN')),
  hash: async (pin) => pinHash(pin),
});
