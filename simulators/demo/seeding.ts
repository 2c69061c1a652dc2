import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { FleetStore } from '../../fleet/ports/fleet-store.ts';
import type { HistoryOrder, MachineHistory } from './history-thread.ts';
import type { DemoMachine, ProvinceSeed } from './machine.ts';
import { register } from './registry.ts';

/** Lines of whole machines that are ingested and folded together: their books are saved once. */
const linesAtOnce = 12_000;
/** How many histories the thread may write in advance. */
const ahead = 8;

/** The store to fill, and its content. */
export interface Seeding {
  readonly store: FleetStore;
  readonly seed: ProvinceSeed;
  readonly machines: readonly DemoMachine[];
  /** The machines that are still to be seeded, in this order. */
  readonly order: readonly number[];
  /** Called when these machines' histories are stored and folded. */
  readonly seeded: (machines: readonly DemoMachine[], lines: number) => Promise<void>;
  readonly signal: AbortSignal;
}

/**
 * Writes the province's history into the store through the store's own intake, as if each kiosk had
 * sent it: chained batches, a receipt's mark, books folded from the lines. One thread writes the
 * histories and the store's own thread ingests them; nothing here blocks other work. A machine that
 * isn't registered isn't seeded, so a seeding that was interrupted continues there.
 */
export async function seedProvince(seeding: Seeding): Promise<void> {
  const { store, seed, machines, order, signal } = seeding;
  const workerData: HistoryOrder = { seed, indices: order };
  const thread = new Worker(new URL('./history-thread.js', import.meta.url), { workerData });
  const histories = arriving(thread, order.length, signal);
  try {
    let group: { machine: DemoMachine; history: MachineHistory }[] = [];
    let lines = 0;
    const flush = async (): Promise<void> => {
      if (group.length === 0) return;
      await takeIn(store, group);
      await seeding.seeded(
        group.map(({ machine }) => machine),
        lines,
      );
      group = [];
      lines = 0;
    };
    for await (const history of histories) {
      const machine = machines[history.index];
      if (!machine) throw new Error(`no machine ${history.index}`);
      group.push({ machine, history });
      lines += history.lines;
      if (lines >= linesAtOnce) await flush();
    }
    if (!signal.aborted) await flush();
  } finally {
    await thread.terminate();
  }
}

/**
 * The histories as the thread writes them, requested a few in advance. Ends early with the signal.
 */
async function* arriving(thread: Worker, count: number, signal: AbortSignal): AsyncGenerator<MachineHistory> {
  const ready: MachineHistory[] = [];
  thread.on('message', (history: MachineHistory) => ready.push(history));
  let asked = 0;
  for (let given = 0; given < count && !signal.aborted; given++) {
    for (; asked < Math.min(count, given + ahead); asked++) thread.postMessage('next');
    let next = ready.shift();
    while (!next) {
      // An error of the thread ends this too.
      await once(thread, 'message', { signal }).catch((error: unknown) => {
        if (!signal.aborted) throw error;
      });
      if (signal.aborted) return;
      next = ready.shift();
    }
    yield next;
  }
}

async function takeIn(
  store: FleetStore,
  group: readonly { machine: DemoMachine; history: MachineHistory }[],
): Promise<void> {
  const batches = group.flatMap(({ machine: { machine }, history }) =>
    // As if each had been received when its last line was written: no year was closed by then.
    history.batches.map((text) => ({
      machine,
      payload: text,
      bytes: Buffer.byteLength(text),
      received: lastAt(text),
    })),
  );
  // A machine is registered after everything else of it is stored. Until then its lines belong to
  // nobody, and are skipped when they come again.
  const now = Date.now();
  const report = await store.ingest(batches, now);
  if (!report.stored) throw new Error(`the history can't be stored: ${report.why}`);
  const odd = report.results.find(({ kind: became }) => became !== 'new' && became !== 'held');
  if (odd) throw new Error(`${odd.machine}: a batch of the history was ${odd.kind}`);
  await Promise.all(group.map(({ machine }) => register(store, machine)));
  while (!(await store.fold(linesAtOnce)).done);
}

/** The time of a batch's last line, which ends with a line feed. */
const lastAt = (text: string): number =>
  (JSON.parse(text.slice(text.lastIndexOf('\n', text.length - 2) + 1)) as { at: number }).at;
