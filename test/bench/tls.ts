import { setTimeout } from 'node:timers/promises';
import type { MqttClient } from 'mqtt';
import type { MachineId } from '../../shared/contracts/ids.ts';
import { topic } from '../../shared/contracts/topics.ts';
import { cpuMs, rssMiB } from './child.ts';
import type { BenchFixture } from './fixture.ts';
import { type BenchFleet, startFleetProcess } from './fleet-process.ts';
import { handshakeRows } from './handshakes.ts';
import { folded } from './ingest.ts';
import { batchesOf } from './ingest-batches.ts';
import { connected, type Sender, sendAll } from './ingest-sending.ts';
import type { Row } from './table.ts';

/** Connections whose memory is measured, and how many of them are opened in a second. */
const connections = 720;
const perSecond = 90;
const collectGarbage = new URL('./collect-garbage.js', import.meta.url).href;
/** Garbage is collected between readings of the memory; how many, and what counts as a change. */
const collectedMs = 2500;
const readings = 8;
const settledMiB = 0.25;
/** Kiosks with a line each, as most of the time. */
const load = { lines: 1, batches: 100, machines: 64 };
const rounds = 4;

/** A fleet server, and the machines that are registered there. */
interface Side {
  readonly fleet: BenchFleet;
  readonly senders: readonly Sender[];
}

interface SideOptions {
  readonly tls: boolean;
  readonly machines: number;
}

async function startSide(fixture: BenchFixture, dataDir: string, { machines, ...options }: SideOptions): Promise<Side> {
  const fleet = await startFleetProcess(fixture, dataDir, options);
  const names = Array.from({ length: machines }, (_, index) => `BENCH-${String(index).padStart(3, '0')}`);
  const secrets = await fleet.register(names);
  return { fleet, senders: names.map((name) => ({ machine: name as MachineId, secret: secrets.get(name) ?? '' })) };
}

/** Opens connections of machines that wait for their receipts, as kiosks do. */
async function openAll({ fleet, senders }: Side): Promise<MqttClient[]> {
  const clients: MqttClient[] = [];
  for (let at = 0; at < senders.length; at += perSecond) {
    const began = performance.now();
    const opened = senders.slice(at, at + perSecond).map(async (sender) => {
      const client = await connected(fleet.broker, sender);
      await client.subscribeAsync(topic(sender.machine, 'receipt'), { qos: 1 });
      return client;
    });
    clients.push(...(await Promise.all(opened)));
    await setTimeout(Math.max(0, 1100 - (performance.now() - began)));
  }
  return clients;
}

/** A process's memory in MiB, once it no longer changes by much. */
async function settledMiBOf(pid: number | undefined): Promise<number> {
  let last = rssMiB(pid);
  for (let reading = 0; reading < readings; reading++) {
    await setTimeout(collectedMs);
    const now = rssMiB(pid);
    if (Math.abs(now - last) < settledMiB) return now;
    last = now;
  }
  return last;
}

/** The memory of one connection in KiB, without garbage. */
async function memoryOf(fixture: BenchFixture, tls: boolean): Promise<number> {
  const folder = fixture.folder(`memory-${tls}`);
  const registering = await startSide(fixture, folder, { tls, machines: connections });
  await registering.fleet.child.end();
  // Started again, so that nothing that registering needed is given back meanwhile.
  const nodeOptions = `--import ${collectGarbage}`;
  const side = { ...registering, fleet: await startFleetProcess(fixture, folder, { tls, nodeOptions }) };
  const { pid } = side.fleet.child.process;
  // The first ones also compile code.
  const first = await openAll({ ...side, senders: side.senders.slice(0, perSecond) });
  const before = await settledMiBOf(pid);
  const more = await openAll({ ...side, senders: side.senders.slice(perSecond) });
  const after = await settledMiBOf(pid);
  for (const client of [...first, ...more]) await client.endAsync();
  await side.fleet.child.end();
  return ((after - before) * 1024) / (connections - perSecond);
}

interface Ingest {
  rate: number;
  cpu: number;
}

/** Sends the same batches to both servers alternately; means over all rounds. */
async function ingest(sides: readonly [Side, Side]): Promise<[Ingest, Ingest]> {
  const sums: [Ingest, Ingest] = [
    { rate: 0, cpu: 0 },
    { rate: 0, cpu: 0 },
  ];
  const count = load.batches * load.machines;
  // The first round is not measured.
  const ledgers = Array.from({ length: load.machines }, () => batchesOf(load.lines, (1 + rounds) * load.batches));
  for (let round = 0; round <= rounds; round++)
    for (const [index, { fleet, senders }] of sides.entries()) {
      const work = ledgers.map((all) => all.slice(round * load.batches, (round + 1) * load.batches));
      const cpu = cpuMs(fleet.child.process.pid);
      const rate = await sendAll(fleet.broker, senders.slice(0, load.machines), work, 'receipt');
      await folded(fleet, (round + 1) * count * load.lines);
      const into = sums[index];
      if (round === 0 || !into) continue;
      into.rate += rate / rounds;
      into.cpu += (cpuMs(fleet.child.process.pid) - cpu) / count / rounds;
    }
  return sums;
}

/**
 * What encryption costs: handshakes, memory of a connection, and ingest with and without TLS in one
 * run. The senders encrypt on the same computer, so receipts come slower than the server's CPU time
 * says.
 */
export async function tlsBench(fixture: BenchFixture): Promise<Row[]> {
  const plainMemory = await memoryOf(fixture, false);
  const tlsMemory = await memoryOf(fixture, true);
  const dataDir = fixture.folder('tls');
  const { machines } = load;
  const plain = await startSide(fixture, fixture.folder('plain'), { tls: false, machines });
  const tls = await startSide(fixture, dataDir, { tls: true, machines: machines + 1 });
  const [plainIngest, tlsIngest] = await ingest([plain, tls]);
  const machine = tls.senders.at(-1)?.machine ?? '';
  return [
    ...(await handshakeRows(fixture, tls.fleet, dataDir, machine)),
    {
      what: 'receipts over TLS, 1 line a batch, 64 machines',
      value: tlsIngest.rate,
      unit: 'batches/s',
      beside: { what: 'without TLS', value: plainIngest.rate },
      limit: { of: 'ratio', is: 'at least', bound: 0.5 },
    },
    {
      what: 'server CPU with folding, over TLS',
      value: tlsIngest.cpu,
      unit: 'ms/batch',
      beside: { what: 'without TLS', value: plainIngest.cpu },
      limit: { of: 'ratio', is: 'at most', bound: 1.5 },
    },
    {
      what: 'memory of a connection over TLS',
      value: tlsMemory,
      unit: 'KiB',
      beside: { what: 'without TLS', value: plainMemory },
      limit: { of: 'value', is: 'at most', bound: 100 },
    },
  ];
}
