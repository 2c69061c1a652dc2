import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { MachineId } from '../../shared/contracts/ids.ts';
import { type Child, cpuMs } from './child.ts';
import type { BenchFixture } from './fixture.ts';
import { type BenchFleet, startFleetProcess } from './fleet-process.ts';
import { batchesOf } from './ingest-batches.ts';
import { type Sender, sendAll } from './ingest-sending.ts';
import { quantile, type Row } from './table.ts';

/** Two kinds of load: many kiosks with a line each, and a few that catch up after an outage. */
const live = { what: '1 line a batch, 64 machines', lines: 1, batches: 200, machines: 64 };
const catchUp = { what: '256 lines a batch, 16 machines', lines: 256, batches: 24, machines: 16 };
/**
 * Rounds of each kind, the bare broker and the fleet server one after the other: single rounds
 * differ by a third on a shared computer.
 */
const rounds = 6;
const rawBroker = fileURLToPath(new URL('./raw-aedes.js', import.meta.url));

/**
 * About the disk time of a group of 16 kiosks' small batches: a commit can't be faster. In ms each.
 */
function bareSyncs(folder: string): number[] {
  const page = Buffer.alloc(32 * 1024);
  const file = openSync(join(folder, 'syncs'), 'w');
  const took = Array.from({ length: 200 }, () => {
    const began = performance.now();
    writeSync(file, page);
    fsyncSync(file);
    return performance.now() - began;
  });
  closeSync(file);
  return took;
}

/** Waits until this many lines are in the books, so that one round does not slow down the next. */
export async function folded({ url }: BenchFleet, lines: number): Promise<void> {
  const deadline = performance.now() + 600_000;
  while (performance.now() < deadline) {
    const text = await (await fetch(`${url}/metrics`)).text();
    if (Number(/^yaoju_lines_folded_total (\d+)/m.exec(text)?.[1]) >= lines) return;
    await setTimeout(50);
  }
  throw new Error(`${lines} lines are not in the books in time`);
}

/** The measured servers: the fleet server and the bare broker, each in a separate process. */
interface Servers {
  readonly fleet: BenchFleet;
  readonly raw: { readonly child: Child; readonly port: number };
  readonly senders: readonly Sender[];
  /** Lines sent to the fleet so far. */
  sentLines: number;
}

async function startServers(fixture: BenchFixture): Promise<Servers> {
  const fleet = await startFleetProcess(fixture, fixture.folder('ingest'));
  const child = fixture.run(rawBroker, []);
  const port = Number(await child.says(/port (\d+)/));
  const names = Array.from({ length: live.machines }, (_, index) => `BENCH-${String(index).padStart(3, '0')}`);
  const secrets = await fleet.register(names);
  const senders = names.map((name) => ({ machine: name as MachineId, secret: secrets.get(name) ?? '' }));
  return { fleet, raw: { child, port }, senders, sentLines: 0 };
}

/** The results of one kind of load, for the fleet server and for the bare broker. */
interface Comparison {
  readonly ours: number;
  readonly bare: number;
  /**
   * CPU time of the server's process per batch until its receipt, in ms. It does not depend on the
   * load by other processes.
   */
  readonly oursCpu: number;
  readonly bareCpu: number;
  /** CPU time per batch until all of it is in the books, in ms. */
  readonly foldedCpu: number;
  /** Lines per second from the first publish until the last line is in the books. */
  readonly foldedLines: number;
}

/** Sends the same batches to both servers alternately; means over all rounds. */
async function compare(
  servers: Servers,
  { lines, batches, machines }: typeof live,
  rounds: number,
): Promise<Comparison> {
  const { fleet, raw } = servers;
  const senders = servers.senders.slice(0, machines);
  const sums = { ours: 0, bare: 0, oursCpu: 0, bareCpu: 0, foldedCpu: 0, foldedLines: 0 };
  const count = batches * senders.length;
  const each = rounds * count;
  // One ledger continues over all rounds, as a kiosk's does: a new one without a predecessor would
  // be flagged as lost boxes.
  const ledgers = senders.map(() => batchesOf(lines, rounds * batches));
  for (let round = 0; round < rounds; round++) {
    const work = ledgers.map((all) => all.slice(round * batches, (round + 1) * batches));
    const before = { ours: cpuMs(fleet.child.process.pid), bare: cpuMs(raw.child.process.pid) };
    sums.bare += (await sendAll(`mqtt://127.0.0.1:${raw.port}`, senders, work, 'puback')) / rounds;
    sums.bareCpu += (cpuMs(raw.child.process.pid) - before.bare) / each;
    const began = performance.now();
    sums.ours += (await sendAll(fleet.broker, senders, work, 'receipt')) / rounds;
    sums.oursCpu += (cpuMs(fleet.child.process.pid) - before.ours) / each;
    servers.sentLines += count * lines;
    await folded(fleet, servers.sentLines);
    sums.foldedLines += (count * lines * 1000) / (performance.now() - began) / rounds;
    sums.foldedCpu += (cpuMs(fleet.child.process.pid) - before.ours) / each;
  }
  return sums;
}

const rowsOf = (what: string, { ours, bare, oursCpu, bareCpu, foldedCpu, foldedLines }: Comparison): Row[] => [
  {
    what: `receipts, ${what}`,
    value: ours,
    unit: 'batches/s',
    beside: { what: 'raw aedes QoS 1', value: bare },
    limit: { of: 'ratio', is: 'at least', bound: 0.5 },
  },
  {
    what: `server CPU, ${what}`,
    value: oursCpu,
    unit: 'ms/batch',
    beside: { what: 'raw aedes QoS 1', value: bareCpu },
    limit: null,
  },
  { what: `server CPU with folding, ${what}`, value: foldedCpu, unit: 'ms/batch', beside: null, limit: null },
  { what: `into the books, ${what}`, value: foldedLines, unit: 'lines/s', beside: null, limit: null },
];

/** Fills the fleet's store with about three million lines. */
async function fillStore(servers: Servers): Promise<void> {
  const senders = servers.senders.slice(0, 16);
  for (let millions = 0; millions < 3; millions++) {
    const work = senders.map(() => batchesOf(256, 244));
    await sendAll(servers.fleet.broker, senders, work, 'receipt');
    servers.sentLines += senders.length * 256 * 244;
    await folded(servers.fleet, servers.sentLines);
  }
}

/**
 * Receipts per second of the real fleet server, compared with plain aedes QoS 1 publishes of the
 * same payloads, each in a separate process, alternately.
 */
export async function ingestBench(fixture: BenchFixture): Promise<Row[]> {
  const servers = await startServers(fixture);
  const syncs = bareSyncs(fixture.folder('sync'));
  // A server runs for months, so the time in which its code is still being compiled is not
  // measured.
  await compare(servers, { ...live, batches: 50 }, 1);
  await compare(servers, catchUp, 1);
  const now: Row[] = [
    { what: 'bare write + fsync, median', value: quantile(syncs, 0.5), unit: 'ms', beside: null, limit: null },
    ...rowsOf(live.what, await compare(servers, live, rounds)),
    ...rowsOf(catchUp.what, await compare(servers, catchUp, rounds)),
  ];
  if (!fixture.large) return now;
  fixture.say('filling the store with some millions of lines …');
  await fillStore(servers);
  return [
    ...now,
    ...rowsOf(`${live.what}, 3 million lines in the store`, await compare(servers, live, rounds)),
    ...rowsOf(`${catchUp.what}, 3 million lines in the store`, await compare(servers, catchUp, rounds)),
  ];
}
