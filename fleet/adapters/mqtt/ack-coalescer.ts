import type { Duplex } from 'node:stream';

/** How long an acknowledgement waits for its receipt, in ms: about one commit. */
const holdMs = 10;

/**
 * Briefly holds back what is written to a connection if more is about to follow. The
 * acknowledgement of a batch and its receipt then leave in one write and wake the kiosk once.
 */
export class AckCoalescer {
  readonly #held = new Set<Duplex>();
  #timer: NodeJS.Timeout | null = null;

  /** Holds back what is written to the connection until `release`, or for `holdMs`. */
  hold(connection: Duplex): void {
    if (this.#held.has(connection)) return;
    this.#held.add(connection);
    connection.cork();
    this.#timer ??= setTimeout(() => {
      this.#timer = null;
      for (const each of this.#held) this.release(each);
    }, holdMs);
  }

  /** Writes what was held back for the connection. */
  release(connection: Duplex): void {
    if (this.#held.delete(connection)) connection.uncork();
  }
}
