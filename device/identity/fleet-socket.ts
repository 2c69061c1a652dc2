import { createConnection, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { LinkAccess } from './link-access.ts';
import { type KnownTime, whyNotFleet } from './verify-server.ts';

/** The other side of a connection is not the kiosk's fleet. */
export class NotTheFleet extends Error {}

const usualPorts = { 'mqtt:': 1883, 'mqtts:': 8883 } as const;

/** An attempt to open a connection. */
export interface OpeningSocket {
  /** Rejects with the reason; with NotTheFleet if the other side is somebody else. */
  readonly opened: Promise<Socket>;
  cancel(): void;
}

/**
 * Opens a connection to the fleet. Nothing is sent over it before the other side has shown that it
 * is the fleet, so that neither a secret nor a ledger reaches anybody else.
 */
export function openFleetSocket({ url, identity, trust }: LinkAccess, time: KnownTime): OpeningSocket {
  const { protocol, hostname, port } = new URL(url);
  const host = hostname.replace(/^\[|\]$/g, '');
  const isTls = protocol === 'mqtts:';
  const address = { host, port: port === '' ? usualPorts[isTls ? 'mqtts:' : 'mqtt:'] : Number(port) };
  if (!isTls) return opening(createConnection(address), 'connect', () => null);
  const socket = connectTls({
    ...address,
    ...identity,
    ...(/^[\d.]+$|:/.test(host) ? {} : { servername: host }),
    minVersion: 'TLSv1.2',
    rejectUnauthorized: trust === null,
  });
  return opening(socket, 'secureConnect', () => (trust === null ? null : whyNotFleet(socket, host, trust, time)));
}

function opening(socket: Socket, event: 'connect' | 'secureConnect', whyNot: () => string | null): OpeningSocket {
  const opened = new Promise<Socket>((resolve, reject) => {
    const failed = (error: Error): void => reject(error);
    const closed = (): void => reject(new Error('closed before it was accepted'));
    socket.on('error', failed);
    socket.on('close', closed);
    socket.once(event, () => {
      const why = checked(whyNot);
      if (why === null) {
        socket.off('error', failed);
        socket.off('close', closed);
        resolve(socket);
        return;
      }
      reject(new NotTheFleet(why));
      socket.destroy();
    });
  });
  return { opened, cancel: () => socket.destroy() };
}

/** A certificate that cannot be read is nobody's. */
function checked(whyNot: () => string | null): string | null {
  try {
    return whyNot();
  } catch (error) {
    return `the server’s certificate cannot be checked: ${(error as Error).message}`;
  }
}
