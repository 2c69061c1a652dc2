import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sha256Chain } from '../../device/adapters/chain.ts';
import { openLedger } from '../../device/adapters/sqlite-ledger.ts';
import { LedgerId, MachineId } from '../../shared/contracts/ids.ts';
import { rssMiB } from './child.ts';
import type { BenchFixture } from './fixture.ts';
import { quantile, type Row } from './table.ts';

const machine = MachineId.parse('BENCH-001');
const rounds = 5;
const longLedger = 200_000;

/** Fills a kiosk's data folder with a ledger of this many lines. */
function fill(dataDir: string, lines: number): void {
  const ledger = openLedger({
    dataDir,
    machine,
    chain: sha256Chain,
    newLedger: () => LedgerId.parse(randomUUID()),
    dated: () => 'bench',
    say: () => {},
  });
  const at = Date.now() - 86_400_000;
  const stamp = (seq: number) => ({ at: at + seq, run: 1, up: seq });
  const plan = { lanes: [{ lane: 1, product: 'CD-M', capacity: 10, par: 10 }], recalls: [], limits: {} };
  ledger.append([
    JSON.stringify({ kind: 'booted', ...stamp(1), version: 'bench', cause: 'new-disk', ledgerBefore: null }),
    JSON.stringify({ kind: 'configured', ...stamp(2), version: 0, ...plan }),
  ]);
  while (ledger.last < lines) {
    const batch: string[] = [];
    for (let seq = ledger.last + 1; batch.length < 5_000; seq += 2) {
      const about = { request: randomUUID(), txn: seq, lane: 1, product: 'CD-M' };
      batch.push(JSON.stringify({ kind: 'turning', ...stamp(seq), ...about, board: 'LB1', before: seq - 2 }));
      batch.push(JSON.stringify({ kind: 'issued', ...stamp(seq + 1), ...about, lot: null }));
    }
    ledger.append(batch);
  }
  ledger.close();
}

/**
 * The time from the process's start until it is ready, and its memory at that time; the median of
 * several starts.
 */
async function starts(
  times: number,
  start: () => ReturnType<BenchFixture['run']>,
  up: RegExp,
): Promise<{ ms: number; mib: number }> {
  const ms: number[] = [];
  const mib: number[] = [];
  for (let round = 0; round < times; round++) {
    const child = start();
    await child.says(up);
    ms.push(performance.now() - child.startedMs);
    mib.push(rssMiB(child.process.pid));
    await child.end();
  }
  return { ms: quantile(ms, 0.5), mib: quantile(mib, 0.5) };
}

/**
 * The agent's start and memory, with a new ledger and with a long one, compared with a Node process
 * that does nothing.
 */
export async function startBench(fixture: BenchFixture): Promise<Row[]> {
  const bareScript = join(fixture.folder('start'), 'bare.mjs');
  writeFileSync(bareScript, "setInterval(() => {}, 1e6);\nprocess.stdout.write('up\\n');\n");
  const agentOn = (name: string, lines: number) => {
    const dataDir = join(fixture.folder(name), 'data');
    if (lines > 0) fill(dataDir, lines);
    const config = join(fixture.folder(name), 'kiosk.json');
    const content = {
      machine,
      dataDir,
      board: { port: '/dev/no-such-port' },
      fleet: { url: 'mqtt://127.0.0.1:1', password: 'none' },
      http: { port: 0 },
      staff: { pin: '4711' },
      lanes: [{ lane: 1, product: 'CD-M', capacity: 10, par: 10 }],
    };
    writeFileSync(config, JSON.stringify(content));
    return () => fixture.run(null, ['device', '--config', config]);
  };
  const bare = await starts(rounds, () => fixture.run(bareScript, []), /up/);
  const up = /the kiosk is up/;
  const fresh = await starts(rounds, agentOn('fresh', 0), up);
  const long = await starts(fixture.large ? rounds : 2, agentOn('long', longLedger), up);
  const rows = (what: string, { ms, mib }: { ms: number; mib: number }, msBound: number, mibBound: number): Row[] => [
    {
      what: `agent start, ${what}`,
      value: ms,
      unit: 'ms',
      beside: { what: 'bare Node', value: bare.ms },
      limit: { of: 'value', is: 'at most', bound: msBound },
    },
    {
      what: `agent memory, ${what}`,
      value: mib,
      unit: 'MiB',
      beside: { what: 'bare Node', value: bare.mib },
      limit: { of: 'value', is: 'at most', bound: mibBound },
    },
  ];
  return [...rows('fresh ledger', fresh, 3_000, 160), ...rows('ledger of 200,000 lines', long, 15_000, 220)];
}
