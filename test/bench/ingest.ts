import { randomUUID } from 'node:crypto';
import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import mqtt, { type MqttClient } from 'mqtt';
import { sha256Chain } from '../../device/adapters/chain.ts';
import { type Receipt, writeBatch } from '../../shared/contracts/batch.ts';
import { LedgerId, type MachineId, type Seq } from '../../shared/contracts/ids.ts';
import { topic } from '../../shared/contracts/topics.ts';
import { type BenchFleet, cpuMs, type Ground, startFleetProcess } from './ground.ts';
import { quantile, type Row } from './table.ts';

/** What reaches a fleet: many kiosks with a line each, and a few that catch up after an outage. */
const live = { what: '1 line a batch, 64 machines', lines: 1, batches: 200, machines: 64 };
const catchUp = { what: '256 lines a batch, 16 machines', lines: 256, batches: 24, machines: 16 };
/** Time between two lines of a ledger: a box, which is two lines, every ten minutes. */
const lineMs = 300_000;
/** Turns of each kind, the bare broker and the fleet server one after the other: single ones differ by a third on a computer that is shared. */
const rounds = 6;
/** Batches of one machine in flight at once, as of an agent. */
const window = 4;
const rawBroker = fileURLToPath(new URL('./raw-aedes.js', import.meta.url));

/** A machine's ledger as batches of the given size, ready to be sent. */
function batchesOf(lines: number, batches: number): { payload: Buffer; through: number }[] {
  const ledger = LedgerId.parse(randomUUID());
  let prev = sha256Chain.first(ledger);
  const made: { payload: Buffer; through: number }[] = [];
  const began = Date.now() - (lines * batches + 1) * lineMs;
  for (let batch = 0, seq = 1; batch < batches; batch++) {
    const texts = Array.from({ length: lines }, (_, index) => lineOf(seq + index, began));
    const payload = Buffer.from(writeBatch({ ledger, first: seq as Seq, prev, lines: texts }));
    for (const text of texts) prev = sha256Chain.next(prev, text);
    seq += lines;
    made.push({ payload, through: seq - 1 });
  }
  return made;
}

const planned = Array.from({ length: 8 }, (_, index) => ({ lane: index + 1, product: 'CD-M', capacity: 20, par: 20 }));
/** Lines from one filling of a lane to the next: the filling, and a turn and a box ten times. */
const roundLines = 21;

/** Line `seq` of a machine whose eight lanes are filled and emptied one after the other. */
function lineOf(seq: number, began: number): string {
  const stamp = { at: began + seq * lineMs, run: 1, up: seq * lineMs };
  const line = (kind: string, fields: object): string => JSON.stringify({ kind, ...stamp, ...fields });
  if (seq === 1) return line('booted', { version: 'bench', cause: 'start', ledgerBefore: null });
  if (seq === 2) return line('configured', { version: 0, lanes: planned, recalls: [], limits: {} });
  const round = Math.floor((seq - 3) / roundLines);
  const inRound = (seq - 3) % roundLines;
  const lane = { lane: 1 + (round % planned.length), product: 'CD-M' };
  if (inRound === 0)
    return line('restocked', { ...lane, lot: 'B250101', expires: '2099-12-31', added: 10, stock: 10, by: 'bench' });
  const txn = 10 * round + Math.ceil(inRound / 2);
  // A box's two lines bear one request.
  const about = { request: requestOf(txn), txn, ...lane };
  return inRound % 2 === 1
    ? line('turning', { ...about, board: 'LB00417', before: txn - 1 })
    : line('issued', { ...about, lot: 'B250101' });
}

const requestOf = (txn: number): string => `00000000-0000-4000-8000-${String(txn).padStart(12, '0')}`;

interface Sender {
  readonly machine: MachineId;
  readonly secret: string;
}

const connected = (port: number, { machine, secret }: Sender): Promise<MqttClient> =>
  mqtt.connectAsync(`mqtt://127.0.0.1:${port}`, {
    clientId: machine,
    username: machine,
    password: secret,
    clean: true,
    reconnectPeriod: 0,
  });

/** Sends all batches of all machines with a window, and answers batches a second, from the first to the last acknowledged. */
async function rate(
  port: number,
  senders: readonly Sender[],
  work: readonly ReturnType<typeof batchesOf>[],
  by: 'receipt' | 'puback',
): Promise<number> {
  const clients = await Promise.all(senders.map((sender) => connected(port, sender)));
  if (by === 'receipt')
    await Promise.all(
      clients.map((client, at) => client.subscribeAsync(topic(machineAt(senders, at), 'receipt'), { qos: 1 })),
    );
  const began = performance.now();
  await Promise.all(
    clients.map(
      (client, at) =>
        new Promise<void>((resolve) => {
          const batches = work[at] ?? [];
          let sent = 0;
          let done = 0;
          const push = (): void => {
            while (sent < batches.length && sent - done < window) {
              const batch = batches[sent];
              sent += 1;
              if (batch)
                client.publish(topic(machineAt(senders, at), 'events'), batch.payload, { qos: 1 }, () => {
                  if (by !== 'puback') return;
                  done += 1;
                  push();
                });
            }
            if (done >= batches.length) resolve();
          };
          if (by === 'receipt')
            client.on('message', (_topic, payload) => {
              const { through } = JSON.parse(payload.toString()) as Receipt;
              while (done < batches.length && (batches[done]?.through ?? Infinity) <= through) done += 1;
              push();
            });
          push();
        }),
    ),
  );
  const seconds = (performance.now() - began) / 1000;
  await Promise.all(clients.map((client) => client.endAsync()));
  return work.reduce((sum, batches) => sum + batches.length, 0) / seconds;
}

const machineAt = (senders: readonly Sender[], at: number): MachineId => {
  const sender = senders[at];
  if (!sender) throw new Error(`no sender ${at}`);
  return sender.machine;
};

/** What a group of 16 kiosks' small batches takes on the disk, about: a commit can't be quicker. In ms each. */
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

/** Waits until that many lines are in the books, so that one round does not slow down the next. */
async function folded({ url }: BenchFleet, lines: number): Promise<void> {
  const deadline = performance.now() + 600_000;
  while (performance.now() < deadline) {
    const text = await (await fetch(`${url}/metrics`)).text();
    if (Number(/^yaoju_lines_folded_total (\d+)/m.exec(text)?.[1]) >= lines) return;
    await setTimeout(50);
  }
  throw new Error(`${lines} lines are not in the books in time`);
}

/** Receipts a second of the real fleet server beside raw aedes QoS 1 publishes of the same payloads, each in a process of its own, in turns. */
export async function ingestBench(ground: Ground): Promise<Row[]> {
  const fleet = await startFleetProcess(ground, ground.folder('ingest'));
  const raw = ground.run(rawBroker, []);
  const rawPort = Number(await raw.says(/port (\d+)/));
  const names = Array.from({ length: live.machines }, (_, index) => `BENCH-${String(index).padStart(3, '0')}`);
  const secrets = await fleet.register(names);
  const all = names.map((name) => ({ machine: name as MachineId, secret: secrets.get(name) ?? '' }));

  interface Pair {
    readonly ours: number;
    readonly bare: number;
    /** CPU time of the server's process per batch until its receipt, in ms. It is the same on a busy computer. */
    readonly oursCpu: number;
    readonly bareCpu: number;
    /** CPU time a batch once all of it is in the books, in ms. */
    readonly foldedCpu: number;
    /** Lines a second from the first publish until the last line is in the books. */
    readonly foldedLines: number;
  }
  let sentLines = 0;
  const pair = async ({ lines, batches, machines }: typeof live, rounds: number): Promise<Pair> => {
    const senders = all.slice(0, machines);
    const sums = { ours: 0, bare: 0, oursCpu: 0, bareCpu: 0, foldedCpu: 0, foldedLines: 0 };
    const count = batches * senders.length;
    const each = rounds * count;
    for (let round = 0; round < rounds; round++) {
      const work = senders.map(() => batchesOf(lines, batches));
      const before = { ours: cpuMs(fleet.child.process.pid), bare: cpuMs(raw.process.pid) };
      sums.bare += (await rate(rawPort, senders, work, 'puback')) / rounds;
      sums.bareCpu += (cpuMs(raw.process.pid) - before.bare) / each;
      const began = performance.now();
      sums.ours += (await rate(fleet.mqttPort, senders, work, 'receipt')) / rounds;
      sums.oursCpu += (cpuMs(fleet.child.process.pid) - before.ours) / each;
      sentLines += count * lines;
      await folded(fleet, sentLines);
      sums.foldedLines += (count * lines * 1000) / (performance.now() - began) / rounds;
      sums.foldedCpu += (cpuMs(fleet.child.process.pid) - before.ours) / each;
    }
    return sums;
  };
  const rows = (what: string, { ours, bare, oursCpu, bareCpu, foldedCpu, foldedLines }: Pair): Row[] => [
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
  const syncs = bareSyncs(ground.folder('sync'));
  // A server runs for months, so the time in which its code is still being compiled is not measured.
  await pair({ ...live, batches: 50 }, 1);
  await pair(catchUp, 1);
  const now: Row[] = [
    { what: 'bare write + fsync, median', value: quantile(syncs, 0.5), unit: 'ms', beside: null, limit: null },
    ...rows(live.what, await pair(live, rounds)),
    ...rows(catchUp.what, await pair(catchUp, rounds)),
  ];
  if (!ground.large) return now;
  ground.say('filling the store with some millions of lines …');
  for (let millions = 0; millions < 3; millions++) {
    const senders = all.slice(0, 16);
    await rate(
      fleet.mqttPort,
      senders,
      senders.map(() => batchesOf(256, 244)),
      'receipt',
    );
    sentLines += senders.length * 256 * 244;
    await folded(fleet, sentLines);
  }
  return [
    ...now,
    ...rows(`${live.what}, 3 million lines in the store`, await pair(live, rounds)),
    ...rows(`${catchUp.what}, 3 million lines in the store`, await pair(catchUp, rounds)),
  ];
}
