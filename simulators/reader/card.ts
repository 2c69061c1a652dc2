/** What is written on a constructed card. No real person's data is ever used. */
export interface WrittenCard {
  readonly kind: 'resident' | 'J' | 'I' | 'Y';
  readonly name: string;
  readonly number: string;
  /** YYYYMMDD. */
  readonly birth: string;
  readonly address: string;
  readonly validFrom: string;
  /** YYYYMMDD or 长期. */
  readonly validTo: string;
}

const textBytes = 256;

/** A constructed resident card with this number, whose day of birth is in the number. */
export const residentCard = (number: string, more: Partial<WrittenCard> = {}): WrittenCard => ({
  kind: 'resident',
  name: '样例',
  number,
  birth: number.slice(6, 14),
  address: '示例省示例市示例路1号',
  validFrom: '20200101',
  validTo: '20400101',
  ...more,
});

/** The text of a card as its chip holds it: 256 bytes of UTF-16LE, filled with spaces. */
export function cardText({ kind, name, number, birth, address, validFrom, validTo }: WrittenCard): Uint8Array {
  const text = new Uint8Array(textBytes);
  for (let at = 0; at < textBytes; at += 2) text[at] = 0x20;
  const put = (at: number, words: string): void => {
    for (const [index, unit] of [...words].map((sign) => sign.charCodeAt(0)).entries()) {
      text[at + 2 * index] = unit & 0xff;
      text[at + 2 * index + 1] = unit >> 8;
    }
  };
  put(0, name);
  put(kind === 'I' ? 120 : 30, '1');
  put(kind === 'I' ? 220 : 36, birth);
  if (kind === 'resident' || kind === 'J') put(52, address);
  put(122, number);
  put(188, validFrom);
  put(204, validTo);
  if (kind !== 'resident') put(248, kind);
  return text;
}

/** The check character of a number's first 17 digits of GB 11643. */
export function withCheck(seventeen: string): string {
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
  const sum = weights.reduce((total, weight, index) => total + weight * Number(seventeen[index]), 0);
  return `${seventeen}${'10X98765432'[sum % 11]}`;
}
