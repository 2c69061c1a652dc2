import { z } from 'zod';
import { MachineId } from './ids.ts';
import { readJson } from './json.ts';

/** The digits of Crockford's base 32: no I, L, O and U, which are mistaken for others. */
const digits = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** 20 digits of 5 bits each: 100 bits, too many to be tried. */
const length = 20;
const group = 4;

/** What the QR code begins with. */
const mark = 'YAOJU1';

const Address = z.url({ protocol: /^https?$/ });

/** The file that brings a code to a machine. */
export const EnrolmentFile = z.object({ machine: MachineId, code: z.string(), address: Address });
export type EnrolmentFile = z.infer<typeof EnrolmentFile>;

/** A code as text, from at least 13 random bytes. */
export function codeOf(bytes: Uint8Array): string {
  let bits = 0n;
  for (const byte of bytes.subarray(0, 13)) bits = (bits << 8n) | BigInt(byte);
  const all = Array.from({ length }, (_, index) => digits[Number((bits >> BigInt(5 * index)) & 31n)]).join('');
  return all.match(new RegExp(`.{${group}}`, 'g'))?.join('-') ?? all;
}

/**
 * The digits of a code that a person typed: capitals or not, with any hyphens and spaces, with the
 * letters that look like 0 and 1. Null if it is no code.
 */
export function readCode(typed: string): string | null {
  const code = typed
    .toUpperCase()
    .replaceAll(/[\s\-–—]/g, '')
    .replaceAll('O', '0')
    .replaceAll(/[IL]/g, '1');
  return code.length === length && [...code].every((digit) => digits.includes(digit)) ? code : null;
}

/** The text of the QR code. */
export const qrText = ({ machine, code, address }: EnrolmentFile): string => [mark, machine, code, address].join(' ');

/**
 * Reads what a technician gives: the text of the file, what a scanner reads from the QR code, or
 * the code alone. Null for any other text.
 */
export function readEnrolment(given: string): EnrolmentFile | { readonly code: string } | null {
  const text = given.trim();
  if (text.startsWith('{')) {
    const read = readJson(text);
    const file = EnrolmentFile.safeParse(read.ok ? read.json : null);
    return file.success && readCode(file.data.code) !== null ? file.data : null;
  }
  const [first, machine, code = '', address, ...rest] = text.split(/\s+/);
  if (first === mark) {
    const file = EnrolmentFile.safeParse({ machine, code, address });
    return rest.length === 0 && file.success && readCode(code) !== null ? file.data : null;
  }
  return readCode(text) === null ? null : { code: text };
}

/** The key of the HMACs that are made with a code. Throws for what is no code. */
export function codeKeyText(code: string): string {
  const read = readCode(code);
  if (read === null) throw new Error('no enrolment code');
  return `yaoju enrolment code 1 ${read}`;
}
