import { once } from 'node:events';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { afterAll, expect, it } from 'vitest';
import { kioskServer } from '../../../device/adapters/http/server.ts';

const app = kioskServer(
  (error) => {
    throw error;
  },
  () => true,
);
app.get('/open', async (_, reply) => {
  reply.hijack();
  reply.raw.write('open');
});
app.get('/', async () => ({}));
const sockets: Socket[] = [];
afterAll(async () => {
  for (const socket of sockets) socket.destroy();
  await app.close();
});

it('a new connection finds room, however many say nothing, and an open answer stays', async () => {
  await app.listen({ host: '127.0.0.1', port: 0 });
  const { port } = app.server.address() as AddressInfo;
  const open = async (): Promise<Socket> => {
    const socket = connect(port, '127.0.0.1').on('error', () => undefined);
    sockets.push(socket);
    await once(socket, 'connect');
    return socket;
  };
  const ask = async (socket: Socket, path: string): Promise<string> => {
    socket.write(`GET ${path} HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\n\r\n`);
    const [answer] = await once(socket, 'data');
    return String(answer);
  };
  const stream = await open();
  await ask(stream, '/open');
  const silent = await open();
  const closed = once(silent.resume(), 'close');
  for (let number = 2; number < 128; number += 1) await open();
  expect(await ask(await open(), '/')).toContain('200 OK');
  await closed;
  expect(stream.closed).toBe(false);
});
