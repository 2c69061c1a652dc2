import { expect, it } from 'vitest';
import { pages } from '../../fleet/console/manifest.ts';
import { administrator, type ConsoleFixture } from './fixture.ts';
import { slow } from './page-actions.ts';
import { go, settled, views } from './views.ts';

/** Pages with long rows and with lists that a kind or an area narrows. */
const further = ['/?task=pace', '/machines', '/reports?by=machine', '/reports?by=product', '/areas?area=360103'];

/** Everything pressable on the page that is too small for a finger; without what is hidden. */
const smallTargets = `[...document.querySelectorAll('a, button, select, summary, input:not([type=date]), [role=tab]')].flatMap((target) => {
  const pressed = target.closest('label.checkbox, .radio-group label, .ant-select') ?? target;
  const { width, height, bottom } = pressed.getBoundingClientRect();
  const isHidden = !target.checkVisibility({ visibilityProperty: true, contentVisibilityAuto: true }) || bottom < 0;
  if (isHidden || target.matches('.skip, .explained.chip') || (height >= 43.5 && width >= 24)) return [];
  return [target.outerHTML.slice(0, 120) + ' ' + Math.round(width) + ' × ' + Math.round(height)];
})`;

/** Texts that stand a few characters wide, one line below the other. */
const narrowTexts = `[...document.querySelectorAll('main td, main th, main dd, main dt, main p, main b, main a, .row-cards div')].flatMap((box) => {
  if (!box.checkVisibility({ contentVisibilityAuto: true })) return [];
  const texts = [...box.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE && node.data.trim() !== '');
  return texts.flatMap((text) => {
    const range = document.createRange();
    range.selectNodeContents(text);
    const lines = [...range.getClientRects()];
    const widest = Math.max(...lines.map(({ width }) => width));
    const isNarrow = new Set(lines.map(({ top }) => top)).size > 2 && widest < 4 * parseFloat(getComputedStyle(box).fontSize);
    return isNarrow ? [text.data] : [];
  });
})`;

/**
 * What can't be seen without scrolling sideways, of what must be seen: who is signed in, the chosen
 * tab or kind, every verdict.
 */
const outOfSight = `[...document.querySelectorAll('.account-name, [role=tab][aria-selected=true], .kinds [aria-pressed=true], .row-cards header .chip, .places-below > a, .places-below .more-tab > button')].flatMap((each) => {
  const { left, right, width } = each.getBoundingClientRect();
  return width > 0 && left > -1 && right < innerWidth + 1 && each.scrollWidth <= each.clientWidth + 1 ? [] : [each.outerHTML.slice(0, 120)];
})`;

/** The addresses of pages with a menu behind a button. */
const withMenus = [
  '/',
  '/machines',
  '/restock?area=3601',
  '/records',
  '/reports',
  '/reports?report=year',
  `/machines/${slow}?part=manage`,
];
const menuButtons = ':is(.popup, .more-tab, details.account) > :is(button, summary)';

/** Each entry of the open menu that a finger on its middle would miss, and what it would hit. */
const missedEntries = `[...document.querySelectorAll('.popup-panel > *, .more-pages > a, details.account[open] :is(a, button)')].flatMap((entry) => {
  entry.scrollIntoView({ block: 'center', behavior: 'instant' });
  const { left, top, width, height } = entry.getBoundingClientRect();
  const hit = document.elementFromPoint(left + width / 2, top + height / 2);
  return entry.contains(hit) ? [] : [entry.textContent + ' → ' + hit?.textContent.slice(0, 40)];
})`;

/** Every page on a phone, for eyes and fingers. */
export function phonesWork(fixture: () => ConsoleFixture): void {
  for (const language of ['zh', 'en'] as const)
    it(`shows every page in ${language} on a phone: to be read and pressed, nothing out of sight`, {
      timeout: 90_000,
    }, async () => {
      const page = await fixture().open('/', { language, width: 390 });
      await settled(page);
      expect(await page.locator('.account-name').textContent()).toBe(administrator.user);
      const findings = new Set<string>();
      for (const path of [...views, ...further]) {
        await go(page, path);
        for (const look of [smallTargets, narrowTexts, outOfSight])
          for (const finding of await page.evaluate<string[]>(look)) findings.add(`${path}: ${finding}`);
        expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth'), path).toBe(true);
      }
      expect([...findings]).toEqual([]);
      await page.close();
    });

  it('opens menus on a phone whose every entry is hit where it is pressed', { timeout: 60_000 }, async () => {
    const page = await fixture().open('/', { width: 390 });
    const findings: string[] = [];
    let links = 0;
    for (const path of withMenus) {
      await go(page, path);
      const buttons = page.locator(menuButtons);
      // Task lists repeat one menu for every task.
      const count = Math.min(await buttons.count(), 12);
      for (let i = 0; i < count; i += 1) {
        const button = buttons.nth(i);
        if (!(await button.isVisible())) continue;
        await button.click();
        links += await page.locator('.popup-panel > a').count();
        for (const finding of await page.evaluate<string[]>(missedEntries)) findings.push(`${path}: ${finding}`);
        await button.click();
      }
    }
    expect(findings).toEqual([]);
    expect(links).toBe(2 * 5);
    await page.close();
  });

  it('has the chosen tab in sight at once where a machine is opened by its address', async () => {
    const page = await fixture().open('/machines/JX-360103-0001?part=manage', { width: 390 });
    await settled(page);
    expect(await page.evaluate<string[]>(outOfSight)).toEqual([]);
    await page.close();
  });

  it('shows each verdict of the year on the card of its machine', async () => {
    const page = await fixture().open('/reports?report=year', { width: 390 });
    await settled(page);
    const cards = page.locator('.row-cards > li');
    expect(await cards.count()).toBeGreaterThan(40);
    expect(await page.locator('.row-cards > li header .chip').count()).toBe(await cards.count());
    expect(await page.locator('.scroll-x').count()).toBe(0);
    await page.close();
  });
}

/** Explanations without a mouse. */
export function phonesExplain(fixture: () => ConsoleFixture): void {
  it('explains a figure where its name or the figure itself is tapped', async () => {
    const page = await fixture().open('/machines', { width: 390 });
    await settled(page);
    const figure = page.locator('.card dl > div', { hasText: '达标可能性' }).first();
    for (const part of ['dt', 'dd']) {
      await figure.locator(`${part} .explained`).tap();
      await page.getByRole('tooltip').getByText('到 12 月 31 日达到全年应发数的可能性').waitFor();
      await page.keyboard.press('Escape');
      await page.locator('.bubble.hidden').waitFor({ state: 'attached' });
    }
    await page.close();
  });
}

/** Every page of the menu on a phone. */
export function phoneMenuLeadsOn(fixture: () => ConsoleFixture): void {
  it('leads from any page to any other with two taps, and says which one is shown', async () => {
    const page = await fixture().open('/', { width: 390 });
    await settled(page);
    const nav = page.locator('.places-below');
    const more = nav.locator('.more-tab > button');
    for (const { path, menu } of pages.filter((page) => page.menu !== 'own')) {
      const isFurther = menu !== 'tab';
      if (isFurther) await more.click();
      await nav.locator(`a[href="${path}"]`).click();
      await page.waitForURL(fixture().url + path);
      await settled(page);
      // A page that was chosen closes what it was chosen from.
      expect(await nav.locator('.more-pages').count()).toBe(0);
      expect(await nav.locator('.active').count()).toBe(1);
      expect(await more.evaluate((button) => button.classList.contains('active'))).toBe(isFurther);
    }
    await more.click();
    await page.keyboard.press('Escape');
    expect(await nav.locator('.more-pages').count()).toBe(0);
    await page.close();
  });
}
