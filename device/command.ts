import fs from 'node:fs';
import { Command } from 'commander';
import type { DestinationStream } from 'pino';
import { readableByOthers, runsAsRoot } from '../shared/config/safe-surroundings.ts';
import { joinBilingual } from '../shared/contracts/meaning.ts';
import { openLog } from './adapters/log.ts';
import { loadDeviceConfig } from './config.ts';
import { startKiosk } from './main.ts';
import { CannotStart } from './start/cannot-start.ts';

/** How long `stop` may take before the process exits anyway [running contract, exit codes]. */
const stopWithinMs = 4_500;

/** How long the last lines of the log may take to be read after the kiosk has stopped. */
const flushWithinMs = 500;

/** `yaoju device`: the kiosk agent, with its log on `output`. */
export function deviceCommand(output: DestinationStream): Command {
  return new Command('device')
    .description('the kiosk agent: gives out boxes, keeps their ledger, reports to the fleet · 发放机终端程序')
    .option('--config <file>', 'kiosk.json; if absent, all settings come from the environment')
    .action(async ({ config }: { config?: string }) => {
      process.exitCode = await runDevice(config ?? null, output);
    });
}

/** Runs until a signal or a failure ends the process. Returns its exit code. */
async function runDevice(path: string | null, output: DestinationStream): Promise<number> {
  const loaded = loadDeviceConfig(path, process.env);
  if (!loaded.ok) {
    process.stderr.write(`${loaded.line}\n`);
    return 2;
  }
  const log = openLog('device', output);
  const broken = (error: unknown): void => {
    log.fatal({ err: error }, 'the agent is broken and ends · 终端程序出错，即将退出');
    process.exit(1);
  };
  process.on('uncaughtException', broken);
  process.on('unhandledRejection', broken);

  const signal = new Promise<'signal'>((resolve) => {
    for (const each of ['SIGTERM', 'SIGINT'] as const) process.once(each, () => resolve('signal'));
  });
  try {
    const kiosk = await startKiosk(loaded.config, log);
    // Only now: a start that fails prints one line and nothing else.
    for (const { key, path: whole, against } of loaded.paths)
      log.info({ key, path: whole, against }, `${key} resolved to ${whole} · ${key} 的完整路径为 ${whole}`);
    const uid = process.getuid?.() ?? null;
    for (const risk of [path === null ? null : readableByOthers(fs, uid, path), runsAsRoot(uid)])
      if (risk !== null) log.warn(joinBilingual(risk));
    const end = await Promise.race([signal, kiosk.ended]);
    setTimeout(() => process.exit(1), stopWithinMs).unref();
    await kiosk.stop();
    log.info('stopped · 已停止');
    const code = end === 'signal' ? 0 : 1;
    setTimeout(() => process.exit(code), flushWithinMs).unref();
    return code;
  } catch (error) {
    if (!(error instanceof CannotStart)) throw error;
    process.stderr.write(`${error.message}\n`);
    return 1;
  }
}
