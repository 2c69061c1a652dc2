import { randomUUID } from 'node:crypto';
import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { sha256Chain } from '../../device/adapters/chain.ts';
import { openLedger } from '../../device/adapters/sqlite-ledger.ts';
import { createAgent } from '../../device/agent/create-agent.ts';
import { createDriver } from '../../device/board/catalogue.ts';
import { type Lane, LedgerId, MachineId, type ProductCode, type RequestId } from '../../shared/contracts/ids.ts';
import { boardKinds } from '../../simulators/board/model/boards.ts';
import { Cabinet } from '../../simulators/board/model/cabinet.ts';
import type { Ground } from './ground.ts';
import { quantile, type Row } from './table.ts';

/** About the size of a page of SQLite's log: a line cannot be faster than this bare write. */
const pageBytes = 4096 + 24;

/**
 * Software time from a request to `VEND` on the wire, with its line's sync to disk: the real agent, driver and SQLite ledger, and a board that
 * answers at once. Beside it the bare write and fsync of a page on the same disk, in turns.
 */
export async function dispenseBench(ground: Ground): Promise<Row[]> {
  const dataDir = ground.folder('dispense');
  const rounds = ground.large ? 2_000 : 300;
  const newLedger = (): LedgerId => LedgerId.parse(randomUUID());
  const ledger = openLedger({
    dataDir,
    machine: MachineId.parse('BENCH-1'),
    chain: sha256Chain,
    newLedger,
    dated: () => 'bench',
    say: () => {},
  });
  const cabinet = new Cabinet({ lanes: 1, boxes: rounds + 100 });
  const board = boardKinds.lbp.make({ cabinet, serial: 'BENCH', nvram: '' });
  let boardMs = 1_000;
  let vendAt = 0;
  const answer = (): void => {
    for (const output of board.drain()) if (output.kind === 'send') agent.line.received(output.bytes);
  };
  const settle = (): void => {
    for (let at = board.wakeAtMs; at !== null; at = board.wakeAtMs) {
      boardMs = Math.max(boardMs, Math.ceil(at));
      board.wake(boardMs);
      answer();
    }
  };
  let replied = false;
  let timer: NodeJS.Timeout | undefined;
  const began = performance.now();
  const agent = createAgent({
    store: ledger,
    driver: createDriver('lbp'),
    line: {
      open: () => queueMicrotask(() => agent.line.opened()),
      send: (bytes) => {
        if (Buffer.from(bytes).includes(' VEND ')) vendAt = performance.now();
        queueMicrotask(() => {
          board.received(bytes, boardMs);
          answer();
        });
      },
      close: () => {},
    },
    link: { connect: () => {}, publish: () => {}, close: () => {} },
    clock: {
      at: () => Date.now(),
      monoMs: () => Math.floor(performance.now() - began),
      dice: () => Math.random(),
      wakeAt: (upMs, wake) => {
        clearTimeout(timer);
        if (upMs !== null && Number.isFinite(upMs))
          timer = setTimeout(wake, Math.max(0, upMs - (performance.now() - began)));
      },
    },
    observer: {
      reply: () => {
        replied = true;
      },
      recorded: () => {},
      log: () => {},
      restart: () => {},
    },
    newLedgerId: newLedger,
    builtAtMs: 0,
    version: 'bench',
    lanes: [{ lane: 1 as Lane, product: 'CD-M' as ProductCode, capacity: 200, par: 200 }],
    cause: ledger.begun,
    rssBytes: () => 0,
  });
  board.powerOn(boardMs, 'POWER');
  agent.start();
  const idle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
  const until = async (done: () => boolean): Promise<void> => {
    const limit = performance.now() + 20_000;
    while (!done()) {
      if (performance.now() > limit) throw new Error('the bench board does not answer');
      settle();
      await idle();
    }
  };
  await until(() => agent.health().board.state === 'ready');

  const file = openSync(join(dataDir, 'bare'), 'w');
  const page = Buffer.alloc(pageBytes, 7);
  const software: number[] = [];
  const bare: number[] = [];
  for (let round = 0; round < rounds; round++) {
    if (round % 100 === 0) {
      const load = {
        lane: 1 as Lane,
        product: 'CD-M' as ProductCode,
        lot: 'A1',
        expires: `${new Date().getFullYear() + 5}-12-31`,
        added: 100,
      };
      agent.handle({ kind: 'restock', ticket: 0, by: 'bench', lanes: [load] });
    }
    replied = false;
    vendAt = 0;
    const asked = performance.now();
    const want = { product: 'CD-M' as ProductCode };
    agent.handle({ kind: 'dispense', ticket: round + 1, request: randomUUID() as RequestId, want });
    await until(() => replied);
    software.push(vendAt - asked);
    const writeAt = performance.now();
    writeSync(file, page);
    fsyncSync(file);
    bare.push(performance.now() - writeAt);
  }
  closeSync(file);
  clearTimeout(timer);
  agent.stop();
  ledger.close();
  const row = (share: number, name: string, limit: Row['limit']): Row => ({
    what: `request → VEND on the wire, ${name}`,
    value: quantile(software, share),
    unit: 'ms',
    beside: { what: 'bare write + fsync', value: quantile(bare, share) },
    limit,
  });
  return [row(0.5, 'median', null), row(0.95, 'p95', { of: 'value', is: 'at most', bound: 50 })];
}
