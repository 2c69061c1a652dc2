import { areaOf } from '../../../shared/areas/jiangxi.ts';
import { columnsEn } from '../../../shared/words/columns-en.ts';
import { type Column, columnsZh } from '../../../shared/words/columns-zh.ts';
import { words as en } from '../../../shared/words/en.ts';
import { sheetsEn } from '../../../shared/words/sheets-en.ts';
import { sheetsZh } from '../../../shared/words/sheets-zh.ts';
import { words as zh } from '../../../shared/words/zh.ts';

/** The language of an exported sheet. */
export type Lang = 'zh' | 'en';

const byLang = {
  zh: { states: zh, columns: columnsZh, sheets: sheetsZh },
  en: { states: en, columns: columnsEn, sheets: sheetsEn },
};

/** The words of exported sheets in one language: the same as on screen. */
export function sheetWords(lang: Lang) {
  const { states, columns, sheets } = byLang[lang];
  return {
    states,
    sheets,
    head: (names: readonly Column[]): string[] => names.map((name) => columns[name]),
    column: (name: Column): string => columns[name],
    area: (code: string): string => areaOf(code)?.name ?? code,
    /** A month such as `2026-01` as it is written on screen. */
    month: (month: string): string => sheets.month(month.slice(0, 4), String(Number(month.slice(5)))),
  };
}
