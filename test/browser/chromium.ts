import { existsSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';

const require = createRequire(import.meta.url);
/** The file in which a system lists its fonts. */
const systemFonts = '/etc/fonts';
const systemBrowsers = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/**
 * Unpacks the Chromium of the npm package into a separate folder, with the libraries that a minimal
 * system lacks. Done once for each version, and completely or not at all, since several tests may
 * start at the same time.
 */
async function packagedChromium(): Promise<{ executablePath: string; env: NodeJS.ProcessEnv }> {
  const manifest = join(dirname(require.resolve('@sparticuz/chromium')), '..', '..', 'package.json');
  const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { version: string };
  const home = join(tmpdir(), `yaoju-chromium-${version}`);
  if (!existsSync(home)) {
    const making = mkdtempSync(join(tmpdir(), 'yaoju-chromium-making-'));
    const before = { ...process.env };
    try {
      // The package unpacks into the temporary folder, and adds the libraries only if it believes
      // to run on Amazon Linux.
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
  // The package's only font has no Chinese characters: each one would be searched for in vain
  // whenever a line is laid out.
  const fonts = existsSync(join(systemFonts, 'fonts.conf')) ? systemFonts : join(home, 'fonts');
  return {
    executablePath: join(home, 'chromium'),
    env: { ...process.env, LD_LIBRARY_PATH: join(home, 'al2023', 'lib'), FONTCONFIG_PATH: fonts },
  };
}

/** How a Chromium is started: its path, environment and arguments. */
export interface ChromiumFound {
  readonly executablePath: string;
  readonly env: NodeJS.ProcessEnv;
  readonly args: readonly string[];
}

/** A real Chromium: the requested one, else the packaged one, else one of the system's. */
export async function findChromium(asked?: string): Promise<ChromiumFound> {
  // One process draws all pages of a context. Starting one takes longer than most pages do.
  const args = ['--no-sandbox', '--disable-gpu', '--font-render-hinting=none', '--process-per-site'];
  if (asked) return { executablePath: asked, env: process.env, args };
  try {
    return { ...(await packagedChromium()), args: [...args, '--headless=shell', '--no-zygote'] };
  } catch (error) {
    const executablePath = systemBrowsers.find(existsSync);
    if (executablePath === undefined) throw error;
    return { executablePath, env: process.env, args };
  }
}

/** Starts that Chromium. */
export async function openChromium(): Promise<Browser> {
  const { executablePath, env, args } = await findChromium();
  return chromium.launch({ executablePath, env, args: [...args] });
}

/** A folder that is removed after the test. */
export function temporaryFolder(name: string): { path: string; remove: () => void } {
  const path = mkdtempSync(join(tmpdir(), `yaoju-${name}-`));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}
