/** Whether each digit follows the one before it by the same step: 123456, 864208 counted round. */
function isRow(digits: readonly number[]): boolean {
  const steps = digits.slice(1).map((digit, index) => (digit - (digits[index] ?? 0) + 10) % 10);
  return new Set(steps).size === 1;
}

/** Whether the digits are one short piece again and again: 121212, 123123. */
const isRepeated = (pin: string): boolean =>
  [1, 2, 3, 4].some((length) => pin.length % length === 0 && pin === pin.slice(0, length).repeat(pin.length / length));

/** Whether the digits may be a day: 19900101, 900101, 010190, 20261129. */
function isDay(pin: string): boolean {
  const isIn = (month: string, date: string): boolean =>
    Number(month) >= 1 && Number(month) <= 12 && Number(date) >= 1 && Number(date) <= 31;
  const [, year, month = '', date = ''] = /^(19\d\d|20\d\d|\d\d)(\d\d)(\d\d)$/.exec(pin) ?? [];
  if (year !== undefined && isIn(month, date)) return true;
  const [, first = '', second = ''] = /^(\d\d)(\d\d)(?:19\d\d|20\d\d|\d\d)$/.exec(pin) ?? [];
  return isIn(first, second) || isIn(second, first);
}

/**
 * Whether a PIN is among the first that somebody tries: rows and repetitions, days, mirrored digits
 * and fewer than four different ones.
 */
export function isWeakPin(pin: string): boolean {
  const digits = [...pin].map(Number);
  const isMirrored = pin === [...pin].reverse().join('');
  return new Set(digits).size < 4 || isMirrored || isRow(digits) || isRepeated(pin) || isDay(pin);
}
