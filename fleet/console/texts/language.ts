/** Chinese comes first: it is the default. */
import type { Language } from './number-format.ts';

export type { Language };

const key = 'yaoju.language';

/** The language that was last chosen on this computer. */
export function rememberedLanguage(): Language {
  try {
    return localStorage.getItem(key) === 'en' ? 'en' : 'zh';
  } catch {
    return 'zh';
  }
}

/** Stores the language for the next visit, if the browser allows it. */
export function rememberLanguage(language: Language): void {
  try {
    localStorage.setItem(key, language);
  } catch {
    // Without storage, the language still holds for this visit.
  }
}
