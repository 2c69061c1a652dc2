import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Command, InvalidArgumentError } from 'commander';
import { z } from 'zod';
import { type BoardName, boardNames } from '../../shared/config/boards.ts';
import { formatDay } from '../../shared/rules/calendar.ts';
import { VirtualClock } from '../clock/virtual-clock.ts';
import { dayOf } from '../demo/days.ts';
import type { DemoMachine } from '../demo/machine.ts';
import { check } from './check.ts';
import { newCounts } from './counts.ts';
import { FleetApi, FleetRefused } from './fleet-api.ts';
import { SimulatedKiosk } from './kiosk.ts';
import { liveAt, populationOf } from './population.ts';
import { Debts, ride } from './run.ts';

interface Flags {
  readonly count: number;
  readonly fleet: string;
  readonly mqtt?: string;
  readonly token?: string;
  readonly secrets?: string;
  readonly speed: number;
  readonly for?: number;
  readonly busy: number;
  readonly trouble: number;
  readonly driver: BoardName;
  readonly seed: number;
  readonly prefix: string;
  readonly state?: string;
  readonly check?: boolean;
}

/** Wrong usage, in one line: exit code 2. */
class WrongUsage extends Error {}

const whole =
  (low: number, high: number) =>
  (text: string): number => {
    const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
    if (value >= low && value <= high) return value;
    throw new InvalidArgumentError(`It should be a whole number from ${low} to ${high}.`);
  };

const number =
  (low: number, high: number) =>
  (text: string): number => {
    const value = Number(text);
    if (text !== '' && value >= low && value <= high) return value;
    throw new InvalidArgumentError(`It should be a number from ${low} to ${high}.`);
  };

function speedFlag(text: string): number {
  return text === 'max' ? Infinity : number(0.1, 1_000_000)(text);
}

const unitMs: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

function spanFlag(text: string): number {
  const found = /^(\d+(?:\.\d+)?)([smhd])$/.exec(text);
  const ms = Number(found?.[1]) * (unitMs[found?.[2] ?? ''] ?? Number.NaN);
  if (ms > 0) return ms;
  throw new InvalidArgumentError('It should be a time such as 90s, 20m, 12h or 30d.');
}

function driverFlag(text: string): BoardName {
  const driver = boardNames.find((each) => each === text);
  if (driver) return driver;
  throw new InvalidArgumentError(`It should be one of: ${boardNames.join(', ')}.`);
}

function prefixFlag(text: string): string {
  if (/^[A-Z0-9][A-Z0-9-]{0,20}$/.test(text)) return text;
  throw new InvalidArgumentError('It should be up to 21 of A-Z, 0-9 and -.');
}

/** `yaoju kiosks`: many simulated kiosks against a fleet. */
export function kiosksCommand(): Command {
  return new Command('kiosks')
    .description('many simulated kiosks against a fleet: real agents, ledgers and MQTT links · 大量模拟终端')
    .requiredOption('--fleet <url>', 'http://… registers them by the API; mqtt://… needs --secrets')
    .option('--count <n>', 'how many', whole(1, 20_000), 20)
    .option('--mqtt <url>', "the fleet's broker; else port 8883 of the host in --fleet")
    .option('--token <token>', 'for the API; else from YAOJU_API_TOKEN')
    .option('--secrets <file>', 'JSON {"machine": "secret"}: read where it is there, written after registering')
    .option('--speed <factor>', 'how many times as fast as life, or max', speedFlag, 1)
    .option('--for <time>', 'virtual time to live, such as 90s, 12h or 30d; else until stopped', spanFlag)
    .option('--busy <factor>', 'times as many citizens as usual', number(0, 100_000), 1)
    .option('--trouble <chance>', 'chance of a power cut at a kiosk in each hour', number(0, 1), 0)
    .option('--driver <driver>', `kind of board: ${boardNames.join(' or ')}`, driverFlag, 'lbp')
    .option('--seed <n>', 'of places, rates and citizens', whole(0, 4_294_967), 1)
    .option('--prefix <text>', 'of the machine ids', prefixFlag, 'SIM')
    .option('--state <dir>', 'keep ledgers and cabinets on disk; else in memory')
    .option('--check', 'at the end: what fell = the kiosks’ books = the fleet’s books, else exit code 1')
    .addHelpText('after', help)
    .action(async (flags: Flags) => {
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
Boards, citizens and the kiosks' clocks live in one virtual time, which waits for whatever is behind: a busy computer never makes a board look
mute. The network is real. Above speed 1 a kiosk's seconds are shorter than the network's, so virtual time waits (up to 5 s each time) while a
connection or a receipt is owed for more than 10 virtual seconds: the speed reached is printed, and may be less than asked for.
With --for, the kiosks' clocks begin so far in the past that they end at about now; a fleet that hears heartbeats of such a run still finds its
clock wrong, flags it, and books the boxes on the day on which they came in. What is counted does not change.`;

const Secrets = z.record(z.string(), z.string().min(1));

function readSecrets(file: string | undefined): Record<string, string> {
  if (file === undefined || !existsSync(file)) return {};
  try {
    return Secrets.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    throw new WrongUsage(`--secrets ${file}: it should hold JSON {"machine": "secret", …}`);
  }
}

/** Where the kiosks connect to, and the API for registering and checking, null where only the broker is named. */
function fleetOf(flags: Flags): { readonly mqttUrl: string; readonly api: FleetApi | null } {
  const url = URL.canParse(flags.fleet) ? new URL(flags.fleet) : null;
  if (url?.protocol === 'mqtt:' || url?.protocol === 'mqtts:') return { mqttUrl: flags.fleet, api: null };
  if (url?.protocol !== 'http:' && url?.protocol !== 'https:')
    throw new WrongUsage(`--fleet holds ${flags.fleet}, it should hold http://host:port or mqtt://host:port`);
  const token = flags.token ?? process.env.YAOJU_API_TOKEN;
  if (!token) throw new WrongUsage('--token (or YAOJU_API_TOKEN) is missing: the API registers the machines');
  const mqttUrl = flags.mqtt ?? `${url.protocol === 'https:' ? 'mqtts' : 'mqtt'}://${url.hostname}:8883`;
  return { mqttUrl, api: new FleetApi(flags.fleet, token) };
}

/** Registers those whose secret isn't known, some at a time. */
async function secretsFor(
  population: readonly DemoMachine[],
  api: FleetApi | null,
  file: string | undefined,
  signal: AbortSignal,
): Promise<Record<string, string>> {
  const secrets = readSecrets(file);
  const missing = population.filter(({ machine }) => secrets[machine] === undefined);
  if (missing.length === 0) return secrets;
  if (!api) throw new WrongUsage(`--secrets has no secret of ${missing[0]?.machine}, and mqtt:// can't register it`);
  const today = formatDay(dayOf(Date.now()));
  for (let at = 0; at < missing.length && !signal.aborted; at += 16)
    await Promise.all(
      missing.slice(at, at + 16).map(async ({ machine, name, region, site, address }) => {
        secrets[machine] = await api.register({ machine, name, region, site, address, inServiceFrom: today });
      }),
    );
  if (file !== undefined) writeFileSync(file, `${JSON.stringify(secrets, null, 1)}\n`, { mode: 0o600 });
  return secrets;
}

const say = (text: string): void => void process.stdout.write(`${text}\n`);

async function runKiosks(flags: Flags): Promise<number> {
  const { mqttUrl, api } = fleetOf(flags);
  const stopping = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.on(signal, () => (stopping.signal.aborted ? process.exit(1) : stopping.abort()));

  const realSpan = flags.for === undefined ? 0 : flags.for / flags.speed;
  const clockAtMs = Date.now() - Math.max(0, Math.floor((flags.for ?? 0) - realSpan));
  const population = populationOf(flags.seed, flags.count, flags.prefix, Date.now());
  const secrets = await secretsFor(population, api, flags.secrets, stopping.signal);
  if (stopping.signal.aborted) return 0;

  const clock = new VirtualClock();
  const debts = new Debts(clock);
  const counts = newCounts();
  let open = true;
  const life = { clock, clockAtMs, seed: flags.seed, busy: flags.busy, trouble: flags.trouble, open: () => open };
  const kiosks = population.map((machine, index) => {
    const kiosk = new SimulatedKiosk({
      clock,
      machine: machine.machine,
      secret: secrets[machine.machine] ?? '',
      mqttUrl,
      driver: flags.driver,
      lanes: machine.lanes,
      seed: index + 1,
      clockAtMs,
      dataDir: flags.state === undefined ? null : join(flags.state, machine.machine),
      owed: (who, owed) => debts.note(who, owed),
      counts,
    });
    // Not all at once: a fleet lets so many in a second.
    clock.at(Math.min(index * 12, 60_000), () => {
      kiosk.start();
      liveAt(kiosk, machine, life);
    });
    return kiosk;
  });

  const began = performance.now();
  const progress = (): string => {
    const realS = (performance.now() - began) / 1000;
    const waiting = kiosks.reduce((sum, kiosk) => sum + kiosk.waiting, 0);
    const virtual = clock.nowMs / 1000;
    const { connected, issued, notIssued, uncertain, refused } = counts;
    return (
      `${clockText(virtual)} virtual (${(virtual / realS).toFixed(0)}×) · ${connected}/${kiosks.length} up · ${issued} issued, ` +
      `${notIssued} not, ${uncertain} uncertain, ${refused} refused · outbox ${waiting} lines, oldest debt ${(debts.oldestMs / 1000).toFixed(1)} s`
    );
  };
  const printing = setInterval(() => say(progress()), 2_000);
  try {
    const untilMs = flags.for ?? Infinity;
    await ride({ clock, debts, speed: flags.speed, untilMs, signal: stopping.signal });
    open = false;
    return await finish();
  } finally {
    clearInterval(printing);
    for (const kiosk of kiosks) kiosk.stop();
  }

  /** Lets what was begun end, and the outboxes run empty; then checks. */
  async function finish(): Promise<number> {
    const settle = new AbortController();
    // Told to stop: within 5 s, with what is known by then.
    const patient = !stopping.signal.aborted;
    const limit = setTimeout(() => settle.abort(), patient ? 60_000 : 3_000);
    const empty = async (): Promise<void> => {
      const quietMs = clock.nowMs + (flags.check ? 70_000 : 0);
      while (!settle.signal.aborted && (clock.nowMs < quietMs || kiosks.some(({ waiting }) => waiting > 0)))
        await ride({ clock, debts, speed: 20, untilMs: clock.nowMs + 500, signal: settle.signal });
    };
    await empty();
    clearTimeout(limit);
    say(progress());
    for (const [reason, times] of counts.lost) say(`connection ended ${times}×: ${reason}`);
    if (!flags.check) return 0;
    // The fleet's books follow its receipts by a moment.
    let result = await check(kiosks, api);
    for (let tries = 0; result.wrong.length > 0 && api && tries < (patient ? 20 : 1); tries++) {
      await pause(500);
      result = await check(kiosks, api);
    }
    for (const line of result.wrong.slice(0, 20)) say(`WRONG ${line}`);
    const { fell, issued, open: uncertain, wrong } = result;
    const whom = api ? 'cabinets, kiosks and fleet' : 'cabinets and kiosks (the fleet by its receipts alone)';
    say(
      wrong.length === 0
        ? `balanced: ${fell} boxes fell, ${issued} issued, ${uncertain} uncertain; ${whom} agree`
        : `NOT balanced: ${wrong.length} of ${kiosks.length} kiosks differ`,
    );
    return wrong.length === 0 ? 0 : 1;
  }
}

function clockText(seconds: number): string {
  const days = Math.floor(seconds / 86_400);
  const rest = new Date((seconds % 86_400) * 1000).toISOString().slice(11, 19);
  return days > 0 ? `${days} d ${rest}` : rest;
}
