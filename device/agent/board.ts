import type { BoardDriver } from '../board/port.ts';
import type { BoardLine, Clock } from '../ports.ts';
import type { AgentParts } from './agent.ts';
import type { Loop } from './loop.ts';
import type { Readers } from './readers.ts';

const never = Number.POSITIVE_INFINITY;

/** What the board needs of the loop. */
type LoopSide = Pick<Loop, 'add' | 'work' | 'hasInput' | 'running' | 'stopped'>;

/**
 * The board's driver next to the loop. Bytes do not pass through the core; events go into the
 * queue. One timer wakes both.
 */
export class Board {
  readonly #driver: BoardDriver;
  readonly #line: BoardLine;
  readonly #clock: Clock;
  readonly #loop: LoopSide;
  readonly #wake = (): void => this.#woken();
  readonly #readers: Pick<Readers, 'wakeMonoMs' | 'woken'> | null;
  /** Until then, or until an input comes, the core has nothing to do. */
  #restUntilMonoMs = 0;

  constructor(
    { driver, line, clock }: Pick<AgentParts, 'driver' | 'line' | 'clock'>,
    loop: LoopSide,
    readers: Pick<Readers, 'wakeMonoMs' | 'woken'> | null,
  ) {
    this.#driver = driver;
    this.#line = line;
    this.#clock = clock;
    this.#loop = loop;
    this.#readers = readers;
  }

  /** Does what the driver asks for, and queues the events that it reports. */
  pump(): void {
    for (const output of this.#driver.take()) {
      if (output.kind === 'line') this.#line.send(output.bytes);
      else if (output.kind === 'core') this.#loop.add({ kind: 'board', event: output.event });
      else {
        this.#line.close();
        this.#line.open();
      }
    }
  }

  /** Passes a report of the serial line to the driver. */
  report(tell: (driver: BoardDriver, monoMs: number) => void): void {
    if (this.#loop.stopped) return;
    const monoMs = this.#clock.monoMs();
    tell(this.#driver, monoMs);
    this.#afterDriver(monoMs);
  }

  /** A driver next to this one was called: what it reported is handled, and its wake is kept. */
  changed(): void {
    if (!this.#loop.stopped) this.#afterDriver(this.#clock.monoMs());
  }

  /** The core rests until then. The driver may want to be woken earlier. */
  restUntil(monoMs: number): void {
    this.#restUntilMonoMs = monoMs;
    this.#schedule();
  }

  stop(): void {
    this.#clock.wakeAt(null, this.#wake);
    this.#line.close();
  }

  #schedule(): void {
    if (this.#loop.stopped) return;
    const driverMonoMs = Math.min(this.#driver.wakeMonoMs ?? never, this.#readers?.wakeMonoMs ?? never);
    const nextMonoMs = Math.min(this.#restUntilMonoMs, driverMonoMs);
    this.#clock.wakeAt(nextMonoMs === never ? null : Math.max(this.#clock.monoMs(), nextMonoMs), this.#wake);
  }

  #woken(): void {
    const monoMs = this.#clock.monoMs();
    const { wakeMonoMs } = this.#driver;
    if (wakeMonoMs !== null && wakeMonoMs <= monoMs) this.#driver.wake(monoMs);
    this.#readers?.woken(monoMs);
    this.#afterDriver(monoMs);
  }

  /**
   * Wakes the core only if an event came: it has no interest in what concerns the driver alone,
   * such as a repeated question.
   */
  #afterDriver(monoMs: number): void {
    this.pump();
    if (this.#loop.hasInput || monoMs >= this.#restUntilMonoMs) this.#loop.work();
    else if (!this.#loop.running) this.#schedule();
  }
}
