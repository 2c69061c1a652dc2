import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type RandomSource, seededRandom } from '../board/model/random-source.ts';
import { type Balance, balance } from './balance.ts';
import { until } from './process.ts';
import { Fleet, Kiosk, lanesOfOne, pin } from './processes.ts';
import { SmallDisk } from './small-disk.ts';
import { troubles } from './trouble.ts';

/** The size and duration of a run. */
export interface ChaosOptions {
  readonly seed: number;
  readonly kiosks: number;
  /** Number of requests at each kiosk. */
  readonly requests: number;
  /** No new requests after this time. */
  readonly maxMs: number;
  /** Mean pause between two faults, in ms. */
  readonly everyMs: number;
  readonly report: (line: string) => void;
}

/** The results of a run, by kiosk. */
export interface ChaosResult {
  readonly balances: readonly (Balance & { readonly machine: string; readonly requests: number })[];
  readonly troubles: ReadonlyMap<string, number>;
  /** Whether a full disk was among the faults. */
  readonly fullDisk: boolean;
}

const boxesInLane = 200;

/**
 * Runs real processes on real pseudo-terminals, SQLite files and a real broker through every kind
 * of fault; at the end all books must balance.
 */
export async function runChaos(options: ChaosOptions): Promise<ChaosResult> {
  const dir = mkdtempSync(join(tmpdir(), 'yaoju-chaos-'));
  const disk = SmallDisk.mount(join(dir, 'small'));
  const fleet = new Fleet(join(dir, 'fleet'));
  const kiosks: Kiosk[] = [];
  try {
    await fleet.start();
    for (let number = 1; number <= options.kiosks; number += 1) {
      const machine = `CHAOS-${String(number).padStart(4, '0')}`;
      const secret = await fleet.register(machine);
      const small = number === 1 && disk !== null ? join(disk.dir, 'data') : undefined;
      const kiosk = new Kiosk(
        join(dir, machine),
        machine,
        secret,
        fleet.mqtt,
        boxesInLane,
        options.seed + number,
        small ?? join(dir, machine, 'data'),
      );
      kiosks.push(kiosk);
      await kiosk.startBoard();
      await kiosk.startAgent();
      await fillUp(kiosk);
    }
    return await act(options, fleet, kiosks, disk);
  } finally {
    for (const { agent, board } of kiosks) {
      await agent.end('SIGKILL');
      await board.end('SIGKILL');
    }
    await fleet.part.end('SIGKILL');
    disk?.unmount();
    rmSync(dir, { recursive: true, force: true });
  }
}

async function fillUp(kiosk: Kiosk): Promise<void> {
  const lanes = Array.from({ length: lanesOfOne }, (_, at) => ({
    lane: at + 1,
    product: at < 2 ? 'CD-M' : 'CD-L',
    lot: 'B250101',
    expires: `${new Date().getFullYear() + 5}-12`,
    added: boxesInLane,
  }));
  await until(async () => {
    const { status, json } = await kiosk.ask('/api/restock', { by: 'wang', pin, lanes });
    if (status !== 200) throw new Error(`restock: ${status} ${JSON.stringify(json)}`);
  }, 30_000);
}

async function act(
  options: ChaosOptions,
  fleet: Fleet,
  kiosks: readonly Kiosk[],
  disk: SmallDisk | null,
): Promise<ChaosResult> {
  const random = seededRandom(options.seed);
  const happened = new Map<string, number>();
  const endMs = performance.now() + options.maxMs;
  const answers = kiosks.map(() => new Map<string, string[]>());
  let asking = true;
  const citizens = Promise.all(
    kiosks.map((kiosk, at) =>
      askAll(kiosk, options, seededRandom(options.seed * 31 + at), endMs, answers[at] ?? new Map()),
    ),
  );
  const trouble = (async () => {
    while (asking) {
      await pause(random.below(2 * options.everyMs, 'pause'));
      const name = random.pick(Object.keys(troubles), 'which trouble');
      happened.set(name, (happened.get(name) ?? 0) + 1);
      options.report(name);
      await troubles[name]?.({ fleet, kiosks, random, disk });
    }
  })();
  await citizens;
  asking = false;
  await trouble;
  disk?.clear();
  const balances = await Promise.all(kiosks.map((kiosk, at) => settle(kiosk, fleet, answers[at] ?? new Map())));
  return { balances, troubles: happened, fullDisk: (disk?.fills ?? 0) > 0 };
}

/**
 * Citizens at one kiosk: each request is repeated until it is answered, as a screen does, and some
 * are asked again after that.
 */
async function askAll(
  kiosk: Kiosk,
  { requests }: ChaosOptions,
  random: RandomSource,
  endMs: number,
  answers: Map<string, string[]>,
): Promise<void> {
  for (let number = 0; number < requests && performance.now() < endMs; number += 1) {
    const request = uuid(random);
    answers.set(request, []);
    const body = { request, product: random.pick(['CD-M', 'CD-L'], 'product') };
    await dispense(kiosk, body, answers);
    const old = [...answers.keys()][random.below(answers.size, 'an old one')];
    if (old !== undefined && random.chance(0.2, 'ask an old one again'))
      await dispense(kiosk, { ...body, request: old }, answers);
  }
}

async function dispense(
  kiosk: Kiosk,
  body: { request: string; product: string },
  answers: Map<string, string[]>,
): Promise<void> {
  await until(async () => {
    const { status, json } = await kiosk.ask('/api/dispense', body);
    if (status !== 200) throw new Error(`${status} ${String(json.code)}`);
    answers.get(body.request)?.push(String(json.outcome));
  }, 120_000);
}

const uuid = (random: RandomSource): string => {
  const hex = (digits: number): string =>
    random
      .below(16 ** digits, 'request')
      .toString(16)
      .padStart(digits, '0');
  return `${hex(8)}-${hex(4)}-4${hex(3)}-8${hex(3)}-${hex(8)}${hex(4)}`;
};

/** Compares the three observations once everything is repaired and idle. */
async function settle(kiosk: Kiosk, fleet: Fleet, answers: ReadonlyMap<string, readonly string[]>) {
  kiosk.board.type('power on');
  kiosk.board.type('quiet');
  kiosk.board.type('plug');
  // The books follow the lines within moments; what still doesn't balance after this time is wrong.
  const patienceMs = performance.now() + 60_000;
  return until(async () => {
    const { json } = await kiosk.ask('/healthz');
    const waiting = (json.outbox as { waiting: number } | undefined)?.waiting;
    if (waiting !== 0) throw new Error(`${kiosk.machine}: ${waiting} lines wait`);
    const [mine, theirs] = [await kiosk.events(), await fleet.events(kiosk.machine)];
    const { json: machine } = await fleet.ask(`/machines/${kiosk.machine}`);
    const { total } = machine.issued as { total: number };
    const found = balance({
      truth: kiosk.truth(),
      kiosk: mine,
      fleet: theirs,
      issued: total,
      uncertain: Number(machine.uncertain),
      answers,
      boxesInLane,
    });
    if (found.wrong.length > 0 && performance.now() < patienceMs) throw new Error(found.wrong.join('; '));
    return { ...found, machine: kiosk.machine, requests: answers.size };
  }, 90_000);
}
