import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { VirtualClock } from '../clock/virtual-clock.ts';
import type { DemoMachine } from '../demo/machine.ts';
import { check } from './check.ts';
import { newCounts } from './counts.ts';
import type { KiosksFlags } from './flags.ts';
import type { FleetApi } from './fleet-api.ts';
import { SimulatedKiosk } from './kiosk.ts';
import { liveAt, populationOf } from './population.ts';
import { fleetOf, secretsFor } from './registration.ts';
import { Debts, ride } from './run.ts';

const say = (text: string): void => void process.stdout.write(`${text}\n`);

/** The parts of a session, once all machines are registered. */
interface SessionParts {
  readonly flags: KiosksFlags;
  readonly mqttUrl: string;
  /** null if only the broker is named. */
  readonly api: FleetApi | null;
  readonly population: readonly DemoMachine[];
  readonly secrets: Readonly<Record<string, string>>;
  /** Aborted when somebody stops it. */
  readonly stopping: AbortSignal;
}

/** Kiosks that run for a while against a fleet, and then come to rest. */
class KiosksSession {
  readonly #parts: SessionParts;
  readonly #clock = new VirtualClock();
  readonly #debts = new Debts(this.#clock);
  readonly #counts = newCounts();
  readonly #kiosks: readonly SimulatedKiosk[];
  readonly #beganMs = performance.now();
  /** Whether citizens still come. */
  #open = true;

  constructor(parts: SessionParts) {
    this.#parts = parts;
    const { flags } = parts;
    const realSpan = flags.for === undefined ? 0 : flags.for / flags.speed;
    const clockAtMs = Date.now() - Math.max(0, Math.floor((flags.for ?? 0) - realSpan));
    this.#kiosks = parts.population.map((machine, index) => this.#kiosk(machine, index, clockAtMs));
  }

  /** Runs until the time is over or somebody stops it. Returns the exit code. */
  async run(): Promise<number> {
    const { flags, stopping } = this.#parts;
    const printing = setInterval(() => say(this.#progress()), 2_000);
    try {
      const untilMs = flags.for ?? Infinity;
      await ride({ clock: this.#clock, debts: this.#debts, speed: flags.speed, untilMs, signal: stopping });
      this.#open = false;
      return await this.#finish();
    } finally {
      clearInterval(printing);
      for (const kiosk of this.#kiosks) kiosk.stop();
    }
  }

  /**
   * A kiosk that starts with the others, but not at the same time: a fleet accepts a limited number
   * per second.
   */
  #kiosk(machine: DemoMachine, index: number, clockAtMs: number): SimulatedKiosk {
    const { flags, mqttUrl, secrets } = this.#parts;
    const { seed, busy, trouble } = flags;
    const kiosk = new SimulatedKiosk({
      clock: this.#clock,
      machine: machine.machine,
      secret: secrets[machine.machine] ?? '',
      mqttUrl,
      driver: flags.driver,
      lanes: machine.lanes,
      seed: index + 1,
      clockAtMs,
      dataDir: flags.state === undefined ? null : join(flags.state, machine.machine),
      owed: (who, owed) => this.#debts.note(who, owed),
      counts: this.#counts,
    });
    this.#clock.at(Math.min(index * 12, 60_000), () => {
      kiosk.start();
      liveAt(kiosk, machine, { clock: this.#clock, clockAtMs, seed, busy, trouble, open: () => this.#open });
    });
    return kiosk;
  }

  get #waiting(): number {
    return this.#kiosks.reduce((sum, kiosk) => sum + kiosk.waiting, 0);
  }

  #progress(): string {
    const realS = (performance.now() - this.#beganMs) / 1000;
    const virtual = this.#clock.nowMs / 1000;
    const { connected, issued, notIssued, uncertain, refused } = this.#counts;
    return (
      `${clockText(virtual)} virtual (${(virtual / realS).toFixed(0)}×) · ${connected}/${this.#kiosks.length} up · ${issued} issued, ` +
      `${notIssued} not, ${uncertain} uncertain, ${refused} refused · outbox ${this.#waiting} lines, oldest debt ${(this.#debts.oldestMs / 1000).toFixed(1)} s`
    );
  }

  /**
   * Waits until everything under way has ended and the outboxes are empty; then checks. If stopped,
   * it takes 5 s at most.
   */
  async #finish(): Promise<number> {
    const { flags, api, stopping } = this.#parts;
    const patient = !stopping.aborted;
    await this.#settle(patient ? 60_000 : 3_000);
    say(this.#progress());
    for (const [reason, times] of this.#counts.lost) say(`connection ended ${times}×: ${reason}`);
    if (!flags.check) return 0;
    // The fleet's books follow its receipts with a short delay.
    let result = await check(this.#kiosks, api);
    for (let tries = 0; result.wrong.length > 0 && api && tries < (patient ? 20 : 1); tries++) {
      await pause(500);
      result = await check(this.#kiosks, api);
    }
    for (const line of result.wrong.slice(0, 20)) say(`WRONG ${line}`);
    const { fell, issued, open: uncertain, wrong } = result;
    const whom = api ? 'cabinets, kiosks and fleet' : 'cabinets and kiosks (the fleet by its receipts alone)';
    say(
      wrong.length === 0
        ? `balanced: ${fell} boxes fell, ${issued} issued, ${uncertain} uncertain; ${whom} agree`
        : `NOT balanced: ${wrong.length} of ${this.#kiosks.length} kiosks differ`,
    );
    return wrong.length === 0 ? 0 : 1;
  }

  /** Continues until no line waits for its receipt, for at most `limitMs` of real time. */
  async #settle(limitMs: number): Promise<void> {
    const clock = this.#clock;
    const settle = new AbortController();
    const limit = setTimeout(() => settle.abort(), limitMs);
    const quietMs = clock.nowMs + (this.#parts.flags.check ? 70_000 : 0);
    while (!settle.signal.aborted && (clock.nowMs < quietMs || this.#waiting > 0))
      await ride({ clock, debts: this.#debts, speed: 20, untilMs: clock.nowMs + 500, signal: settle.signal });
    clearTimeout(limit);
  }
}

/** Runs `yaoju kiosks` until it ends. Returns the exit code; throws WrongUsage or FleetRefused. */
export async function runKiosks(flags: KiosksFlags): Promise<number> {
  const { mqttUrl, api } = fleetOf(flags);
  const stopping = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.on(signal, () => (stopping.signal.aborted ? process.exit(1) : stopping.abort()));
  const population = populationOf(flags.seed, flags.count, flags.prefix, Date.now());
  const secrets = await secretsFor(population, api, flags.secrets, stopping.signal);
  if (stopping.signal.aborted) return 0;
  return new KiosksSession({ flags, mqttUrl, api, population, secrets, stopping: stopping.signal }).run();
}

function clockText(seconds: number): string {
  const days = Math.floor(seconds / 86_400);
  const rest = new Date((seconds % 86_400) * 1000).toISOString().slice(11, 19);
  return days > 0 ? `${days} d ${rest}` : rest;
}
