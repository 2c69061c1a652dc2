import type { Socket } from 'node:net';
import { addressKey } from '../../address-key.ts';

/**
 * Counts open connections, of each address and of all together, so that neither one address nor
 * many can use up the files that this process may open.
 */
export class ConnectionsPerAddress {
  readonly #max: number;
  readonly #maxOfAddress: number;
  readonly #counts = new Map<string, number>();
  #open = 0;

  constructor(max: number, maxOfAddress: number) {
    this.#max = max;
    this.#maxOfAddress = maxOfAddress;
  }

  /** Connections that are counted now. */
  get open(): number {
    return this.#open;
  }

  /**
   * Counts a new connection until it closes, and returns a function that ends the counting earlier.
   * Returns null, and counts nothing, if too many are open. The bound of one address does not hold
   * for a connection that is `shared` by many clients.
   */
  accept(socket: Pick<Socket, 'remoteAddress' | 'once'>, shared = false): (() => void) | null {
    const key = addressKey(socket.remoteAddress ?? '');
    const count = this.#counts.get(key) ?? 0;
    if (this.#open >= this.#max || (!shared && count >= this.#maxOfAddress)) return null;
    this.#open += 1;
    this.#counts.set(key, count + 1);
    let counted = true;
    const release = (): void => {
      if (counted) this.#released(key);
      counted = false;
    };
    socket.once('close', release);
    return release;
  }

  #released(key: string): void {
    this.#open -= 1;
    const count = (this.#counts.get(key) ?? 1) - 1;
    if (count > 0) this.#counts.set(key, count);
    else this.#counts.delete(key);
  }
}
