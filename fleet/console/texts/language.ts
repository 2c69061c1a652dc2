/** Chinese stands first: whoever has chosen nothing gets it. */
import type { Language } from './number-format.ts';

export type { Language };

const key = 'yaoju.language';

/** What the person chose last on this computer. */
export function rememberedLanguage(): Language {
  try {
    return localStorage.getItem(key) === 'en' ? 'en' : 'zh';
  } catch {
    return 'zh';
  }
}

/** Keeps the language for the next visit, where the browser lets it. */
export function rememberLanguage(language: Language): void {
  try {
    localStorage.setItem(key, language);
  } catch {
    // A browser that keeps nothing still shows the language for this visit.
  }
}
