import { dayFrom, type LocalDay } from '../../../shared/rules/calendar.ts';
import type { Birth } from '../../../shared/rules/eligibility.ts';
import { Secret } from '../../../shared/secret.ts';
import type { Card, CardKind } from '../port.ts';

/** The fields that are read, as byte offsets into the 256 bytes of UTF-16LE text. */
const kindAt = 248;
const numberAt = 122;
const validFromAt = 188;
const validToAt = 204;

/** The place of the birth differs by kind; `number` is how many characters the number has. */
const kinds: Readonly<Record<string, { kind: CardKind; birthAt: number; number: 15 | 18; bornInNumber: boolean }>> = {
  ' ': { kind: 'resident', birthAt: 36, number: 18, bornInNumber: true },
  I: { kind: 'foreigner-2017', birthAt: 220, number: 15, bornInNumber: false },
  J: { kind: 'hmt-resident', birthAt: 36, number: 18, bornInNumber: true },
  Y: { kind: 'foreigner-2023', birthAt: 36, number: 18, bornInNumber: false },
};

/** The size of a card's text; any other text is not understood. */
const textBytes = 256;

/**
 * Reads what the rules need from a card's text; null if that text cannot be a card's. No text is
 * made of its characters: they stay bytes, which can be overwritten.
 */
export function readCardText(text: Uint8Array): Secret<Card> | null {
  if (text.length !== textBytes) return null;
  const sign = text[kindAt + 1] === 0 ? String.fromCharCode(text[kindAt] ?? 0) : '';
  const layout = Object.hasOwn(kinds, sign) ? kinds[sign] : undefined;
  if (layout === undefined) return null;
  const number = numberOf(ascii(text, numberAt, 18), layout.number);
  const birth = birthOf(ascii(text, layout.birthAt, 8));
  const validFrom = dayOf(ascii(text, validFromAt, 8));
  const validTo = isLongTerm(text, validToAt) ? 'long-term' : dayOf(ascii(text, validToAt, 8));
  if (number === null || birth === null || validFrom === 'wrong' || validTo === 'wrong') {
    number?.fill(0);
    return null;
  }
  if (layout.bornInNumber && !isBornThen(number, birth)) {
    number.fill(0);
    return null;
  }
  const document = { birth, validFrom, validTo: validTo === 'long-term' ? null : validTo };
  const isTest = number.subarray(0, 6).every((digit) => digit === zero);
  return new Secret<Card>({ kind: layout.kind, number, document, isTest }, overwrite);
}

function overwrite({ number, document }: Card): void {
  number.fill(0);
  Object.assign(document, { birth: { year: 0, month: 0, date: 0 }, validFrom: null, validTo: null });
}

const zero = 0x30;
const space = 0x20;
const isDigit = (byte: number): boolean => byte >= zero && byte <= zero + 9;

/** Characters of UTF-16LE as ASCII bytes without spaces at the end; null if one is not ASCII. */
function ascii(text: Uint8Array, at: number, characters: number): Uint8Array | null {
  const bytes = new Uint8Array(characters);
  for (let index = 0; index < characters; index++) {
    if (text[at + 2 * index + 1] !== 0) return null;
    bytes[index] = text[at + 2 * index] ?? 0;
  }
  let end = characters;
  while (end > 0 && bytes[end - 1] === space) end -= 1;
  return bytes.subarray(0, end);
}

/** 长期: the document has no last day. */
const isLongTerm = (text: Uint8Array, at: number): boolean =>
  text[at] === 0x7f && text[at + 1] === 0x95 && text[at + 2] === 0x1f && text[at + 3] === 0x67;

const numeral = (digits: Uint8Array): number => digits.reduce((sum, digit) => sum * 10 + (digit - zero), 0);

function birthOf(digits: Uint8Array | null): Birth | null {
  if (digits?.length !== 8 || !digits.every(isDigit)) return null;
  const birth = {
    year: numeral(digits.subarray(0, 4)),
    month: numeral(digits.subarray(4, 6)),
    date: numeral(digits.subarray(6, 8)),
  };
  digits.fill(0);
  return dayFrom(birth.year, birth.month, birth.date) === null ? null : birth;
}

/** A day of eight digits; null if the field is empty. */
function dayOf(digits: Uint8Array | null): LocalDay | null | 'wrong' {
  if (digits?.length === 0) return null;
  const read = birthOf(digits);
  return read === null ? 'wrong' : (dayFrom(read.year, read.month, read.date) ?? 'wrong');
}

/**
 * The number in its present form: an old one of 15 digits gets its century and its check character,
 * a small x becomes a capital one. Null if it cannot be a number of this kind.
 */
function numberOf(read: Uint8Array | null, characters: 15 | 18): Uint8Array | null {
  if (read === null) return null;
  const number = characters === 18 && read.length === 15 ? modern(read) : read.slice();
  read.fill(0);
  if (characters === 15) return number.length === 15 && number.every(isPlain) ? number : null;
  if (number.length !== 18) return null;
  if (number[17] === 0x78) number[17] = 0x58;
  return number.subarray(0, 17).every(isDigit) && number[17] === checkOf(number) ? number : null;
}

const isPlain = (byte: number): boolean => isDigit(byte) || (byte >= 0x41 && byte <= 0x5a);

function modern(old: Uint8Array): Uint8Array {
  const number = new Uint8Array(18);
  number.set(old.subarray(0, 6));
  number.set([zero + 1, zero + 9], 6);
  number.set(old.subarray(6), 8);
  number[17] = checkOf(number);
  return number;
}

const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2] as const;

/** The check character of a number of GB 11643, by ISO 7064 MOD 11-2. */
function checkOf(number: Uint8Array): number {
  const sum = weights.reduce((total, weight, index) => total + weight * ((number[index] ?? 0) - zero), 0);
  return '10X98765432'.charCodeAt(sum % 11);
}

function isBornThen(number: Uint8Array, { year, month, date }: Birth): boolean {
  const born = numeral(number.subarray(6, 14));
  return born === year * 10_000 + month * 100 + date;
}
