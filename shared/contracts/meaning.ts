/** A text in both languages. */
export interface Bilingual {
  readonly en: string;
  readonly zh: string;
}

/** A text in both languages, from its two versions. */
export const bilingual = (en: string, zh: string): Bilingual => ({ en, zh });

/** One of the two languages. */
export type Language = keyof Bilingual;

/** What a configuration key means, in both languages, for messages and for the page of settings. */
export type Meaning = {
  readonly description: string;
  readonly zh: string;
};

/** The meaning of a key, as an argument of `.meta`. */
export const means = (en: string, zh: string): Meaning => ({ description: en, zh });

/** As `means`, for a key whose value is never shown. */
export const meansSecret = (en: string, zh: string): Meaning & { readonly secret: true } => ({
  ...means(en, zh),
  secret: true,
});

/**
 * As `means`, for a key that holds the path of a file or folder, which is made absolute when it is
 * read.
 */
export const meansPath = (en: string, zh: string): Meaning & { readonly path: true } => ({
  ...means(en, zh),
  path: true,
});

const han = /\p{Script=Han}/u;

/**
 * Splits a message that holds both languages, joined by ` · `, in either order; null if it holds
 * only one.
 */
export function splitBilingual(message: string): Bilingual | null {
  const at = message.indexOf(' · ');
  if (at < 0) return null;
  const [first, second] = [message.slice(0, at), message.slice(at + 3)];
  if (han.test(first) === han.test(second)) return null;
  return han.test(first) ? { en: second, zh: first } : { en: first, zh: second };
}

/** The Chinese of a message that holds both languages, or all of a message that holds one. */
export const chineseOf = (message: string): string => splitBilingual(message)?.zh ?? message;

/** Both languages in one line, Chinese first, for the people at a machine and users of an API. */
export const joinChineseFirst = ({ en, zh }: Bilingual): string => `${zh} · ${en}`;

/** Both languages in one line, for terminals and logs. */
export const joinBilingual = ({ en, zh }: Bilingual): string => `${en} · ${zh}`;
