import type { Page } from 'playwright-core';

/** The least size of what is pressed, and of capital letters in what the view says, mm. */
const leastTargetMm = 18;
const leastCapitalMm = 7.3;

/** What a glass lets a page do. */
export interface Measures {
  readonly pxPerMm: number;
  /** The height from the lower edge in which everything that is pressed must lie, px. */
  readonly reachPx: number;
}

/**
 * Runs in the page. A capital letter has 0.72 of its type size in the fonts that the page names;
 * the height of a line includes room above and below its letters.
 */
const inPage = `({ targetPx, capitalPx, reachPx }) => {
  const faults = [];
  const root = document.documentElement;
  if (root.scrollHeight > innerHeight || root.scrollWidth > innerWidth) faults.push('the page scrolls');
  for (const button of document.querySelectorAll('button')) {
    const { width, height, top, bottom, left, right } = button.getBoundingClientRect();
    const name = button.textContent;
    if (width < targetPx - 0.5 || height < targetPx - 0.5)
      faults.push(name + ': ' + Math.round(width) + ' × ' + Math.round(height) + ' px, at least ' + Math.round(targetPx));
    if (top < innerHeight - reachPx - 0.5) faults.push(name + ': higher than can be reached');
    if (left < 0 || right > innerWidth || bottom > innerHeight) faults.push(name + ': outside of the glass');
  }
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    const text = node.textContent.trim();
    const parent = node.parentElement;
    if (text === '' || parent.closest('script, style') !== null || parent.getClientRects().length === 0) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const place = parent.closest('.card, .key, .slot-row, .view, .dock, .line, .band, .aside, .more-time') || root;
    const at = range.getBoundingClientRect();
    const within = place.getBoundingClientRect();
    const slack = 0.28 * parseFloat(getComputedStyle(parent).fontSize);
    if (at.left < within.left - 1 || at.right > within.right + 1) faults.push(text + ': cut off at the side');
    if (at.top < within.top - slack || at.bottom > within.bottom + slack) faults.push(text + ': cut off above or below');
    if (parent.scrollWidth > parent.clientWidth + 1 && getComputedStyle(parent).overflowX === 'hidden')
      faults.push(text + ': shortened');
  }
  for (const said of document.querySelectorAll('h1')) {
    if (said.closest('.pad') !== null) continue;
    const size = parseFloat(getComputedStyle(said).fontSize) * 0.72;
    if (size < capitalPx) faults.push(said.textContent + ': capitals of ' + Math.round(size) + ' px');
  }
  return faults;
}`;

/**
 * What is wrong with the layout of the present view: something scrolls, is cut off, is too small,
 * or cannot be reached. Empty if nothing is.
 */
export function layoutFaults(page: Page, { pxPerMm, reachPx }: Measures): Promise<string[]> {
  const least = { targetPx: leastTargetMm * pxPerMm, capitalPx: leastCapitalMm * pxPerMm, reachPx };
  return page.evaluate<string[]>(`(${inPage})(${JSON.stringify(least)})`);
}
