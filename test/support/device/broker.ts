import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { Aedes, type AedesOptions } from 'aedes';
import { onTestFinished } from 'vitest';

export interface TestBroker {
  readonly aedes: Aedes;
  readonly port: number;
  /** What was published, as `topic payload qos retain`. */
  readonly heard: string[];
  /** Ends it with all its connections. */
  stop(): Promise<void>;
}

/** A real broker on the loopback. The only password that it accepts is `open sesame`. */
export async function startBroker(
  options: AedesOptions = {},
  at: { port?: number; tls?: { key: string; cert: string } } = {},
): Promise<TestBroker> {
  const aedes = await Aedes.createBroker({
    authenticate: (_client, _user, password, done) => {
      const right = password?.toString() === 'open sesame';
      done(right ? null : Object.assign(new Error('no'), { returnCode: 4 }), right);
    },
    ...options,
  });
  const heard: string[] = [];
  aedes.on('publish', ({ topic, payload, qos, retain }, client) => {
    if (client || topic.endsWith('presence')) heard.push(`${topic} ${payload.toString()} ${qos} ${retain}`);
  });
  const handle = (socket: Socket) => {
    aedes.handle(socket);
  };
  const server = at.tls ? createTlsServer(at.tls, handle) : createServer(handle);
  const { port, stop: stopServer } = await listen(server, at.port);
  const stop = async () => {
    await new Promise<void>((resolve) => aedes.close(() => resolve()));
    await stopServer();
  };
  onTestFinished(stop);
  return { aedes, port, heard, stop };
}

/** Listens on the loopback; `stop` drops all connections. */
export async function listen(server: Server, port = 0): Promise<{ port: number; stop(): Promise<void> }> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => {});
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const stop = async () => {
    for (const socket of sockets) socket.destroy();
    if (!server.listening) return;
    server.close();
    await once(server, 'close');
  };
  return { port: typeof address === 'object' && address ? address.port : 0, stop };
}
