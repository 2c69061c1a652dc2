// Takes the pictures of the page at the machine, from scripted views and without an agent:
// node scripts/screen-screenshots.mjs [--all] [--to folder] [chromium]
// Without --all only those that the documents show. Chinese needs a Chinese font, such as
// fonts-noto-cjk.
import { existsSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright-core';
import { displayOf, glasses, screens, viewOf } from '../dist/test/support/screen/sample-views.js';
import { scriptedAgent } from '../dist/test/support/screen/scripted-agent.js';

const { values, positionals } = parseArgs({
  options: { all: { type: 'boolean', default: false }, to: { type: 'string' }, only: { type: 'string' } },
  allowPositionals: true,
});
const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const folder = values.to ?? join(root, 'docs', 'screenshots', 'screen');
const executablePath = [positionals[0], '/usr/bin/chromium', '/usr/bin/google-chrome'].find(
  (path) => path && existsSync(path),
);
if (!executablePath) {
  console.error('no Chromium found: give its path as the last word');
  process.exit(2);
}
mkdirSync(folder, { recursive: true });

/** What the documents show, in both languages. */
const inDocuments = {
  'seven-inch': ['idle', 'choose', 'take'],
  'ten-inch': ['idle'],
  'tall-32-inch': ['idle', 'choose', 'take'],
};

const browser = await chromium.launch({
  executablePath,
  args: ['--no-sandbox', '--disable-gpu', '--font-render-hinting=none'],
});
for (const [glass, { widthPx, heightPx }] of Object.entries(glasses)) {
  const agent = await scriptedAgent(displayOf(glass));
  const context = await browser.newContext({
    viewport: { width: widthPx, height: heightPx },
    reducedMotion: 'reduce',
    hasTouch: true,
  });
  const page = await context.newPage();
  await page.goto(agent.url);
  for (const [kind, language, large] of [
    ['zh', 'zh', false],
    ['en', 'en', false],
    ['large', 'zh', true],
  ])
    for (const [name, shows] of Object.entries(screens({ large, glass }))) {
      const wanted = values.only
        ? values.only.split(',').includes(name)
        : values.all || (!large && inDocuments[glass].includes(name));
      if (!wanted) continue;
      const number = agent.show(viewOf(shows, { language, large }));
      await page.locator(`[data-number="${number}"]`).waitFor();
      await page.evaluate(() => document.fonts.ready.then(() => new Promise((drawn) => requestAnimationFrame(drawn))));
      await page.waitForTimeout(60);
      const file = join(folder, `${glass}-${name}-${kind}.png`);
      await page.screenshot({ path: file });
      console.log(file);
    }
  await context.close();
  await agent.close();
}
await browser.close();
