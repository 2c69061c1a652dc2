import { Command } from 'commander';
import { boardNames } from '../../shared/config/boards.ts';
import { driverFlag, type KiosksFlags, number, prefixFlag, spanFlag, speedFlag, WrongUsage, whole } from './flags.ts';
import { FleetRefused } from './fleet-api.ts';
import { runKiosks } from './session.ts';

/** `yaoju kiosks`: many simulated kiosks against a fleet. */
export function kiosksCommand(): Command {
  return new Command('kiosks')
    .description('many simulated kiosks against a fleet: real agents, ledgers and MQTT links · 大量模拟机器')
    .requiredOption('--fleet <url>', 'http://… registers them by the API; mqtt://… needs --secrets')
    .option('--count <n>', 'how many', whole(1, 20_000), 20)
    .option('--mqtt <url>', "the fleet's broker; else port 8883 of the host in --fleet")
    .option('--token-file <file>', 'the token for the API; else from YAOJU_API_TOKEN')
    .option('--token <token>', 'the same as text, which every user of this computer can see; better --token-file')
    .option('--secrets <file>', 'JSON {"machine": "secret"}: read if it exists, written after registering')
    .option('--speed <factor>', 'how many times faster than real time, or max', speedFlag, 1)
    .option('--for <time>', 'virtual time to live, such as 90s, 12h or 30d; else until stopped', spanFlag)
    .option('--busy <factor>', 'times as many citizens as usual', number(0, 100_000), 1)
    .option('--trouble <chance>', 'chance of a power cut at a kiosk in each hour', number(0, 1), 0)
    .option('--driver <driver>', `kind of board: ${boardNames.join(' or ')}`, driverFlag, 'lbp')
    .option('--seed <n>', 'of places, rates and citizens', whole(0, 4_294_967), 1)
    .option('--prefix <text>', 'of the machine ids', prefixFlag, 'SIM')
    .option('--state <dir>', 'keep ledgers and cabinets on disk; else in memory')
    .option('--check', 'at the end: what fell = the kiosks’ books = the fleet’s books, else exit code 1')
    .addHelpText('after', help)
    .action(async (flags: KiosksFlags) => {
      try {
        process.exitCode = await runKiosks(flags);
      } catch (error) {
        if (!(error instanceof WrongUsage || error instanceof FleetRefused)) throw error;
        process.stderr.write(`yaoju kiosks: ${error.message}\n`);
        process.exitCode = error instanceof WrongUsage ? 2 : 1;
      }
    });
}

const help = `
Boards, citizens and the kiosks' clocks run in one virtual time, which waits for the slowest part: a busy computer never makes a board look dead.
The network is real. Above speed 1 a kiosk's seconds are shorter than the network's. Virtual time therefore waits (up to 5 s each time) when a
connection or a receipt is outstanding for more than 10 virtual seconds. The speed reached is printed; it may be lower than the requested one.
With --for, the kiosks' clocks start far enough in the past to end at about the present time. A fleet that hears heartbeats of such a run still
finds its clock wrong, flags it, and books the boxes on the day on which they came in. The counts do not change.`;
