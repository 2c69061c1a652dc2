import type { BoardLoss } from '../../device/board/port.ts';
import type { CabinetSite } from '../cabinet/cabinet-site.ts';
import type { VirtualClock } from '../clock/virtual-clock.ts';

/** How long the system takes to open a port. */
const openMs = 10;

/** Receives the events of an open port, or of an attempt to open one. */
export interface PortObserver {
  opened(): void;
  closed(reason: BoardLoss): void;
  received(bytes: Uint8Array): void;
}

/** The computer's serial port, at the other end of the cable from the board. */
export class SerialPort {
  /** Whether the system has the port. */
  isThere = true;
  readonly #site: CabinetSite;
  readonly #clock: VirtualClock;
  readonly #observer: PortObserver;
  #isOpen = false;
  /** Rises with each opening and closing: what was meant for an earlier opening reaches nobody. */
  #opening = 0;

  constructor(site: CabinetSite, clock: VirtualClock, observer: PortObserver) {
    this.#site = site;
    this.#clock = clock;
    this.#observer = observer;
    site.host = { received: (bytes) => this.#isOpen && observer.received(bytes) };
  }

  open(): void {
    const opening = ++this.#opening;
    this.#clock.after(openMs, () => {
      if (this.#opening !== opening) return;
      this.#isOpen = this.isThere;
      if (this.#isOpen) this.#observer.opened();
      else this.#observer.closed('port-missing');
    });
  }

  close(): void {
    this.#isOpen = false;
    this.#opening += 1;
  }

  write(bytes: Uint8Array): void {
    if (this.#isOpen) this.#site.fromHost(bytes);
  }

  /** The port disappears while it is open; does nothing if it is not open. */
  lose(reason: BoardLoss): void {
    if (!this.#isOpen) return;
    this.close();
    this.#observer.closed(reason);
  }
}
