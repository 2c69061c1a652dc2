/** The separator that ends a field of variable length: FNC1, which scanners send as ASCII 29. */
export const groupSeparator = '\u001d';

/** One field of a GS1 code: its application identifier and its data. */
export interface Gs1Field {
  readonly ai: string;
  readonly data: string;
}

/** Data lengths of the identifiers whose length GS1 fixed for ever, by their first two digits. */
const fixedLengths: Readonly<Record<string, number>> = {
  '00': 18,
  '01': 14,
  '02': 14,
  '03': 14,
  '04': 16,
  '11': 6,
  '12': 6,
  '13': 6,
  '14': 6,
  '15': 6,
  '16': 6,
  '17': 6,
  '18': 6,
  '19': 6,
  '20': 2,
  '31': 6,
  '32': 6,
  '33': 6,
  '34': 6,
  '35': 6,
  '36': 6,
  '41': 13,
};

const threeDigits = /^(?:23|24|25|40|41|42|71)/;
const fourDigits = /^(?:3[1-69]|43|7[02]|8[0-2])/;

const identifierLength = (text: string): number => (fourDigits.test(text) ? 4 : threeDigits.test(text) ? 3 : 2);

/**
 * The fields of a GS1 element string, in their order; null for another text. Fields of variable
 * length end at the separator or at the end of the text. Identifiers that nobody here needs are
 * read, too.
 */
export function gs1Fields(text: string): Gs1Field[] | null {
  const fields: Gs1Field[] = [];
  let rest = text.startsWith(groupSeparator) ? text.slice(1) : text;
  while (rest !== '') {
    const ai = rest.slice(0, identifierLength(rest));
    if (!/^\d{2,4}$/.test(ai) || ai.length < identifierLength(rest)) return null;
    const fixed = fixedLengths[ai.slice(0, 2)];
    const end = rest.indexOf(groupSeparator);
    const length = fixed ?? (end < 0 ? rest.length - ai.length : end - ai.length);
    const data = rest.slice(ai.length, ai.length + length);
    if (data.length < (fixed ?? 1) || data.includes(groupSeparator)) return null;
    fields.push({ ai, data });
    rest = rest.slice(ai.length + length);
    if (rest.startsWith(groupSeparator)) rest = rest.slice(1);
  }
  return fields.length === 0 ? null : fields;
}

/** Whether the last digit of a GTIN or EAN-13 is the check digit of the others. */
export function isChecked(digits: string): boolean {
  if (!/^\d{8,14}$/.test(digits)) return false;
  const sum = [...digits]
    .reverse()
    .reduce((total, digit, index) => total + Number(digit) * (index % 2 === 0 ? 1 : 3), 0);
  return sum % 10 === 0;
}
