import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { ptyPort } from '../../simulators/board/pty.ts';
import { BoardRuntime } from '../../simulators/board/runtime.ts';
import { stateInMemory } from '../../simulators/board/state-dir.ts';
import type { BenchFixture } from './fixture.ts';
import { quantile, type Row } from './table.ts';

const loadScript = fileURLToPath(new URL('./cpu-load.js', import.meta.url));

/** [VMC V3] The host answers a POLL within this time. */
const answerWithinMs = 100;

/**
 * How fast the real agent answers a VMC3 board's POLL over a real pseudo-terminal while every core
 * is busy.
 */
export async function pollBench(fixture: BenchFixture): Promise<Row[]> {
  const link = join(fixture.folder('poll'), 'tty');
  const runtime = new BoardRuntime({
    driver: 'vmc3',
    openPort: ptyPort(link),
    state: stateInMemory(),
    lanes: 4,
    boxes: 10,
    speed: 1,
    baudRate: 0,
    seed: 1,
    onFailure: () => {},
  });
  await runtime.start();
  const config = join(fixture.folder('poll'), 'kiosk.json');
  const content = {
    machine: 'BENCH-001',
    dataDir: fixture.folder('poll-data'),
    board: { driver: 'vmc3', port: link },
    fleet: { url: 'mqtt://127.0.0.1:1', password: 'none' },
    http: { port: 0 },
    staff: { pin: '4711' },
    lanes: [{ lane: 1, product: 'CD-M', capacity: 10, par: 10 }],
  };
  writeFileSync(config, JSON.stringify(content));
  const agent = fixture.run(null, ['device', '--config', config]);
  await agent.says(/the kiosk is up/);
  await pause(3_000);
  const load = cpus().map(() => fixture.run(loadScript, []));
  const answers: number[] = [];
  let polledAt: number | null = null;
  const stop = runtime.listen((event) => {
    if (event.kind !== 'wire') return;
    const now = performance.now();
    if (event.from === 'board') polledAt = isPoll(event.bytes) ? now : null;
    else if (polledAt !== null) {
      answers.push(now - polledAt);
      polledAt = null;
    }
  });
  await pause(fixture.large ? 120_000 : 20_000);
  stop();
  runtime.close();
  await Promise.all([agent, ...load].map((child) => child.end()));
  if (answers.length < 20) throw new Error(`only ${answers.length} polls were answered`);
  return [
    {
      what: `VMC3: answer to POLL, p99 of ${answers.length}, all cores busy`,
      value: quantile(answers, 0.99),
      unit: 'ms',
      beside: null,
      limit: { of: 'value', is: 'at most', bound: answerWithinMs },
    },
  ];
}

/** FA FB 41 00 and its check: the board asks whether the host has a command. */
const isPoll = (bytes: Uint8Array): boolean => bytes.length === 5 && bytes[2] === 0x41;
