import { SerialPort } from 'serialport';
import { lbpLine } from './board-rig.ts';
import { soon } from './soon.ts';

/**
 * The real `serialport` as the host of a board. If the far end closes, even during a write, the
 * line has ended: that is not a failure.
 */
export class SerialHost {
  /** All bytes so far, one character each. */
  heard = '';
  /** Whether the line was ended by either end. */
  gone = false;
  readonly port: SerialPort;

  constructor(path: string, baudRate = 115_200) {
    this.port = new SerialPort({ path, baudRate, autoOpen: false });
    this.port.on('data', (bytes: Buffer) => {
      this.heard += bytes.toString('latin1');
    });
    const end = (): void => {
      this.gone = true;
    };
    this.port.on('close', end);
    this.port.on('error', end);
  }

  async open(): Promise<this> {
    await new Promise<void>((resolve, reject) => this.port.open((error) => (error ? reject(error) : resolve())));
    return this;
  }

  /** Does nothing if the line has ended already. */
  close(): Promise<void> {
    return new Promise((resolve) => (this.port.isOpen ? this.port.close(() => resolve()) : resolve()));
  }

  /** Sends a line of LBP/1 with its checksum. */
  say(body: string): void {
    this.port.write(lbpLine(body), 'latin1');
  }

  /** Waits for a line of LBP/1. */
  async hears(body: string): Promise<void> {
    const heard = (): boolean => this.heard.includes(lbpLine(body));
    await soon(heard, body).toBe(true);
  }
}
