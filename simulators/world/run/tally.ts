import type { SeedDone } from './worker.ts';

const yearMs = 365.25 * 86_400_000;

/** The sums over many seeds. */
export class Tally {
  seeds = 0;
  events = 0;
  checks = 0;
  fell = 0;
  requests = 0;
  /** Kiosks with a VMC V3 board, and the boxes that fell there. */
  readonly vmc3 = { kiosks: 0, fell: 0 };
  #machineMs = 0;
  readonly #began = process.cpuUsage();
  readonly #faults = new Map<string, number>();
  readonly broken: SeedDone[] = [];

  add(done: SeedDone): void {
    this.seeds += 1;
    this.events += done.events;
    this.checks += done.checks;
    this.fell += done.fell;
    this.requests += done.requests;
    this.vmc3.kiosks += done.vmc3.kiosks;
    this.vmc3.fell += done.vmc3.fell;
    this.#machineMs += done.machineMs;
    for (const [kind, times] of Object.entries(done.counts))
      this.#faults.set(kind, (this.#faults.get(kind) ?? 0) + times);
    if (done.broken) this.broken.push(done);
  }

  get faults(): number {
    return [...this.#faults.values()].reduce((sum, times) => sum + times, 0);
  }

  get machineYears(): number {
    return this.#machineMs / yearMs;
  }

  /**
   * The CPU time of the whole process since the first seed, including compiler and garbage
   * collector; the load by other processes does not count.
   */
  get coreSeconds(): number {
    const { user, system } = process.cpuUsage(this.#began);
    return (user + system) / 1_000_000;
  }

  /**
   * Machine-years simulated in one second of one core, and how many times faster than real time
   * that is.
   */
  get yearsPerCoreSecond(): number {
    return this.machineYears / this.coreSeconds;
  }

  get timesLife(): number {
    return this.#machineMs / 1000 / this.coreSeconds;
  }

  get line(): string {
    return `${this.seeds} seeds, ${this.machineYears.toFixed(2)} machine-years, ${this.fell} boxes, ${this.faults} faults, ${this.broken.length} broken, ${Math.round(this.timesLife).toLocaleString('en')}× life a core`;
  }

  get report(): string {
    const kinds = [...this.#faults]
      .sort(([, a], [, b]) => b - a)
      .map(([kind, times]) => `  ${kind.padEnd(20)} ${times}`);
    return [
      this.line,
      `${this.events} events, ${this.checks} checks, ${this.requests} requests in ${this.coreSeconds.toFixed(1)} core-seconds`,
      `${((this.coreSeconds / this.seeds) * 1000).toFixed(1)} ms a seed; a core-second holds ${this.yearsPerCoreSecond.toFixed(5)} machine-years and ${Math.round(this.faults / this.coreSeconds)} faults`,
      `with a VMC V3 board: ${this.vmc3.kiosks} kiosks, ${this.vmc3.fell} boxes`,
      'faults injected by kind:',
      ...kinds,
      ...this.broken.map(
        ({ seed, broken }) => `seed ${seed}: ${broken?.rule} — ${broken?.who}: ${broken?.what.slice(0, 300)}`,
      ),
    ].join('\n');
  }
}
