import { SerialPort } from 'serialport';
import type { BoardPort, OpenPort } from './port.ts';

/** A real serial port, such as a null-modem cable to a real kiosk. */
export function realPort(path: string, baudRate: number): OpenPort {
  return ({ onBytes, onLost }) =>
    new Promise<BoardPort>((resolve, reject) => {
      const port = new SerialPort({ path, baudRate, autoOpen: false });
      let closed = false;
      const close = (): void => {
        if (closed) return;
        closed = true;
        // A failed close needs no reaction, and without a callback it would be an error event.
        if (port.isOpen) port.close(() => {});
      };
      // The loss of the other end is noticed by the read, by each write under way, and by the
      // close: the first of them ends the line.
      const lost = (error: Error | null): void => {
        if (closed) return;
        close();
        onLost(error?.message ?? 'closed');
      };
      port.on('data', onBytes);
      port.on('error', lost);
      port.on('close', lost);
      port.open((error) => {
        if (error !== null) reject(new Error(`port ${path}: ${error.message}`));
        else resolve({ path, write: (bytes) => void (closed || port.write(bytes)), close });
      });
    });
}
