import { existsSync } from 'node:fs';
import { Command, Option } from 'commander';
import { type DestinationStream, pino } from 'pino';
import { urlHost } from '../../shared/config/url-host.ts';
import { loadDeviceConfig } from '../config.ts';
import { browserCommand, type DisplayServer } from './browser-command.ts';
import { browserProcess } from './browser-process.ts';
import { supervise } from './supervise.ts';

interface Flags {
  readonly config?: string;
  readonly browser?: string;
  readonly display?: DisplayServer;
}

/** The paths of Chromium on usual systems. */
const usualBrowsers = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome-stable'];

/** `yaoju screen`: keeps a browser with the kiosk's page on the screen. */
export function screenCommand(output: DestinationStream): Command {
  return new Command('screen')
    .description('shows the page of a kiosk in a browser on the whole screen, and restarts it · 屏幕看护程序')
    .option('--config <file>', 'kiosk.json; if absent, all settings come from the environment')
    .option('--browser <path>', 'the Chromium to start; if left out, the one of the system')
    .addOption(
      new Option(
        '--display <server>',
        'what shows its window: cage and x11 are started; running is there already, which is also assumed if left out and one is found',
      ).choices(['cage', 'x11', 'running']),
    )
    .action(async (flags: Flags) => {
      process.exitCode = await runScreen(flags, output);
    });
}

/** Runs until a signal. Returns the exit code. */
async function runScreen({ config: path, browser, display }: Flags, output: DestinationStream): Promise<number> {
  const loaded = loadDeviceConfig(path ?? null, process.env);
  if (!loaded.ok) {
    process.stderr.write(`${loaded.line}\n`);
    return 2;
  }
  const program = browser ?? usualBrowsers.find((each) => existsSync(each));
  if (program === undefined || !existsSync(program)) {
    process.stderr.write(
      `yaoju screen: no Chromium at ${program ?? usualBrowsers.join(', ')}: install one, or give its path with --browser · 未找到浏览器，请安装或用 --browser 指定路径\n`,
    );
    return 2;
  }
  const { DISPLAY, WAYLAND_DISPLAY } = process.env;
  const server = display ?? (DISPLAY || WAYLAND_DISPLAY ? 'running' : 'cage');
  const logger = pino({ name: 'screen', level: process.env.YAOJU_LOG_LEVEL ?? 'info' }, output);
  const stopping = new AbortController();
  for (const each of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.once(each, () => stopping.abort());
  const { host, port } = loaded.config.http;
  await supervise({
    agent: `http://${urlHost(host)}:${port}`,
    browser: browserProcess((error) => logger.error({ err: error }, 'the browser cannot be started · 浏览器无法启动')),
    command: (url, profile) => browserCommand({ browser: program, server, url, profile }),
    log: (level, message, detail = {}) => logger[level](detail, message),
    signal: stopping.signal,
  });
  return 0;
}
