import { describe, expect, it } from 'vitest';
import { isWeakPin } from '../../../shared/rules/weak-pin.ts';

describe('a PIN', () => {
  it.each([
    '000000',
    '112211',
    '123456',
    '987654',
    '13579135',
    '121212',
    '147147',
    '12341234',
    '271172',
    '19900101',
    '20261129',
    '900101',
    '311290',
    '01311990',
  ])('%s is weak', (pin) => expect(isWeakPin(pin)).toBe(true));

  it.each(['271828', '907316', '4821773', '83915527'])('%s is not', (pin) => expect(isWeakPin(pin)).toBe(false));
});
