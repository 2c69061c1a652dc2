import { existsSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';

const require = createRequire(import.meta.url);
/** Where a system says which fonts it has. */
const systemFonts = '/etc/fonts';
const systemBrowsers = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/**
 * Unpacks the Chromium that comes as an npm package, with the libraries that a bare system lacks, into a folder of its own; once a version,
 * and whole or not at all, since several tests may come at the same moment.
 */
async function packagedChromium(): Promise<{ executablePath: string; env: NodeJS.ProcessEnv }> {
  const manifest = join(dirname(require.resolve('@sparticuz/chromium')), '..', '..', 'package.json');
  const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { version: string };
  const home = join(tmpdir(), `yaoju-chromium-${version}`);
  if (!existsSync(home)) {
    const making = mkdtempSync(join(tmpdir(), 'yaoju-chromium-making-'));
    const before = { ...process.env };
    try {
      // The package unpacks into the temporary folder, and adds the libraries only where it believes to run on Amazon Linux.
      process.env.TMPDIR = making;
      process.env.AWS_LAMBDA_JS_RUNTIME = 'nodejs20.x';
      await (await import('@sparticuz/chromium')).default.executablePath();
    } finally {
      for (const name of Object.keys(process.env)) if (!(name in before)) delete process.env[name];
      Object.assign(process.env, before);
    }
    try {
      renameSync(making, home);
    } catch {
      rmSync(making, { recursive: true, force: true });
    }
  }
  // The package's one font has no Chinese: boxes without letters, and each letter searched for in vain whenever a line is laid out.
  const fonts = existsSync(join(systemFonts, 'fonts.conf')) ? systemFonts : join(home, 'fonts');
  return {
    executablePath: join(home, 'chromium'),
    env: { ...process.env, LD_LIBRARY_PATH: join(home, 'al2023', 'lib'), FONTCONFIG_PATH: fonts },
  };
}

/** How a Chromium is started: where it is, in which surroundings, with which words. */
export interface ChromiumFound {
  readonly executablePath: string;
  readonly env: NodeJS.ProcessEnv;
  readonly args: readonly string[];
}

/** A real Chromium: the one asked for, else the packaged one, else one of the system's. */
async function findChromium(asked?: string): Promise<ChromiumFound> {
  const args = ['--no-sandbox', '--disable-gpu', '--font-render-hinting=none'];
  if (asked) return { executablePath: asked, env: process.env, args };
  try {
    return { ...(await packagedChromium()), args: [...args, '--headless=shell', '--no-zygote'] };
  } catch (error) {
    const executablePath = systemBrowsers.find(existsSync);
    if (executablePath === undefined) throw error;
    return { executablePath, env: process.env, args };
  }
}

/** The same, started. */
export async function openChromium(): Promise<Browser> {
  const { executablePath, env, args } = await findChromium();
  return chromium.launch({ executablePath, env, args: [...args] });
}

/** A folder that is gone when the test is. */
export function temporaryFolder(name: string): { path: string; remove: () => void } {
  const path = mkdtempSync(join(tmpdir(), `yaoju-${name}-`));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}
