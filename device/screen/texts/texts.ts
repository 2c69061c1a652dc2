import type { ScreenView } from '../../../shared/screen/view.ts';
import { en } from './en.ts';
import { zh } from './zh.ts';

/** Everything that the page says in one language. */
export type Texts = typeof zh;

const languages: Readonly<Record<ScreenView['language'], Texts>> = { zh, en };

/** The texts of a language. */
export const textsOf = (language: ScreenView['language']): Texts => languages[language];
