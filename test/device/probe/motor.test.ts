import { randomUUID } from 'node:crypto';
import { mkdirSync, rmSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { lockDataDir } from '../../../device/adapters/data-dir-lock.ts';
import type { Fact } from '../../../shared/contracts/events.ts';
import { emptyBooks } from '../../../shared/ledger/books.ts';
import { fold } from '../../../shared/ledger/fold.ts';
import { probe, probeBench } from '../../support/device/probe-bench.ts';

const bench = probeBench();
const { board, kiosk, lines, tests } = bench;

describe.each(['lbp', 'vmc3'] as const)('a motor, on %s', (driver) => {
  test('a test turn is confirmed, recorded before and after, and never issued', async () => {
    const { cabinet } = await board(driver);
    const file = kiosk(driver);
    const { code, out } = await probe(['--config', file, '--turn', '2', '--by', 'Li'], 'turn 2\n');
    expect(out).toContain('one box fell');
    expect(code).toBe(0);
    expect(cabinet.falls.map((fall) => fall.lane)).toEqual([2]);
    expect(tests()).toEqual([
      ['test-turn', 'turning', 2, null, 'Li', 1],
      ['test-turn', 'done', 2, 'fell-one', 'Li', 1],
    ]);
    const books = emptyBooks();
    lines().forEach((line, index) => void fold(books, index + 1, line));
    expect(books).toMatchObject({ issued: 0, lastTxn: 1, testing: null, run: 8 });
  });

  test('nothing moves without the exact words', async () => {
    const { cabinet } = await board(driver);
    const file = kiosk(driver);
    for (const typed of driver === 'lbp' ? ['', 'y\n', 'turn 1\n'] : ['home 2\n']) {
      const { code, err } = await probe(['--config', file, '--turn', '2'], typed);
      expect(code).toBe(1);
      expect(err).toContain('nothing was done');
    }
    expect(cabinet.turns).toBe(0);
    expect(lines()).toHaveLength(2);
  });
});

test('a lane is homed, and that is in the ledger', async () => {
  const { cabinet } = await board('lbp');
  const file = kiosk('lbp');
  const { code, out } = await probe(['--config', file, '--home', '1'], 'home 1\n');
  expect(code).toBe(0);
  expect(out).toContain('正常 ready');
  expect(cabinet.falls).toEqual([]);
  expect(tests()).toEqual([
    ['home', 'turning', 1, null, 'technician', undefined],
    ['home', 'done', 1, 'ready', 'technician', undefined],
  ]);
});

test('no motor turns while an agent runs, before one ever ran, on an unknown lane, or with an open dispense', async () => {
  await board('lbp');
  const turning: Fact[] = [
    Object.assign({
      kind: 'turning' as const,
      request: randomUUID(),
      txn: 5,
      lane: 1,
      product: 'CD-M',
      board: 'LB00417',
      before: 0,
    }) as never,
  ];
  const file = kiosk('lbp', turning);
  const open = await probe(['--config', file, '--turn', '1'], 'turn 1\n');
  expect([open.code, open.err]).toEqual([1, expect.stringContaining('not settled')]);

  const unknown = await probe(['--config', file, '--turn', '9'], 'turn 9\n');
  expect([unknown.code, unknown.err]).toEqual([1, expect.stringContaining('has no lane 9')]);

  const lock = lockDataDir(bench.dataDir());
  const running = await probe(['--config', file, '--turn', '1'], 'turn 1\n');
  lock.release();
  expect([running.code, running.err]).toEqual([1, expect.stringContaining('stop it first')]);

  rmSync(bench.dataDir(), { recursive: true });
  mkdirSync(bench.dataDir());
  const fresh = await probe(['--config', file, '--turn', '1'], 'turn 1\n');
  expect([fresh.code, fresh.err]).toEqual([1, expect.stringContaining('no ledger')]);
  expect(bench.runtime?.cabinet.turns).toBe(0);
});
