import { createReadStream, type ReadStream } from 'node:fs';
import type { ReaderLoss } from '../readers/port.ts';

/** What an input device reports. */
export interface DeviceCallbacks {
  opened(): void;
  closed(reason: ReaderLoss, detail: string): void;
  received(bytes: Uint8Array): void;
}

const reasons: Readonly<Record<string, ReaderLoss>> = {
  ENOENT: 'port-missing',
  ENODEV: 'port-gone',
  EACCES: 'port-denied',
  EPERM: 'port-denied',
  EBUSY: 'port-busy',
};

/**
 * An input device of Linux, such as `/dev/input/by-id/usb-…-event-kbd`: events come as they are
 * typed. The window system must not read the same device (see the installer's guide). `close` calls
 * nothing back.
 */
export class EventDevice {
  readonly #path: string;
  readonly #callbacks: DeviceCallbacks;
  #stream: ReadStream | null = null;

  constructor(path: string, callbacks: DeviceCallbacks) {
    this.#path = path;
    this.#callbacks = callbacks;
  }

  open(): void {
    if (this.#stream !== null) return;
    const stream = createReadStream(this.#path, { highWaterMark: 24 * 64 });
    this.#stream = stream;
    const lost = (reason: ReaderLoss, detail: string): void => {
      if (this.#stream !== stream) return;
      this.#stream = null;
      stream.destroy();
      this.#callbacks.closed(reason, detail);
    };
    stream.on('open', () => this.#stream === stream && this.#callbacks.opened());
    stream.on('data', (bytes) => {
      if (this.#stream === stream) this.#callbacks.received(Buffer.from(bytes));
    });
    stream.on('error', (error: NodeJS.ErrnoException) =>
      lost(reasons[error.code ?? ''] ?? 'port-error', error.message),
    );
    stream.on('end', () => lost('port-gone', 'the device ended'));
  }

  /** A scanner that types is not written to. */
  send(): void {}

  close(): void {
    const stream = this.#stream;
    this.#stream = null;
    stream?.destroy();
  }
}
