import { describe, expect, it } from 'vitest';
import { bilingual } from '../../../shared/contracts/meaning.ts';
import type { LogEntry } from '../../../simulators/world/log.ts';
import { seedReport } from '../../../simulators/world/run/seed-report.ts';
import { shaChain } from '../../../simulators/world/run/sha-chain.ts';
import { type Outcome, runSeed } from '../../../simulators/world/world.ts';

const outcomeWith = async (log: readonly LogEntry[]): Promise<Outcome> => ({
  ...(await runSeed({ seed: 1, chain: shaChain, brief: true })),
  faults: ['power-cut'],
  counts: { 'power-cut': 2 },
  log,
});

const entry = (kind: 'begins' | 'step' | 'routine', index: number): LogEntry => ({
  atMs: index,
  who: kind === 'routine' ? 'fleet' : 'K1',
  kind,
  text: bilingual(`${kind} ${index}`, `${kind} 第 ${index}`),
});
const han = /\p{Script=Han}/u;

describe('the report of a seed', () => {
  it('names the faults that were possible and those that occurred, in both languages', async () => {
    const report = seedReport(await outcomeWith([]));
    expect(report).toContain('Faults switched on: power-cut\nFaults that occurred: power-cut 2×\n');
    expect(seedReport({ ...(await outcomeWith([])), counts: {} })).toContain('Faults that occurred: none\n');
    expect(seedReport(await outcomeWith([]), { language: 'zh' })).toContain(
      '可能发生的故障：停电\n实际发生的故障：停电 2×\n',
    );
  });

  it('begins at the beginning, numbers the parts, and folds what the fleet does for every line', async () => {
    const log = [entry('begins', 1), entry('step', 2), ...[3, 4, 5].map((index) => entry('routine', index))];
    const report = seedReport(await outcomeWith([...log, entry('step', 6), entry('begins', 7), entry('routine', 8)]));
    expect(report.split('\n').slice(4, -2)).toEqual([
      '1. day 0 00:00:00.001, K1: begins 1',
      '     day 0 00:00:00.002  K1      step 2',
      '     day 0 00:00:00.005  fleet   stores and confirms 3 times, the last time: it routine 5',
      '     day 0 00:00:00.006  K1      step 6',
      '',
      '2. day 0 00:00:00.007, K1: begins 7',
      '     day 0 00:00:00.008  fleet   routine 8',
    ]);
  });

  it('keeps the beginning and the end of a long history, and says how many lines it left out', async () => {
    const outcome = await outcomeWith(Array.from({ length: 483 }, (_, index) => entry('step', index)));
    const report = seedReport(outcome);
    expect(report).toContain('\n… 83 lines are left out here; --all shows every line …\n');
    for (const [index, shown] of [
      [0, true],
      [149, true],
      [150, false],
      [232, false],
      [233, true],
      [482, true],
    ] as const)
      expect(new RegExp(` step ${index}\n`).test(report), String(index)).toBe(shown);
    expect(seedReport(outcome, { language: 'zh' })).toContain('\n…… 此处略去 83 行，加 --all 可查看每一行 ……\n');
    const whole = seedReport(outcome, { all: true });
    expect(whole).not.toContain('left out');
    expect(whole).toContain('step 200\n');
  });

  it('leaves the bytes on the serial lines out unless they are asked for', async () => {
    const outcome = await outcomeWith([entry('step', 1), { atMs: 1, who: 'K1', kind: 'wire', text: '→ 48 45' }]);
    expect(seedReport(outcome)).not.toContain('48 45');
    expect(seedReport(outcome, { wire: true })).toContain('48 45');
  });

  it('writes a real seed in English without Chinese, and in Chinese with a Chinese sentence in each line', async () => {
    const outcome = await runSeed({ seed: 7, chain: shaChain, log: true, brief: true });
    const english = seedReport(outcome);
    expect(english).not.toMatch(han);
    expect(english).toMatch(/\n1\. day 0 00:00:00\.000, fleet: process 1 starts\n/);
    expect(english).toMatch(/: a citizen asks for a box of .*\n.*ledger line \d+: .*\n.*the motor of lane \d turns/);
    const chinese = seedReport(outcome, { language: 'zh' });
    for (const line of chinese.split('\n')) if (line !== '') expect(line).toMatch(han);
    expect(chinese).not.toMatch(/\b[A-Z]+-[A-Z0-9]\b/);
    expect(chinese).toMatch(/\n1\. 第 0 天 00:00:00\.000，服务器：第 1 个进程启动\n/);
    expect(chinese).not.toMatch(/["{}]|盒[A-Z]/);
    const times = [...chinese.matchAll(/第 (\d+) 天 ([\d:.]+)/g)].map(
      ([, day, time]) => `${day?.padStart(3, '0')} ${time}`,
    );
    expect(times).toEqual([...times].sort());
  });
});
