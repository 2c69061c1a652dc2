import type { Offer } from './view.ts';

/** How a screen names and draws the programme's usual products, by item code. */
const usual: Readonly<Record<string, Pick<Offer, 'name' | 'size' | 'drawing'>>> = {
  'CD-S': { name: { zh: '避孕套', en: 'Condoms' }, size: { zh: '小号', en: 'S' }, drawing: 'condom' },
  'CD-M': { name: { zh: '避孕套', en: 'Condoms' }, size: { zh: '中号', en: 'M' }, drawing: 'condom' },
  'CD-L': { name: { zh: '避孕套', en: 'Condoms' }, size: { zh: '大号', en: 'L' }, drawing: 'condom' },
  'SP-50': { name: { zh: '避孕栓', en: 'Suppositories' }, size: null, drawing: 'tablet' },
  'GL-5': { name: { zh: '避孕凝胶', en: 'Gel' }, size: null, drawing: 'gel' },
  'FM-50': { name: { zh: '避孕膜', en: 'Film' }, size: null, drawing: 'film' },
};

/** The name, size and drawing of a product that is not configured; by its code if unknown. */
export const usualOffer = (product: string): Pick<Offer, 'name' | 'size' | 'drawing'> =>
  usual[product] ?? { name: { zh: product, en: product }, size: null, drawing: 'other' };
