import type { Logger } from 'pino';
import { describe, expect, it } from 'vitest';
import { eventLog } from '../../fleet/event-log.ts';
import type { MachineId } from '../../shared/contracts/ids.ts';

const loud = 'JX-360102-0001' as MachineId;
const other = 'JX-360102-0002' as MachineId;

function listen() {
  const written: [string, Record<string, unknown>][] = [];
  const write = (detail: Record<string, unknown>, text: string): void => void written.push([text, detail]);
  let now = 0;
  const log = { info: write, warn: write, error: write, debug: write } as unknown as Logger;
  return { written, tell: eventLog(log, () => now), pass: (ms: number) => (now += ms) };
}

describe('the log', () => {
  it('has a few lines per minute about a machine’s repeated event, and the number of the others', () => {
    const { written, tell, pass } = listen();
    const malformed = (machine: MachineId) => tell({ kind: 'malformed', what: 'state', machine, why: 'not JSON' });
    for (let times = 0; times < 47_700; times += 1) malformed(loud);
    malformed(other);
    expect(written.filter(([, { machine }]) => machine === loud)).toHaveLength(5);
    expect(written.filter(([, { machine }]) => machine === other)).toHaveLength(1);
    pass(60_000);
    malformed(other);
    expect(written).toContainEqual(['more of the same: malformed state', { machine: loud, more: 47_695 }]);
  });

  it('has a few lines per minute about the forks of one machine', () => {
    const { written, tell } = listen();
    for (let times = 0; times < 5000; times += 1) tell({ kind: 'batch', machine: loud, result: 'fork', lines: 0 });
    expect(written).toEqual(Array.from({ length: 5 }, () => ['fork', { machine: loud }]));
  });

  it('is not filled by names that a stranger invents, however many and long', () => {
    const { written, tell } = listen();
    for (let name = 0; name < 10_000; name += 1)
      tell({ kind: 'refused', why: 'unknown-machine', machine: `${name}`.padEnd(40_000, 'x') });
    expect(written.length).toBeLessThan(10);
    expect(JSON.stringify(written).length).toBeLessThan(2000);
  });

  it('omits nothing that is reported once: a fork, a refusing store', () => {
    const { written, tell } = listen();
    for (let times = 0; times < 20; times += 1) tell({ kind: 'store', state: 'failed', why: `reason ${times}` });
    expect(written).toHaveLength(20);
  });
});
