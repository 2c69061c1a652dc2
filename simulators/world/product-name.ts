import { usualProducts } from '../../shared/config/fleet.ts';
import type { Language } from '../../shared/contracts/meaning.ts';

/** The products of the world that no fleet has by default. */
const others = [{ code: 'GEL-1', zh: '避孕凝胶（一号）', en: 'gel 1' }];

/** A product by its name; in Chinese, a code without one is set off by spaces. */
export const productName = (code: string, language: Language): string =>
  [...usualProducts, ...others].find((product) => product.code === code)?.[language] ??
  (language === 'zh' ? ` ${code} ` : code);
