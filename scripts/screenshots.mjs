// Takes the README's pictures of the console:
// node scripts/screenshots.mjs <console address> <user> <password> [chromium]
// The browser uses its own fonts or the system's: Chinese needs a Chinese font, such as
// fonts-noto-cjk.
import { existsSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const [address, user, password, browserPath] = process.argv.slice(2);
if (!address || !user || !password) {
  console.error('usage: node scripts/screenshots.mjs <console address> <user> <password> [chromium]');
  process.exit(2);
}
const folder = join(dirname(fileURLToPath(import.meta.url)), '..', 'docs', 'screenshots');
const executablePath = [browserPath, '/usr/bin/chromium', '/usr/bin/google-chrome'].find(
  (path) => path && existsSync(path),
);
if (!executablePath) {
  console.error('no Chromium found: give its path as the last word');
  process.exit(2);
}
mkdirSync(folder, { recursive: true });

const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
const machineOf = async (context) => {
  const answer = await context.request.get(`${address}/api/v1/today?task=restock&limit=1`);
  return (await answer.json()).tasks[0]?.machine;
};

for (const [language, locale] of [
  ['zh', 'zh-CN'],
  ['en', 'en-GB'],
])
  for (const width of [1440, 390]) {
    const context = await browser.newContext({
      viewport: { width, height: width === 390 ? 844 : 900 },
      locale,
      reducedMotion: 'reduce',
      // Waiting evaluates code in the page.
      bypassCSP: true,
      ...(width === 390 ? { isMobile: true, hasTouch: true, deviceScaleFactor: 2 } : {}),
    });
    await context.addInitScript(`localStorage.setItem('yaoju.language', '${language}')`);
    const signIn = await context.request.post(`${address}/api/v1/session`, { data: { user, password } });
    if (!signIn.ok()) throw new Error(`signing in: ${signIn.status()}`);
    const machine = await machineOf(context);
    const page = await context.newPage();
    for (const [name, path] of [
      ['today', '/'],
      ['machines', '/machines?sort=worst'],
      ['machine', `/machines/${machine}`],
      ['areas', '/areas'],
      ['restock', '/restock?area=3601'],
      ['reports', '/reports'],
    ]) {
      await page.goto(address + path);
      await page.locator('main h1').first().waitFor();
      await page.waitForFunction(
        () =>
          !document.querySelector('.loading') &&
          document.querySelector('[data-live="live"]') &&
          // The figures of an area's counties come after its own.
          ![...document.querySelectorAll('.tile b')].some(({ textContent }) => textContent === '…') &&
          // Charts are drawn when they come into sight.
          [...document.querySelectorAll('.chart [role="img"]')].every(
            (box) => box.firstChild || box.getBoundingClientRect().top > innerHeight,
          ),
      );
      await page.evaluate(() =>
        document.fonts.ready.then(
          () => new Promise((drawn) => requestAnimationFrame(() => requestIdleCallback(drawn))),
        ),
      );
      const file = join(folder, `${name}-${language}-${width}.png`);
      await page.screenshot({ path: file });
      console.log(file);
    }
    await context.close();
  }
await browser.close();
