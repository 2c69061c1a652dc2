/**
 * One form for each text that has several spellings: what people type, paste and scan differs in width, case, invisible signs and
 * composition, and means the same. Every comparison of such texts is one of these forms with another.
 */

/** Signs that nobody sees: control and format signs, fillers, variation selectors, halves of surrogate pairs, noncharacters. */
const invisible = /[\p{Cc}\p{Cf}\p{Cs}\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}\u2800]/gu;

const space = /[\s\u2800]+/gu;
const dashes = /[\p{Pd}\u2212]/gu;

/** Cyrillic and Greek capitals that look the same as a Latin one, and below them that one. */
const foreign = 'АВСЕНІЈКМОРЅТУҮХԚԜӀΑΒΕΗΙͿΚΜΝΟΡΤΥΧΖ';
const latin = 'ABCEHIJKMOPSTYYXQWIABEHIJKMNOPTYXZ';
const latinOf = new Map([...foreign].map((sign, index) => [sign, [...latin][index] ?? sign]));
const lookAlikes = new RegExp(`[${foreign}]`, 'gu');

/** Applies `step` until it changes nothing more: composing and changing case may each make work for the other. */
function settled(text: string, step: (text: string) => string): string {
  let before = text;
  for (let rounds = 0; rounds < 8; rounds += 1) {
    const after = step(before);
    if (after === before) return after;
    before = after;
  }
  return before;
}

/** Lower case first: a capital sharp s has no upper case of its own, a small one has. */
const plain = (text: string): string =>
  text.normalize('NFKC').replace(invisible, '').replace(dashes, '-').toLowerCase().toUpperCase();

const asLatin = (text: string): string => text.replace(lookAlikes, (sign) => latinOf.get(sign) ?? sign);

/** Names and addresses as most are: of these signs only the letters' case and the spaces change. */
const usual = /^[ -~\u4e00-\u9fff]*$/;

/**
 * The form in which texts are searched: NFKC, one case, no invisible signs, one space for any white space, none at the ends. Folding
 * twice is folding once.
 */
export const searchKey = (text: string): string =>
  usual.test(text)
    ? text.toUpperCase().replace(/ +/g, ' ').trim()
    : settled(text, (each) => plain(each.replace(space, ' ')).replace(space, ' ').trim());

/** Known of most texts at once: nothing of it changes when it is folded. */
const isFolded = (text: string): boolean => /^[0-9A-Z./-]*$/.test(text);

/** The form in which two people's names for themselves are the same: as in a search, without spaces, look-alike letters as Latin ones. */
export const identityKey = (text: string): string =>
  isFolded(text) ? text : settled(text, (each) => asLatin(plain(each).replace(space, '')));

/** The most signs (code points) of a lot number, after folding. */
export const lotMaxSigns = 32;

/** The form in which lot numbers are kept and compared; leading zeros count. Empty where nothing of it can be seen. */
export const foldLot = identityKey;

/** A lot number from where it may not be folded, null for one that nobody entered or that holds nothing to be seen. */
export const lotKey = (lot: string | null): string | null => (lot === null ? null : foldLot(lot) || null);

/** Whether two lot numbers are the same under whichever spelling; unknown ones are the same as unknown ones. */
export const sameLot = (a: string | null, b: string | null): boolean => a === b || lotKey(a) === lotKey(b);

const begin = (text: string): string => [...text].slice(0, lotMaxSigns).join('');

/**
 * A lot number as an older version may have written it, in the form in which it is kept: folded, cut where folding makes it too long,
 * and left as it is where nothing of it can be seen.
 */
export function lotAsRead(text: string): string {
  if (text.length <= lotMaxSigns && isFolded(text)) return text;
  return foldLot(begin(foldLot(text))) || begin(text);
}
