import { readFileSync } from 'node:fs';
import { createServer } from 'node:tls';

// The bare TLS server that handshakes are compared with: the fleet's own certificate, and nothing
// behind it. Its first word is the file of the certificate and its key, the second one that of the
// clients' authorities. Prints its port.
const [pair = '', authorities = ''] = process.argv.slice(2).map((file) => readFileSync(file, 'utf8'));
const server = createServer(
  {
    key: pair,
    cert: pair.slice(pair.indexOf('-----BEGIN CERTIFICATE-----')),
    ca: authorities,
    requestCert: true,
    rejectUnauthorized: false,
  },
  (socket) => socket.on('error', () => undefined).resume(),
);
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  process.stdout.write(`port ${typeof address === 'object' ? address?.port : address}\n`);
});
