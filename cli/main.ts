import { Command, CommanderError } from 'commander';

/** What `yaoju` can do. Each is loaded only when it is run: a kiosk starts without the fleet's weight. */
const commands: Readonly<Record<string, { about: string; load: () => Promise<Command> }>> = {
  device: {
    about: 'the kiosk agent · 发放机终端程序',
    load: async () => (await import('../device/command.ts')).deviceCommand(),
  },
  fleet: {
    about: 'the fleet server: broker, store, console, API · 机群服务器',
    load: async () => (await import('../fleet/command.ts')).fleetCommand(),
  },
  board: {
    about: 'a simulated lane board for testers · 模拟主板',
    load: async () => (await import('../simulators/board/command.ts')).boardCommand(),
  },
  kiosks: {
    about: 'many simulated kiosks against a fleet · 大量模拟终端',
    load: async () => (await import('../simulators/kiosks/command.ts')).kiosksCommand(),
  },
  probe: {
    about: 'which board answers on a port? · 主板检测工具',
    load: async () => (await import('../device/probe/command.ts')).probeCommand(),
  },
  demo: {
    about: 'what npm start runs: a fleet, kiosks, a province · 演示',
    load: async () => (await import('../simulators/demo/command.ts')).demoCommand(),
  },
};

/** Exit codes [running contract, exit codes]: 0 fine, 1 failed, 2 wrong usage or configuration. */
const wrongUsage = 2;

const program = new Command('yaoju')
  .description(
    'Self-service dispensers for free contraceptives: kiosk agent, fleet server, simulators · 免费避孕药具自助发放系统',
  )
  .exitOverride();
const [name] = process.argv.slice(2);
for (const [command, { about, load }] of Object.entries(commands)) {
  if (command === name) program.addCommand(forwarding(await load()));
  else program.command(command).description(about);
}

/** commander ends the process with 1 on wrong usage; here that is 2, and the sub-command must say so too. */
function forwarding(command: Command): Command {
  for (const each of [command, ...command.commands]) each.exitOverride();
  return command;
}

try {
  await program.parseAsync();
} catch (error) {
  if (!(error instanceof CommanderError)) throw error;
  process.exitCode = error.exitCode === 0 ? 0 : wrongUsage;
}
