import { fleetCommand } from '../../../fleet/command.ts';

// `yaoju fleet` as a separate process, so that a test can kill it.
await fleetCommand(process.stdout).parseAsync(process.argv.slice(2), { from: 'user' });
