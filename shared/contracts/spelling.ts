/**
 * One form for each text that has several spellings. What people type, paste and scan differs in
 * width, case, invisible characters and composition, and means the same. Such texts are compared
 * only in one of these forms.
 */

/**
 * Invisible characters: control and format characters, fillers, variation selectors, halves of
 * surrogate pairs, noncharacters.
 */
const invisible = /[\p{Cc}\p{Cf}\p{Cs}\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}\u2800]/gu;

const space = /[\s\u2800]+/gu;
const dashes = /[\p{Pd}\u2212]/gu;

/** Cyrillic and Greek capitals that look like a Latin one, and below them that Latin one. */
const foreign = 'АВСЕНІЈКМОРЅТУҮХԚԜӀΑΒΕΗΙͿΚΜΝΟΡΤΥΧΖ';
const latin = 'ABCEHIJKMOPSTYYXQWIABEHIJKMNOPTYXZ';
const latinOf = new Map([...foreign].map((sign, index) => [sign, [...latin][index] ?? sign]));
const lookAlikes = new RegExp(`[${foreign}]`, 'gu');

/**
 * Applies `step` until it changes nothing more: composing may enable a change of case, and the
 * reverse.
 */
function settled(text: string, step: (text: string) => string): string {
  let before = text;
  for (let rounds = 0; rounds < 8; rounds += 1) {
    const after = step(before);
    if (after === before) return after;
    before = after;
  }
  return before;
}

/** Lower case first: a capital sharp s has no other upper case, but a small one has. */
const plain = (text: string): string =>
  text.normalize('NFKC').replace(invisible, '').replace(dashes, '-').toLowerCase().toUpperCase();

const asLatin = (text: string): string => text.replace(lookAlikes, (sign) => latinOf.get(sign) ?? sign);

/** Most names and addresses match this: only their case and spaces need to change. */
const usual = /^[ -~\u4e00-\u9fff]*$/;

/**
 * The form in which texts are searched: NFKC, one case, no invisible characters, one space for any
 * white space, none at the ends. Folding twice gives the same as folding once.
 */
export const searchKey = (text: string): string =>
  usual.test(text)
    ? text.toUpperCase().replace(/ +/g, ' ').trim()
    : settled(text, (each) => plain(each.replace(space, ' ')).replace(space, ' ').trim());

/** A quick test for most texts: folding changes nothing in them. */
const isFolded = (text: string): boolean => /^[0-9A-Z./-]*$/.test(text);

/**
 * The form in which two names of persons are the same: as in a search, without spaces, with
 * look-alike letters as Latin ones.
 */
export const identityKey = (text: string): string =>
  isFolded(text) ? text : settled(text, (each) => asLatin(plain(each).replace(space, '')));

/** The maximum number of characters (code points) of a lot number, after folding. */
export const lotMaxSigns = 32;

/**
 * The form in which lot numbers are kept and compared; leading zeros count. Empty if nothing in it
 * is visible.
 */
export const foldLot = identityKey;

/**
 * The folded form of a lot number that may be unfolded; null if nobody entered one or nothing in it
 * is visible.
 */
export const lotKey = (lot: string | null): string | null => (lot === null ? null : foldLot(lot) || null);

/** Whether two lot numbers are the same in any spelling. Two unknown lots count as the same. */
export const sameLot = (a: string | null, b: string | null): boolean => a === b || lotKey(a) === lotKey(b);

const begin = (text: string): string => [...text].slice(0, lotMaxSigns).join('');

/**
 * A lot number as an older version may have written it, in the form in which it is kept: folded,
 * cut if folding makes it too long, and unchanged if nothing in it is visible.
 */
export function lotAsRead(text: string): string {
  if (text.length <= lotMaxSigns && isFolded(text)) return text;
  return foldLot(begin(foldLot(text))) || begin(text);
}
