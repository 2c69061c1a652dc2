import { ReadlineParser } from '@serialport/parser-readline';
import { SerialPort } from 'serialport';
import type { BoardLoss } from '../board/port.ts';
import type { BoardLine } from '../ports.ts';
import { guardStream } from './serial-guard.ts';
import { findPort } from './serial-port-path.ts';
import type { ListPorts } from './serial-ports.ts';

/** What a serial line reports: opened, closed with the reason, bytes. */
export interface LineCallbacks {
  opened(): void;
  /** The line could not be opened, or was lost. `detail` is for the log. */
  closed(reason: BoardLoss, detail: string): void;
  /** Whole lines (with their LF) if the board speaks in lines, else bytes as they come. */
  received(bytes: Uint8Array): void;
}

/** Which serial port is opened, and how. */
export interface LineOptions {
  /** A path, or `usb:VID:PID[:SERIAL]`, looked up at every opening. */
  readonly port: string;
  readonly baudRate: number;
  /** The longest line in bytes if the board speaks in lines, else null. */
  readonly longestLine: number | null;
  /**
   * Whether closing the port lowers DTR (`hupcl`), on which many USB boards reset themselves; left
   * out: it does not.
   */
  readonly hupcl?: boolean;
  /** How long an opening, or the closing before it, may take. */
  readonly openTimeoutMs?: number;
  readonly listPorts?: ListPorts;
}

/** A dead USB adapter can hold an open or close for ever; a longer wait only delays the report. */
const OPEN_TIMEOUT_MS = 5_000;

/** Why an opening failed. The native part reports errors as text only. */
export function openFailure(message: string): BoardLoss {
  if (/no such (file|device)|ENOENT|ENXIO|ENODEV|cannot find|file not found/i.test(message)) return 'port-missing';
  if (/permission denied|EACCES|EPERM|not permitted|access denied/i.test(message)) return 'port-denied';
  if (/cannot lock|busy|EBUSY|temporarily unavailable/i.test(message)) return 'port-busy';
  return 'port-error';
}

/**
 * One attempt to open the port, up to the end of that connection. Events after its end are ignored.
 */
interface Attempt {
  over: boolean;
  port: SerialPort | null;
}

interface Failure {
  readonly reason: BoardLoss;
  readonly detail: string;
}

/**
 * The real serial port: exclusive, raw, can be opened again at any time. Every way to lose it ends
 * in one `closed`. An open has no effect while it is open or opening. Bytes are dropped while it is
 * not open: a caller that waits for an answer sees silence. `close` calls nothing back.
 */
export class SerialLine implements BoardLine {
  readonly #options: LineOptions;
  readonly #callbacks: LineCallbacks;
  #now: Attempt | null = null;
  /** Settles when the previous port has released the device: its lock would keep us out. */
  #released: Promise<void> = Promise.resolve();

  constructor(options: LineOptions, callbacks: LineCallbacks) {
    this.#options = options;
    this.#callbacks = callbacks;
  }

  open(): void {
    if (this.#now !== null) return;
    const attempt: Attempt = { over: false, port: null };
    this.#now = attempt;
    const timeoutMs = this.#options.openTimeoutMs ?? OPEN_TIMEOUT_MS;
    const timer = setTimeout(() => this.#fail(attempt, 'port-error', `no answer in ${timeoutMs} ms`), timeoutMs);
    const started = this.#start(attempt).catch((error: unknown) => ({
      reason: 'port-error' as const,
      detail: String(error),
    }));
    void started.then((failure) => {
      clearTimeout(timer);
      if (failure !== null) this.#fail(attempt, failure.reason, failure.detail);
      if (attempt.over || attempt.port === null) return;
      this.#attach(attempt, attempt.port);
      this.#callbacks.opened();
    });
  }

  send(bytes: Uint8Array): void {
    const port = this.#now?.port;
    if (port?.isOpen) port.write(Buffer.from(bytes));
  }

  close(): void {
    if (this.#now !== null) this.#end(this.#now);
  }

  /**
   * Opens the port; whatever is thrown here is the port's failure, so nothing is called back from
   * here.
   */
  async #start(attempt: Attempt): Promise<Failure | null> {
    const { port: wanted, baudRate, hupcl = false, listPorts } = this.#options;
    await this.#released;
    const found = await findPort(wanted, listPorts);
    if (found.found !== 'one') {
      return { reason: found.found === 'none' ? 'port-missing' : 'port-error', detail: found.detail };
    }
    if (attempt.over) return null;
    const port = new SerialPort({ path: found.path, baudRate, hupcl, lock: true, autoOpen: false });
    attempt.port = port;
    port.on('close', (lost: Error | null) => this.#fail(attempt, 'port-gone', lost?.message ?? 'closed'));
    port.on('error', (broken) => this.#fail(attempt, 'port-error', broken.message));
    const error = await new Promise<Error | null>((resolve) => port.open(resolve));
    if (error !== null) return { reason: openFailure(error.message), detail: error.message };
    if (attempt.over) {
      this.#released = release(port);
      return null;
    }
    // What is in the port's buffers was meant for the previous user of the port.
    await new Promise<void>((resolve) => port.flush(() => resolve()));
    return null;
  }

  #attach(attempt: Attempt, port: SerialPort): void {
    const { longestLine } = this.#options;
    const received = (bytes: Buffer): void => {
      if (!attempt.over) this.#callbacks.received(bytes);
    };
    if (longestLine === null) {
      port.on('data', received);
      return;
    }
    // latin1 keeps every byte as it came.
    const lines = new ReadlineParser({ delimiter: '\n', includeDelimiter: true, encoding: 'latin1' });
    lines.on('data', (line: string) => received(Buffer.from(line, 'latin1')));
    port.pipe(guardStream(longestLine)).pipe(lines);
  }

  #fail(attempt: Attempt, reason: BoardLoss, detail: string): void {
    if (this.#end(attempt)) this.#callbacks.closed(reason, detail);
  }

  /** Ends an attempt; false if it had ended before. */
  #end(attempt: Attempt): boolean {
    if (attempt.over) return false;
    attempt.over = true;
    if (this.#now === attempt) this.#now = null;
    const { port } = attempt;
    if (port?.isOpen) this.#released = release(port);
    return true;
  }
}

/** Closes a port; the promise never fails. */
function release(port: SerialPort): Promise<void> {
  return new Promise((resolve) => port.close(() => resolve()));
}
