import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react';
import { type Format, makeFormat } from './format.ts';
import { type Language, rememberedLanguage, rememberLanguage } from './language.ts';
import type { Texts } from './zh/texts.ts';

const files: Record<Language, () => Promise<{ texts: Texts }>> = {
  zh: () => import('./zh/texts.ts'),
  en: () => import('./en/texts.ts'),
};

const fetchWords = async (language: Language) => {
  const { texts } = await files[language]();
  return { language, texts };
};
/** Begun at once: nothing can be drawn without words. */
const rememberedAtFirst = rememberedLanguage();
const firstWords = fetchWords(rememberedAtFirst);

interface Spoken {
  readonly language: Language;
  readonly texts: Texts;
  readonly format: Format;
  readonly speak: (language: Language) => void;
}

const SpokenContext = createContext<Spoken | null>(null);

/** Holds the page back until its texts are there, and shows all of it anew where another language is chosen. */
export function Speaking({ timeZone, children }: { timeZone: string; children: ReactNode }) {
  const [language, setLanguage] = useState(rememberedLanguage);
  const [loaded, setLoaded] = useState<Pick<Spoken, 'language' | 'texts'> | null>(null);
  useEffect(() => {
    let wanted = true;
    void (language === rememberedAtFirst ? firstWords : fetchWords(language)).then((words) => {
      if (!wanted) return;
      document.documentElement.lang = words.language === 'zh' ? 'zh-CN' : 'en';
      setLoaded(words);
    });
    return () => {
      wanted = false;
    };
  }, [language]);
  const spoken = useMemo<Spoken | null>(
    () =>
      loaded && {
        ...loaded,
        format: makeFormat(loaded.language, timeZone),
        speak: (next) => {
          rememberLanguage(next);
          setLanguage(next);
        },
      },
    [loaded, timeZone],
  );
  return spoken && <SpokenContext.Provider value={spoken}>{children}</SpokenContext.Provider>;
}

function useSpoken(): Spoken {
  const spoken = useContext(SpokenContext);
  if (!spoken) throw new Error('texts are asked for outside of Speaking');
  return spoken;
}

export const useTexts = (): Texts => useSpoken().texts;
export const useFormat = (): Format => useSpoken().format;
export const useLanguage = (): Spoken => useSpoken();
