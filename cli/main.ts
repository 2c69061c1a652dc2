import { Command, CommanderError, type OutputConfiguration } from 'commander';
import { logOutput } from './log-output.ts';
import { usageError } from './usage-error.ts';

/**
 * The sub-commands of `yaoju`. Each is loaded only when it runs, so that a kiosk does not load the
 * fleet server.
 */
const commands: Readonly<Record<string, { about: string; load: () => Promise<Command> }>> = {
  device: {
    about: 'the device agent of a kiosk · 机器端程序',
    load: async () => (await import('../device/command.ts')).deviceCommand(logOutput(process.stdout)),
  },
  screen: {
    about: "shows a kiosk's page in a browser on the whole screen, and restarts it · 屏幕看护程序",
    load: async () => (await import('../device/supervisor/command.ts')).screenCommand(logOutput(process.stdout)),
  },
  enroll: {
    about: 'gives a machine its own key and certificate, by a code of the fleet · 机器接入',
    load: async () => (await import('../device/identity/command.ts')).enrollCommand(),
  },
  fleet: {
    about: 'the fleet server: broker, store, console and API · 管理平台',
    load: async () => (await import('../fleet/command.ts')).fleetCommand(logOutput(process.stdout)),
  },
  board: {
    about: 'a simulated lane board for testers · 模拟控制板',
    load: async () => (await import('../simulators/board/command.ts')).boardCommand(),
  },
  kiosks: {
    about: 'many simulated kiosks connected to a fleet server · 大量模拟机器',
    load: async () => (await import('../simulators/kiosks/command.ts')).kiosksCommand(),
  },
  probe: {
    about: 'finds out which board answers on a serial port · 控制板检测',
    load: async () => (await import('../device/probe/command.ts')).probeCommand(),
  },
  demo: {
    about: 'the demo that npm start runs: a fleet server, live kiosks and a province with its history · 演示',
    load: async () => (await import('../simulators/demo/command.ts')).demoCommand(),
  },
};

/** Exit codes: 0 done, 1 failed, 2 wrong usage or configuration. */
const wrongUsage = 2;

const output: OutputConfiguration = { outputError: (message, write) => write(`${usageError(message)}\n`) };
// All files are this user's alone, from their first byte: ledgers, databases, keys and logs.
process.umask(0o077);

const program = new Command('yaoju')
  .description(
    'Self-service dispensers for free contraceptives: device agent, fleet server and simulators · 免费避孕药具自助发放系统',
  )
  .exitOverride()
  .configureOutput(output);
const [name] = process.argv.slice(2);
for (const [command, { about, load }] of Object.entries(commands)) {
  if (command === name) program.addCommand(forwarding(await load()));
  else program.command(command).description(about);
}

/**
 * Makes a sub-command throw on wrong usage, and say it in both languages. Commander alone would
 * exit with 1, and `yaoju` exits with 2.
 */
function forwarding(command: Command): Command {
  for (const each of [command, ...command.commands]) each.exitOverride().configureOutput(output);
  return command;
}

try {
  await program.parseAsync();
} catch (error) {
  if (!(error instanceof CommanderError)) throw error;
  process.exitCode = error.exitCode === 0 ? 0 : wrongUsage;
}
