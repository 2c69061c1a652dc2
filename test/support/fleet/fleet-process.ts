import { fleetCommand } from '../../../fleet/command.ts';

// `yaoju fleet` as a process of its own, so that a test can kill it.
await fleetCommand(process.stdout).parseAsync(process.argv.slice(2), { from: 'user' });
