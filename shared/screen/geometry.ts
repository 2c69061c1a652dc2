import type { Display } from './display.ts';

/** The glass of a kiosk as it is configured: its pixels, its size and where it is mounted. */
export type Glass = Readonly<Pick<Display, 'widthPx' | 'heightPx' | 'diagonalInch' | 'bottomEdgeAboveFloorMm'>>;

/** How the page is laid out: one arrangement for each kind of screen. */
export type Layout = 'compact' | 'landscape' | 'tall';

/** The glass in millimetres, and what follows from it. */
export interface Geometry {
  readonly layout: Layout;
  readonly widthMm: number;
  readonly heightMm: number;
  /** CSS pixels for one millimetre. */
  readonly pxPerMm: number;
  /** How much larger than their least size things are drawn, because the glass is larger. */
  readonly scale: number;
  /** The height of the part at the lower edge in which everything that is touched lies, mm. */
  readonly reachMm: number;
}

const mmPerInch = 25.4;
/** A screen whose shorter side is smaller has the compact layout. */
const compactBelowMm = 110;
/** The highest point that a person in a wheelchair reaches, above the floor [EN 301 549, 8.3]. */
const highestReachMm = 1_220;
/** The shorter side for which the least sizes of a layout were made, and the most they grow, mm. */
const madeForMm: Readonly<Record<Layout, number>> = { compact: 91, landscape: 136, tall: 268 };
const mostScale = 1.6;
/** Less cannot hold a row of products and the buttons below it. */
const leastReachMm = 150;

/**
 * The geometry of a glass that shows a page of `pageWidthPx` CSS pixels. The page may have other
 * pixels than the glass: its scale is taken from the glass, so millimetres stay millimetres.
 */
export function geometryOf(glass: Glass, pageWidthPx: number): Geometry {
  const { widthPx, heightPx, diagonalInch, bottomEdgeAboveFloorMm } = glass;
  const mmPerGlassPx = (diagonalInch * mmPerInch) / Math.hypot(widthPx, heightPx);
  const widthMm = widthPx * mmPerGlassPx;
  const heightMm = heightPx * mmPerGlassPx;
  const tall = heightPx > widthPx;
  const layout = tall ? 'tall' : heightMm < compactBelowMm ? 'compact' : 'landscape';
  const below = highestReachMm - bottomEdgeAboveFloorMm;
  const reachMm = tall ? Math.min(heightMm * 0.66, Math.max(leastReachMm, below)) : heightMm;
  const scale = Math.min(mostScale, Math.max(1, Math.min(widthMm, heightMm) / madeForMm[layout]));
  return { layout, scale, widthMm, heightMm, pxPerMm: pageWidthPx / widthMm, reachMm };
}

/** How many products fit on one page of a glass, in usual type. */
export const offersPerPage = (glass: Glass): number => (geometryOf(glass, glass.widthPx).layout === 'compact' ? 3 : 6);
