import type { Socket } from 'node:net';
import { addressKey } from '../../address-key.ts';
import { limits } from '../../limits.ts';

type Connection = Pick<Socket, 'remoteAddress' | 'once' | 'destroy'>;

interface Counted {
  readonly key: string;
  readonly release: () => void;
}

/**
 * Counts open connections, of each address and of all together, so that neither one address nor
 * many can use up the files that this process may open. When most places are taken, a new
 * connection takes that of the oldest one that does nothing, unless somebody signed in at its
 * address: so people and machines that sign in find room.
 */
export class ConnectionsPerAddress<S extends Connection = Connection> {
  readonly #max: number;
  readonly #maxOfAddress: number;
  readonly #isBusy: (socket: S) => boolean;
  readonly #counts = new Map<string, number>();
  /** The oldest first. */
  readonly #open = new Map<S, Counted>();
  readonly #signedIn = new Set<string>();

  /** `isBusy` says whether a request is under way on a connection. */
  constructor(max: number, maxOfAddress: number, isBusy: (socket: S) => boolean = () => false) {
    this.#max = max;
    this.#maxOfAddress = maxOfAddress;
    this.#isBusy = isBusy;
  }

  /** Connections that are counted now. */
  get open(): number {
    return this.#open.size;
  }

  /**
   * Counts a new connection until it closes, and returns a function that ends the counting earlier.
   * Returns null, and counts nothing, if too many are open. The bound of one address does not hold
   * for a connection that is `shared` by many clients.
   */
  accept(socket: S, shared = false): (() => void) | null {
    const key = addressKey(socket.remoteAddress ?? '');
    if (!shared && (this.#counts.get(key) ?? 0) >= this.#maxOfAddress) return null;
    this.#makeRoom();
    if (this.open >= this.#max) return null;
    this.#counts.set(key, (this.#counts.get(key) ?? 0) + 1);
    const release = (): void => {
      if (this.#open.delete(socket)) this.#released(key);
    };
    this.#open.set(socket, { key, release });
    socket.once('close', release);
    return release;
  }

  /** Somebody with the right to do so signed in at this address, or sent a signed-in request. */
  noteSignedIn(address: string): void {
    const key = addressKey(address);
    this.#signedIn.delete(key);
    this.#signedIn.add(key);
    const [oldest] = this.#signedIn;
    if (this.#signedIn.size > limits.signedInAddresses && oldest !== undefined) this.#signedIn.delete(oldest);
  }

  /** Whether somebody signed in at this address. */
  isSignedIn(address: string): boolean {
    return this.#signedIn.has(addressKey(address));
  }

  /** Closes a connection if most places are taken; one with a request only if all are. */
  #makeRoom(): void {
    if (this.open < Math.ceil(this.#max * limits.connectionsShare)) return;
    const strangers = [...this.#open].filter(([, { key }]) => !this.#signedIn.has(key));
    const idle = strangers.find(([socket]) => !this.#isBusy(socket));
    const [socket, counted] = idle ?? (this.open < this.#max ? [] : (strangers[0] ?? []));
    counted?.release();
    socket?.destroy();
  }

  #released(key: string): void {
    const count = (this.#counts.get(key) ?? 1) - 1;
    if (count > 0) this.#counts.set(key, count);
    else this.#counts.delete(key);
  }
}
