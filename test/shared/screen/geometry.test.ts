import { describe, expect, it } from 'vitest';
import { geometryOf } from '../../../shared/screen/geometry.ts';

const glass = (widthPx: number, heightPx: number, diagonalInch: number, bottomEdgeAboveFloorMm = 900) => ({
  widthPx,
  heightPx,
  diagonalInch,
  bottomEdgeAboveFloorMm,
});

describe('the geometry of a glass', () => {
  it.each([
    { of: glass(800, 480, 7), layout: 'compact', widthMm: 152, pxPerMm: 5.2 },
    { of: glass(1280, 800, 10.1), layout: 'landscape', widthMm: 218, pxPerMm: 5.9 },
    { of: glass(1920, 1080, 15.6), layout: 'landscape', widthMm: 345, pxPerMm: 5.6 },
    { of: glass(1080, 1920, 21.5), layout: 'tall', widthMm: 268, pxPerMm: 4.0 },
    { of: glass(1080, 1920, 32), layout: 'tall', widthMm: 398, pxPerMm: 2.7 },
  ])('of $of.widthPx × $of.heightPx and $of.diagonalInch inch is $layout', ({ of, layout, widthMm, pxPerMm }) => {
    const is = geometryOf(of, of.widthPx);
    expect(is.layout).toBe(layout);
    expect(Math.round(is.widthMm)).toBe(widthMm);
    expect(Math.round(is.pxPerMm * 10) / 10).toBe(pxPerMm);
  });

  it('keeps millimetres when the page has other pixels than the glass', () => {
    const of = glass(1920, 1080, 15.6);
    expect(geometryOf(of, 960).pxPerMm).toBeCloseTo(geometryOf(of, 1920).pxPerMm / 2);
  });

  it('puts everything that is touched on a tall glass below 1,220 mm above the floor [case 2]', () => {
    expect(geometryOf(glass(1080, 1920, 32, 900), 1080).reachMm).toBe(320);
    expect(geometryOf(glass(1080, 1920, 32, 1_300), 1080).reachMm).toBe(150);
  });

  it('draws larger on a larger glass, never smaller than the least sizes', () => {
    expect(geometryOf(glass(800, 480, 7), 800).scale).toBeCloseTo(1, 1);
    expect(geometryOf(glass(800, 480, 5), 800).scale).toBe(1);
    expect(geometryOf(glass(1080, 1920, 32), 1080).scale).toBeGreaterThan(1.4);
  });
});
