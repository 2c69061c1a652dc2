import { randomBytes, randomInt, scrypt } from 'node:crypto';
import { pinDigits } from '../../../shared/contracts/staff.ts';
import { isWeakPin } from '../../../shared/rules/weak-pin.ts';
import type { Pins } from '../../ports/pins.ts';

/** 16 MiB, and about 0.3 s on the small computers of kiosks, which check it. */
const cost = { ln: 14, r: 8, p: 1 } as const;
const saltBytes = 16;
const keyBytes = 32;

const drawOne = (): string => Array.from({ length: pinDigits.least }, () => randomInt(10)).join('');

/** PINs from the system's random source, hashed with scrypt. */
export const systemPins: Pins = {
  draw: () => {
    let pin = drawOne();
    while (isWeakPin(pin)) pin = drawOne();
    return pin;
  },
  hash: (pin) =>
    new Promise((resolve, reject) => {
      const salt = randomBytes(saltBytes);
      scrypt(pin, salt, keyBytes, { N: 2 ** cost.ln, r: cost.r, p: cost.p }, (error, key) =>
        error ? reject(error) : resolve({ ...cost, salt: salt.toString('base64'), key: key.toString('base64') }),
      );
    }),
};
