import { createServer } from 'node:net';

/** Whether a TCP port of an address is free at the moment. */
function isFree(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ host, port, exclusive: true }, () => server.close(() => resolve(true)));
  });
}

/** The preferred port if it is free, else the next free one within a hundred, else 0 for any. */
export async function freePort(host: string, wished: number): Promise<number> {
  for (let port = wished; port < Math.min(wished + 100, 65_536); port++) if (await isFree(host, port)) return port;
  return 0;
}
