import type { Language } from '../contracts/meaning.ts';

/**
 * The language that a terminal asks for by its locale: Chinese if the first of `LC_ALL`,
 * `LC_MESSAGES` and `LANG` that is set names a Chinese locale, else English.
 */
export function languageOf(environment: Readonly<Record<string, string | undefined>>): Language {
  const locale = [environment.LC_ALL, environment.LC_MESSAGES, environment.LANG].find((each) => each);
  return locale !== undefined && /^zh/i.test(locale) ? 'zh' : 'en';
}
