import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { type ConnectionOptions, connect } from 'node:tls';
import { fileURLToPath } from 'node:url';
import { askAt } from '../../device/identity/fleet-request.ts';
import { IdentityStore } from '../../device/identity/identity-store.ts';
import { enrol } from '../../device/identity/requests.ts';
import { MachineId } from '../../shared/contracts/ids.ts';
import { memoryFiles } from '../support/device/memory-files.ts';
import { type Child, cpuMs } from './child.ts';
import type { BenchFixture } from './fixture.ts';
import type { BenchFleet } from './fleet-process.ts';
import type { Row } from './table.ts';

/** Handshakes of one burst, as many at once, and how many bursts of each kind. */
const burst = 150;
const atOnce = 8;
const bursts = 8;
const rawTls = fileURLToPath(new URL('./raw-tls.js', import.meta.url));

/** A client's key and certificate, PEM; none of them: it shows no certificate. */
type Shown = Pick<ConnectionOptions, 'key' | 'cert'>;
interface Server {
  readonly child: Child;
  readonly port: number;
}
/** Means over all bursts: handshakes per second, and the server's CPU time of each in ms. */
interface Figures {
  rate: number;
  cpu: number;
}

/** One full handshake, up to the end of the connection. Rejects if it is refused. */
async function handshake(port: number, shown: Shown, from: number): Promise<void> {
  // Connections of one address are limited; a province has many addresses.
  const localAddress = `127.0.0.${1 + (from % 8)}`;
  const to: ConnectionOptions & { localAddress: string } = { host: '127.0.0.1', port, localAddress, ...shown };
  const socket = connect({ ...to, rejectUnauthorized: false });
  const closed = once(socket, 'close');
  await once(socket, 'secureConnect');
  socket.resume().end();
  await closed;
}

async function handshakes({ child, port }: Server, shown: Shown, into: Figures): Promise<void> {
  const began = performance.now();
  const cpu = cpuMs(child.process.pid);
  let next = 0;
  const inTurn = async (): Promise<void> => {
    while (next < burst) await handshake(port, shown, next++);
  };
  await Promise.all(Array.from({ length: atOnce }, inTurn));
  const took = performance.now() - began;
  into.rate += (burst * 1000) / took / bursts;
  into.cpu += (cpuMs(child.process.pid) - cpu) / burst / bursts;
  // The fleet server limits the connections in a second.
  await setTimeout(Math.max(0, 600 - took));
}

/** Enrols a machine and returns what it shows. */
async function enrolled(fleet: BenchFleet, name: string): Promise<Shown> {
  const machine = MachineId.parse(name);
  const store = new IdentityStore(memoryFiles(), machine);
  const { text } = await fleet.ask(`/machines/${machine}/enrolment`, {});
  await enrol(store, machine, (JSON.parse(text) as { code: string }).code, askAt(fleet.url));
  const [identity] = store.all();
  if (!identity) throw new Error(`${name} is not enrolled: ${text}`);
  return { key: identity.key, cert: identity.credentials.certificate };
}

const rowsOf = (what: string, ours: Figures, bare: Figures): Row[] => [
  {
    what: `TLS handshakes, ${what}`,
    value: ours.rate,
    unit: 'handshakes/s',
    beside: { what: 'bare node:tls', value: bare.rate },
    limit: { of: 'ratio', is: 'at least', bound: 0.5 },
  },
  {
    what: `server CPU, TLS handshake, ${what}`,
    value: ours.cpu,
    unit: 'ms',
    beside: { what: 'bare node:tls', value: bare.cpu },
    limit: { of: 'ratio', is: 'at most', bound: 2 },
  },
];

/**
 * Full TLS handshakes of the fleet's broker, whose data folder is `dataDir`, compared with those of
 * a bare TLS server with the same certificate: without a client certificate, and with that of
 * `machine`.
 */
export async function handshakeRows(
  fixture: BenchFixture,
  fleet: BenchFleet,
  dataDir: string,
  machine: string,
): Promise<Row[]> {
  const pki = join(dataDir, 'pki');
  const child = fixture.run(rawTls, [join(pki, 'server.pem'), join(pki, 'authorities.pem')]);
  const raw = { child, port: Number(await child.says(/port (\d+)/)) };
  const ours = { child: fleet.child, port: fleet.mqttPort };
  const rows: Row[] = [];
  for (const [what, shown] of [
    ['server’s certificate', {}],
    ['client certificates too', await enrolled(fleet, machine)],
  ] as const) {
    // The first burst of each is not measured.
    const [warm, mine, bare] = Array.from({ length: 3 }, () => ({ rate: 0, cpu: 0 })) as [Figures, Figures, Figures];
    for (const server of [ours, raw]) await handshakes(server, shown, warm);
    for (let round = 0; round < bursts; round++) {
      await handshakes(ours, shown, mine);
      await handshakes(raw, shown, bare);
    }
    rows.push(...rowsOf(what, mine, bare));
  }
  return rows;
}
