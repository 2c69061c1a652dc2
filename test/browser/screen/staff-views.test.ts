import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { geometryOf } from '../../../shared/screen/geometry.ts';
import { displayOf, type GlassName, glasses, viewOf } from '../../support/screen/sample-views.ts';
import { scriptedAgent } from '../../support/screen/scripted-agent.ts';
import { staffScreen, staffSteps } from '../../support/screen/staff-samples.ts';
import { openChromium } from '../chromium.ts';
import { layoutFaults } from './faults.ts';
import { settled } from './settled.ts';

/** The folder for pictures of all steps; absent: none are taken. */
const pictures = process.env.YAOJU_TEST_PICTURES;

describe('staff mode at the machine', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await openChromium();
  });
  afterAll(() => browser.close());

  it.each(Object.keys(glasses) as GlassName[])(
    'on the glass %s: nothing scrolls, is cut off, too small or out of reach, in both languages; axe finds nothing',
    async (glass) => {
      const { widthPx: width, heightPx: height } = glasses[glass];
      const agent = await scriptedAgent(displayOf(glass));
      const context = await browser.newContext({ viewport: { width, height }, reducedMotion: 'reduce' });
      const page = await context.newPage();
      const errors: string[] = [];
      page.on('pageerror', (error) => errors.push(error.message));
      await page.goto(agent.url);
      const { pxPerMm, reachMm } = geometryOf(glasses[glass], width);
      const found: Record<string, readonly string[]> = {};
      for (const language of ['zh', 'en'] as const)
        for (const [name, step] of Object.entries(staffSteps)) {
          const number = agent.show(viewOf(staffScreen(step), { language }));
          await page.waitForSelector(`[data-number="${number}"]`);
          const faults = await layoutFaults(page, { pxPerMm, reachPx: reachMm * pxPerMm });
          if (glass === 'ten-inch' && language === 'zh') {
            const { violations } = await new AxeBuilder({ page }).analyze();
            for (const { impact, id, nodes } of violations)
              if (impact === 'serious' || impact === 'critical') faults.push(`${id}: ${nodes[0]?.html}`);
          }
          if (faults.length > 0) found[`${language} ${name}`] = faults;
          if (pictures === undefined) continue;
          mkdirSync(pictures, { recursive: true });
          await page.screenshot({ path: join(pictures, `${glass}-${language}-${name}.png`) });
        }
      await agent.close();
      expect(found).toEqual({});
      expect(errors).toEqual([]);
    },
  );

  it('posts what staff do: counting, typing a lot, choosing', async () => {
    const agent = await scriptedAgent(displayOf('ten-inch'));
    const page = await (await browser.newContext({ viewport: { width: 1280, height: 800 } })).newPage();
    await page.goto(agent.url);
    const show = async (name: string): Promise<void> => {
      const step = staffSteps[name];
      if (!step) throw new Error(name);
      const number = agent.show(viewOf(staffScreen(step)));
      await settled(page, `[data-number="${number}"]`);
    };
    const last = () => agent.actions.filter((posted) => 'action' in posted && posted.action.do === 'staff').at(-1);
    const press = (label: string) => page.getByRole('button', { name: label, exact: true }).click();
    await show('count');
    for (const label of ['+5', '+1', '−1', '+1', '确定']) await press(label);
    await expect.poll(last).toMatchObject({ action: { staff: { do: 'boxes', boxes: 6 } } });
    await show('load-lot');
    for (const label of ['7', '换字符', 'B', '确定']) await press(label);
    await expect.poll(last).toMatchObject({ action: { staff: { do: 'lot', lot: '7B', expires: null } } });
    // More touches within a second than a person makes are taken for ghosts.
    await page.reload();
    await show('load-expiry');
    for (const label of ['2', '0', '2', '9', '0', '1', '确定']) await press(label);
    await expect.poll(last).toMatchObject({ action: { staff: { do: 'expiry', digits: '202901' } } });
    await show('load-code');
    await page.getByRole('button', { name: 'B260233' }).click();
    await expect.poll(last).toMatchObject({ action: { staff: { do: 'lot', lot: 'B260233', expires: '2029-03-31' } } });
    await show('home');
    await press('补货盘点');
    await expect.poll(last).toMatchObject({ action: { staff: { do: 'open', part: 'round' } } });
    await agent.close();
  });
});
