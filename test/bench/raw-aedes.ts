import { createServer } from 'node:net';
import { Aedes } from 'aedes';

// The bare broker that ingest is compared with: accepts every publish, stores nothing. Prints its
// port.
const aedes = await Aedes.createBroker();
const server = createServer(aedes.handle);
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  process.stdout.write(`port ${typeof address === 'object' ? address?.port : address}\n`);
});
