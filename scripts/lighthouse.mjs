// Measures the built console with Lighthouse:
// npm run lighthouse -- [--runs 3] [--machines 600] [--data DIR] [--only today,areas]
// [--form desktop] [--reports DIR]
// It starts a demo fleet on free ports, signs in, and measures every page at desktop and at phone
// size. The table has the median of the runs. It exits with 1 if a page has less than 95 of 100.
// Simulated throttling multiplies what this computer needed, so on a busy computer, or on one
// without Chinese fonts, the table says little. --reports keeps Lighthouse's own reports. CHROMIUM
// names another browser than the one of the tests.
import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { loadavg, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { pages as menu } from '../dist/fleet/console/manifest.js';
import { findChromium } from '../dist/test/browser/chromium.js';

/**
 * Fetched on first use, not installed with the rest: 185 MB that nothing else needs. Version 12 is
 * the last that runs on Node 20.
 */
const lighthouse = 'lighthouse@12.8.2';
const goal = 95;
const seedWithinMs = 15 * 60_000;
const auditWithinMs = 180_000;
const categories = ['performance', 'accessibility', 'best-practices'];
const forms = ['desktop', 'mobile'];
const measures = {
  FCP: 'first-contentful-paint',
  LCP: 'largest-contentful-paint',
  TBT: 'total-blocking-time',
  CLS: 'cumulative-layout-shift',
  SI: 'speed-index',
};

const { values: asked } = parseArgs({
  options: {
    runs: { type: 'string', default: '3' },
    machines: { type: 'string', default: '600' },
    data: { type: 'string' },
    only: { type: 'string' },
    form: { type: 'string' },
    reports: { type: 'string' },
  },
});
const root = join(dirname(fileURLToPath(import.meta.url)), '..');

/** The pages by their names in the table. The machine is one with something to do. */
const pagesOf = (machine) => ({
  'sign-in': '/',
  ...Object.fromEntries(menu.map(({ key, path }) => [key, path])),
  machine: `/machines/${machine}`,
  history: `/machines/${machine}?part=history`,
  ledger: `/machines/${machine}?part=ledger`,
  planogram: `/machines/${machine}?part=plan`,
  city: '/areas?area=3601',
  year: '/reports?report=year',
});

const freePort = () =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });

/** A demo with its whole history in the books. */
async function startDemo(data) {
  const port = await freePort();
  const words = ['demo', '--data', data, '--machines', asked.machines, '--http-port', String(port)];
  const demo = spawn(process.execPath, [join(root, 'bin', 'yaoju.js'), ...words], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise((resolve) => demo.once('exit', resolve));
  let said = '';
  const ready = new Promise((resolve, reject) => {
    const seeded = () => JSON.parse(readFileSync(join(data, 'demo.json'), 'utf8')).seeded;
    demo.stdout.on('data', (bytes) => {
      said += bytes;
      if (/password/.test(said) && seeded()) resolve();
    });
    ended.then((code) => reject(new Error(`the demo ended with ${code}: ${said}`)));
    setTimeout(() => reject(new Error('the history was not written in time')), seedWithinMs).unref();
  });
  const stop = async () => {
    demo.kill('SIGTERM');
    await ended;
  };
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => void stop().then(() => process.exit(1)));
  try {
    await ready;
  } catch (error) {
    await stop();
    throw error;
  }
  // The free port may be taken by now, so the address is read from the demo's output.
  const [, url] = /(http:\/\/127\.0\.0\.1:\d+)\//.exec(said) ?? [];
  if (!url) throw new Error(`the demo says no address: ${said}`);
  return { url, password: JSON.parse(readFileSync(join(data, 'demo.json'), 'utf8')).password, stop };
}

async function signIn({ url, password }) {
  const answer = await fetch(`${url}/api/v1/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ user: 'admin', password }),
  });
  if (!answer.ok) throw new Error(`signing in: ${answer.status}`);
  return answer.headers.getSetCookie().map((cookie) => cookie.split(';')[0])[0];
}

const reportIn = (folder) => join(folder, 'report.json');

/** One run: Lighthouse's own report. */
function audit({ address, cookie, form, browser, folder }) {
  const report = reportIn(folder);
  rmSync(report, { force: true });
  const words = [
    '--yes',
    lighthouse,
    address,
    '--quiet',
    '--output=json',
    `--output-path=${report}`,
    `--only-categories=${categories.join(',')}`,
    '--throttling-method=simulate',
    '--chrome-flags=--headless=shell --no-sandbox --disable-gpu --no-zygote',
    ...(form === 'desktop' ? ['--preset=desktop'] : []),
    ...(cookie ? [`--extra-headers=${JSON.stringify({ cookie })}`] : []),
  ];
  return new Promise((resolve, reject) => {
    const run = spawn('npx', words, {
      cwd: folder,
      env: { ...browser.env, CHROME_PATH: browser.executablePath },
      stdio: ['ignore', 'ignore', 'pipe'],
      timeout: auditWithinMs,
    });
    let wrong = '';
    run.stderr.on('data', (bytes) => {
      wrong += bytes;
    });
    run.on('error', reject);
    run.on('exit', (code) => {
      if (code === 0 && existsSync(report)) resolve(JSON.parse(readFileSync(report, 'utf8')));
      else reject(new Error(`Lighthouse ended with ${code}: ${wrong.slice(-2000)}`));
    });
  });
}

const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor((numbers.length - 1) / 2)];

/** What kept a page from the full hundred, in Lighthouse's own names. */
const faultsOf = (report) =>
  categories
    .slice(1)
    .flatMap((category) => report.categories[category].auditRefs)
    .filter(({ id, weight }) => weight > 0 && report.audits[id].score !== null && report.audits[id].score < 1)
    .map(({ id }) => id);

async function main() {
  const folder = mkdtempSync(join(tmpdir(), 'yaoju-lighthouse-'));
  const data = asked.data ?? join(folder, 'demo');
  if (asked.reports) mkdirSync(asked.reports, { recursive: true });
  const browser = await findChromium(process.env.CHROMIUM);
  console.log(`writing ${asked.machines} machines' history …`);
  const demo = await startDemo(data);
  let low = 0;
  try {
    const cookie = await signIn(demo);
    const today = await fetch(`${demo.url}/api/v1/today?task=restock&limit=1`, { headers: { cookie } });
    const pages = pagesOf((await today.json()).tasks[0]?.machine);
    const names = asked.only ? asked.only.split(',') : Object.keys(pages);
    console.log(
      `${lighthouse}, median of ${asked.runs}, simulated throttling; load of this computer ${loadavg()[0].toFixed(1)}`,
    );
    console.log(['page', 'form', ...categories, ...Object.keys(measures), 'load', 'faults'].join(' | '));
    for (const form of asked.form ? [asked.form] : forms)
      for (const name of names) {
        const reports = [];
        for (let run = 1; run <= Number(asked.runs); run += 1) {
          const cookieOf = name === 'sign-in' ? null : cookie;
          reports.push(await audit({ address: demo.url + pages[name], cookie: cookieOf, form, browser, folder }));
          if (asked.reports) cpSync(reportIn(folder), join(asked.reports, `${name}-${form}-${run}.json`));
        }
        const scores = categories.map((category) =>
          Math.round(100 * median(reports.map((report) => report.categories[category].score))),
        );
        const figures = Object.entries(measures).map(([short, id]) => {
          const value = median(reports.map((report) => report.audits[id].numericValue));
          return short === 'CLS' ? value.toFixed(3) : `${Math.round(value)} ms`;
        });
        const faults = [...new Set(reports.flatMap(faultsOf))].join(', ');
        console.log([name, form, ...scores, ...figures, loadavg()[0].toFixed(1), faults].join(' | '));
        if (scores.some((score) => score < goal)) low += 1;
      }
  } finally {
    await demo.stop();
    rmSync(folder, { recursive: true, force: true });
  }
  console.log(low === 0 ? `every page has ${goal} or more` : `${low} pages have less than ${goal}`);
  process.exitCode = low === 0 ? 0 : 1;
}

await main();
