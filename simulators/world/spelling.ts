/**
 * How people write the same thing in different ways, and what they mean; independent of the
 * product's own folding.
 */

/** A request's id as a screen may send it this time: its letters in upper or lower case. */
export function requestTyped(id: string, time: number): string {
  return (Number.parseInt(id.slice(0, 1), 16) + time) % 2 === 0 ? id.toUpperCase() : id;
}

const fullWidth = (text: string): string =>
  text.replace(/[!-~]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) + 0xfee0));

const typing: readonly ((lot: string) => string)[] = [
  (lot) => lot,
  fullWidth,
  (lot) => `${lot}\u200b`,
  (lot) => ` ${lot.toLowerCase()} `,
  (lot) => `\u001d${lot}`,
];

/** A lot as the person who loads it types, pastes or scans it this time. */
export const lotTyped = (lot: string, time: number): string => (typing[time % typing.length] ?? String)(lot);

const digit = (sign: string): string => {
  const code = sign.charCodeAt(0) >= 0xff01 ? sign.charCodeAt(0) - 0xfee0 : sign.charCodeAt(0);
  return code >= 0x30 && code <= 0x39 ? String.fromCharCode(code) : '';
};

/** Which lot a person means, in any spelling: the world's lots differ only in their number. */
export const lotMeant = (lot: string): number => Number([...lot].map(digit).join(''));
