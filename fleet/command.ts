import fs from 'node:fs';
import { Command } from 'commander';
import { type DestinationStream, type Logger, pino } from 'pino';
import { FleetConfig } from '../shared/config/fleet.ts';
import { hasSecretValues, readableByOthers, runsAsRoot } from '../shared/config/safe-surroundings.ts';
import { joinBilingual } from '../shared/contracts/meaning.ts';
import { giveHeapRoom } from './adapters/native/heap.ts';
import { readFleetConfig, readFleetSecrets, whyWeak } from './config.ts';
import { type RunningFleet, startFleet } from './main.ts';
import { StartFailure } from './start/failure.ts';
import { showFirstPassword } from './start/first-password.ts';
import { userCommand } from './start/user-command.ts';

/** Exit codes [running contract, exit codes]. */
const failed = 1;
const wrongConfiguration = 2;
/** How long a clean stop may take before the process ends anyway. */
const stopMs = 4500;

const logger = (output: DestinationStream): Logger =>
  pino(
    { level: process.env.YAOJU_LOG_LEVEL ?? 'info' },
    process.stdout.isTTY ? pino.transport({ target: 'pino-pretty' }) : output,
  );

/** The command `yaoju fleet`, with its log on `output`. */
export function fleetCommand(output: DestinationStream): Command {
  return new Command('fleet')
    .description('the fleet server: embedded broker, store, console, API · 机群服务器')
    .option('--config <file>', 'fleet.json; without it all keys come from the environment and the defaults')
    .addCommand(userCommand())
    .action(async ({ config }: { config?: string }) => run(config ?? null, output));
}

async function run(file: string | null, output: DestinationStream): Promise<void> {
  const loaded = readFleetConfig(file, process.env);
  if (!loaded.ok) return complain(loaded.line, wrongConfiguration);
  const log = logger(output);
  giveHeapRoom();
  let fleet: RunningFleet;
  const asked = askedToStop();
  try {
    const secrets = readFleetSecrets(process.env);
    const weak = whyWeak(secrets);
    if (weak !== null) throw new StartFailure(weak, 'configuration');
    fleet = await startFleet(loaded.config, secrets, log);
  } catch (error) {
    if (error instanceof StartFailure)
      return complain(error.message, error.of === 'configuration' ? wrongConfiguration : failed);
    log.fatal({ err: error }, 'start failed');
    process.exitCode = failed;
    return;
  }
  // Logged only now, so that a failing start prints one line and nothing else.
  for (const { key, path, against } of loaded.paths)
    log.info({ key, path, against }, `${key} resolved to ${path} · ${key} 的完整路径为 ${path}`);
  const uid = process.getuid?.() ?? null;
  const isSecret = file !== null && hasSecretValues(FleetConfig, loaded.config);
  for (const risk of [isSecret ? readableByOthers(fs, uid, file) : null, runsAsRoot(uid)])
    if (risk !== null) log.warn(joinBilingual(risk));
  if (fleet.adminPassword !== null) showFirstPassword(fleet.adminPassword, loaded.config.dataDir, process.stderr);
  log.info({ http: fleet.httpPort, mqtt: fleet.mqttPort }, `console at ${fleet.address}`);
  const signal = await asked;
  log.info({ signal }, 'stopping');
  try {
    await fleet.stop();
    process.exit(0);
  } catch (error) {
    log.fatal({ err: error }, 'stop failed');
    process.exit(failed);
  }
}

/**
 * Resolves when the process is asked to stop, also during the start, which is then finished first.
 * From that moment on it has `stopMs`.
 */
const askedToStop = (): Promise<string> =>
  new Promise((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const)
      process.once(signal, () => {
        setTimeout(() => process.exit(failed), stopMs).unref();
        resolve(signal);
      });
  });

function complain(line: string, code: number): void {
  process.stderr.write(`${line}\n`);
  process.exitCode = code;
}
