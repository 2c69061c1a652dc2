import { SerialPort } from 'serialport';
import type { BoardPort, OpenPort } from './port.ts';

/** A real serial port, such as a null-modem cable to a real kiosk. */
export function realPort(path: string, baudRate: number): OpenPort {
  return ({ onBytes, onLost }) =>
    new Promise<BoardPort>((resolve, reject) => {
      const port = new SerialPort({ path, baudRate, autoOpen: false });
      port.on('data', onBytes);
      port.on('error', (error: Error) => onLost(error.message));
      port.on('close', (error: Error | null) => {
        if (error !== null && error !== undefined) onLost(error.message);
      });
      port.open((error) => {
        if (error !== null) reject(new Error(`port ${path}: ${error.message}`));
        else resolve({ path, write: (bytes) => void port.write(bytes), close: () => port.close() });
      });
    });
}
