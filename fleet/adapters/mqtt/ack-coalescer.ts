import type { Duplex } from 'node:stream';

/** A receipt takes a commit; what takes longer is not waited for. */
const holdMs = 10;

/**
 * Holds back what a connection is told, for a moment, where more is about to follow: the acknowledgement of a batch and its receipt then leave in
 * one write, and wake the kiosk once.
 */
export class AckCoalescer {
  readonly #held = new Set<Duplex>();
  #timer: NodeJS.Timeout | null = null;

  /** Until `release`, or for a few ms. */
  hold(connection: Duplex): void {
    if (this.#held.has(connection)) return;
    this.#held.add(connection);
    connection.cork();
    this.#timer ??= setTimeout(() => {
      this.#timer = null;
      for (const each of this.#held) this.release(each);
    }, holdMs);
  }

  release(connection: Duplex): void {
    if (this.#held.delete(connection)) connection.uncork();
  }
}
