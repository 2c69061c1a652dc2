import { randomUUID } from 'node:crypto';
import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { Lane, ProductCode, RequestId } from '../../shared/contracts/ids.ts';
import type { BenchFixture } from './fixture.ts';
import { type InstantKiosk, openInstantKiosk } from './instant-kiosk.ts';
import { quantile, type Row } from './table.ts';

/** About the size of a page of SQLite's log: a line cannot be faster than this single write. */
const pageBytes = 4096 + 24;

/** Boxes of one restock. */
const restocked = 100;

/**
 * The software time from a request to `VEND` on the wire, including the sync of its line to disk:
 * the real agent, driver and SQLite ledger, and a board that answers at once. For comparison,
 * alternating with it, the write and fsync of a page on the same disk.
 */
export async function dispenseBench(fixture: BenchFixture): Promise<Row[]> {
  const dataDir = fixture.folder('dispense');
  const rounds = fixture.large ? 2_000 : 300;
  const kiosk = await openInstantKiosk(dataDir, rounds + restocked);
  const file = openSync(join(dataDir, 'bare'), 'w');
  const software: number[] = [];
  const bare: number[] = [];
  for (let round = 0; round < rounds; round++) {
    if (round % restocked === 0) restock(kiosk);
    software.push(await dispenseMs(kiosk, round + 1));
    bare.push(bareWriteMs(file));
  }
  closeSync(file);
  kiosk.close();
  const row = (share: number, name: string, limit: Row['limit']): Row => ({
    what: `request → VEND on the wire, ${name}`,
    value: quantile(software, share),
    unit: 'ms',
    beside: { what: 'bare write + fsync', value: quantile(bare, share) },
    limit,
  });
  return [row(0.5, 'median', null), row(0.95, 'p95', { of: 'value', is: 'at most', bound: 50 })];
}

function restock({ agent }: InstantKiosk): void {
  const load = {
    lane: 1 as Lane,
    product: 'CD-M' as ProductCode,
    lot: 'A1',
    expires: `${new Date().getFullYear() + 5}-12-31`,
    added: restocked,
  };
  agent.handle({ kind: 'restock', ticket: 0, by: 'bench', lanes: [load] });
}

/** Requests one box and waits for the reply. Returns the time until `VEND` was on the wire. */
async function dispenseMs({ agent, board, until, replies }: InstantKiosk, ticket: number): Promise<number> {
  const before = replies();
  const asked = performance.now();
  const want = { product: 'CD-M' as ProductCode };
  agent.handle({ kind: 'dispense', ticket, request: randomUUID() as RequestId, want });
  await until(() => replies() > before);
  if (board.vendAt < asked) throw new Error('the kiosk refused the request');
  return board.vendAt - asked;
}

const page = Buffer.alloc(pageBytes, 7);

function bareWriteMs(file: number): number {
  const began = performance.now();
  writeSync(file, page);
  fsyncSync(file);
  return performance.now() - began;
}
