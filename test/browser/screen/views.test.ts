import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { geometryOf } from '../../../shared/screen/geometry.ts';
import { displayOf, type GlassName, glasses, screens, viewOf } from '../../support/screen/sample-views.ts';
import { type ScriptedAgent, scriptedAgent } from '../../support/screen/scripted-agent.ts';
import { openChromium } from '../chromium.ts';
import { layoutFaults } from './faults.ts';

const kinds = [
  { kind: 'Chinese', language: 'zh', large: false },
  { kind: 'English', language: 'en', large: false },
  { kind: 'large type', language: 'zh', large: true },
] as const;
const names = Object.keys(glasses) as GlassName[];

/** A page on a glass, and the agent whose views it shows. */
interface Opened {
  readonly agent: ScriptedAgent;
  readonly page: Page;
}

describe('the page at the machine', () => {
  let browser: Browser;
  const opened = new Map<GlassName, Opened>();
  const errors: string[] = [];

  async function open(glass: GlassName): Promise<Opened> {
    const known = opened.get(glass);
    if (known) return known;
    const { widthPx: width, heightPx: height } = glasses[glass];
    const agent = await scriptedAgent(displayOf(glass));
    const context = await browser.newContext({ viewport: { width, height }, reducedMotion: 'reduce' });
    const page = await context.newPage();
    page.on('pageerror', (error) => errors.push(error.message));
    page.on('console', (message) => {
      if (/Content Security Policy/.test(message.text())) errors.push(message.text());
    });
    await page.goto(agent.url);
    opened.set(glass, { agent, page });
    return { agent, page };
  }

  /** Shows every view, or only those named, and collects what `look` finds, by the view's name. */
  async function lookAt(
    glass: GlassName,
    { language, large }: (typeof kinds)[number],
    look: (page: Page) => Promise<string[]>,
    only?: readonly string[],
  ): Promise<Record<string, string[]>> {
    const { agent, page } = await open(glass);
    const found: Record<string, string[]> = {};
    for (const [name, shows] of Object.entries(screens({ large, glass }))) {
      if (only && !only.includes(name)) continue;
      const number = agent.show(viewOf(shows, { language, large }));
      await page.waitForSelector(`[data-number="${number}"]`);
      const faults = await look(page);
      if (faults.length > 0) found[name] = faults;
    }
    return found;
  }

  beforeAll(async () => {
    browser = await openChromium();
  });
  afterAll(async () => {
    await browser.close();
    await Promise.all([...opened.values()].map(({ agent }) => agent.close()));
  });

  it.each(names.flatMap((glass) => kinds.map((each) => ({ glass, ...each }))))(
    'on the glass $glass in $kind: nothing scrolls, is cut off, too small or out of reach',
    async ({ glass, ...kind }) => {
      const { pxPerMm, reachMm } = geometryOf(glasses[glass], glasses[glass].widthPx);
      const look = (page: Page) => layoutFaults(page, { pxPerMm, reachPx: reachMm * pxPerMm });
      expect(await lookAt(glass, kind, look)).toEqual({});
      expect(errors).toEqual([]);
    },
  );

  const oneOfEach = [
    'idle-after-power-cut',
    'choose',
    'identify',
    'identify-code',
    'reading',
    'take',
    'uncertain',
    'too-hot',
  ];
  it.each(kinds)('in $kind: axe finds nothing serious', async (kind) => {
    const look = async (page: Page): Promise<string[]> => {
      const { violations } = await new AxeBuilder({ page }).analyze();
      return violations
        .filter(({ impact }) => impact === 'serious' || impact === 'critical')
        .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
    };
    expect(
      await lookAt('ten-inch', kind, look, kind.language === 'zh' && !kind.large ? oneOfEach : oneOfEach.slice(1, 4)),
    ).toEqual({});
  });
});
