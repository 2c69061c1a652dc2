import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react';
import { withNullPrototype } from '../../../shared/contracts/null-prototype.ts';
import { FileGoneError, fetchFile, reloadForNewVersion } from '../api/console-file.ts';
import { type Format, makeFormat } from './format.ts';
import { type Language, rememberedLanguage, rememberLanguage } from './language.ts';
import type { Texts } from './zh/texts.ts';

const files: Record<Language, () => Promise<{ texts: Texts }>> = {
  zh: () => import('./zh/texts.ts'),
  en: () => import('./en/texts.ts'),
};

type Words = { readonly language: Language; readonly texts: Texts };
/** Fetched texts are kept, so that switching back is immediate. */
const fetched = new Map<Language, Words>();

async function fetchWords(language: Language): Promise<Words> {
  const { texts } = await fetchFile(files[language]);
  // Machines write some of the keys that are looked up here.
  const words = { language, texts: withNullPrototype(texts) };
  fetched.set(language, words);
  document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en';
  return words;
}
/** Started at once, because nothing can be drawn without texts. */
export const firstWords = fetchWords(rememberedLanguage());

interface Localized {
  readonly language: Language;
  readonly texts: Texts;
  readonly format: Format;
  readonly setLanguage: (language: Language) => void;
}

const TextsContext = createContext<Localized | null>(null);

interface ProviderProps {
  readonly timeZone: string;
  /** The fleet's local day. Null until the fleet has sent it. */
  readonly today: string | null;
  readonly children: ReactNode;
}

/**
 * Holds the page back until its texts are loaded, and re-renders it if another language is chosen.
 */
export function TextsProvider({ timeZone, today, children }: ProviderProps) {
  const [language, setLanguage] = useState(rememberedLanguage);
  const [loaded, setLoaded] = useState(() => fetched.get(language) ?? null);
  useEffect(() => {
    let wanted = true;
    fetchWords(language).then(
      (words) => wanted && setLoaded((before) => (before?.texts === words.texts ? before : words)),
      // The previous language stays if the other cannot be fetched.
      (error) => error instanceof FileGoneError && reloadForNewVersion(),
    );
    return () => {
      wanted = false;
    };
  }, [language]);
  const localized = useMemo<Localized | null>(
    () =>
      loaded && {
        ...loaded,
        format: makeFormat(loaded.language, timeZone, today),
        setLanguage: (next) => {
          rememberLanguage(next);
          setLanguage(next);
        },
      },
    [loaded, timeZone, today],
  );
  return localized && <TextsContext.Provider value={localized}>{children}</TextsContext.Provider>;
}

function useLocalized(): Localized {
  const localized = useContext(TextsContext);
  if (!localized) throw new Error('texts are asked for outside of TextsProvider');
  return localized;
}

/** All texts in the chosen language. */
export const useTexts = (): Texts => useLocalized().texts;
/** The formatter of the chosen language. */
export const useFormat = (): Format => useLocalized().format;
/** The chosen language, and how to change it. */
export const useLanguage = (): Localized => useLocalized();
