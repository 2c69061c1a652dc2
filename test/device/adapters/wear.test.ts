import { randomUUID } from 'node:crypto';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { systemClock } from '../../../device/adapters/clock.ts';
import type { Agent } from '../../../device/agent/agent.ts';
import { createAgent } from '../../../device/agent/create-agent.ts';
import { createDriver } from '../../../device/board/catalogue.ts';
import { MachineId } from '../../../shared/contracts/ids.ts';
import { newLedgerId } from '../../support/device/ledgers.ts';
import { openIn } from '../../support/device/open-ledger.ts';
import { requestNumber } from '../../support/device/values.ts';
import { freshDirectory } from '../../support/fresh-directory.ts';

/** A card with an endurance of 10 TB lasts 100,000 days at this rate. */
const dayBudgetBytes = 100 * 1024;

describe('what a kiosk writes to its disk', () => {
  it('stays within its budget on a day of five boxes', () => {
    const dataDir = freshDirectory();
    const { ledger } = openIn(dataDir);
    const wal = () => statSync(join(dataDir, 'ledger.db-wal')).size;
    const days = 20;
    const before = wal();
    for (let box = 1; box <= days * 5; box++) {
      const turn = {
        at: 1_790_000_000_000,
        run: 3,
        up: box,
        request: randomUUID(),
        txn: box,
        lane: 5,
        product: 'CD-M',
      };
      ledger.append([JSON.stringify({ kind: 'turning', ...turn, board: 'LB00417', before: box - 1, drops: box })]);
      ledger.append([JSON.stringify({ kind: 'issued', ...turn, lot: '20260101A' })]);
      ledger.keepPosition({ ledger: ledger.ledger, through: ledger.last, timeMs: 1_790_000_000_000 });
    }
    // Everything is written twice at most: to the log, and to its place.
    expect(((wal() - before) * 2) / days).toBeLessThan(2 * dayBudgetBytes);
    expect(ledger.last).toBe(days * 10);
  });

  it('is nothing at all for a heartbeat', () => {
    vi.useFakeTimers({ now: 1_800_000_000_000, toFake: ['setTimeout', 'clearTimeout', 'performance', 'Date'] });
    onTestFinished(() => {
      vi.useRealTimers();
    });
    const dataDir = freshDirectory();
    const { ledger } = openIn(dataDir);
    const published: string[] = [];
    const agent: Agent = createAgent({
      store: ledger,
      driver: createDriver('lbp'),
      line: { open: () => {}, send: () => {}, close: () => {} },
      link: { connect: () => {}, publish: (channel) => published.push(channel), close: () => {}, isPlain: () => false },
      clock: systemClock(),
      observer: { reply: () => {}, recorded: () => {}, log: () => {}, restart: () => {} },
      newLedgerId,
      newRequestId: () => requestNumber(1),
      machine: MachineId.parse('TEST-1'),
      builtAtMs: 0,
      version: '1.2.3',
      lanes: [],
      cause: 'start',
      rssBytes: () => 0,
    });
    agent.start();
    agent.link.up();
    vi.advanceTimersByTime(120_000);
    const { last } = ledger;
    const written = statSync(join(dataDir, 'ledger.db-wal'));
    published.length = 0;
    vi.advanceTimersByTime(3_600_000);
    expect(published.filter((channel) => channel === 'presence').length).toBeGreaterThan(50);
    const after = statSync(join(dataDir, 'ledger.db-wal'));
    expect([ledger.last, after.size, after.mtimeMs]).toEqual([last, written.size, written.mtimeMs]);
    agent.stop();
  });
});
