import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { openIn } from '../../support/device/open-ledger.ts';
import { freshDirectory } from '../../support/fresh-directory.ts';

const writer = fileURLToPath(new URL('../../support/device/ledger-writer.js', import.meta.url));

/**
 * Lets a process append until it has reported `times` times, kills it, and returns its last report.
 */
async function killedAfter(dataDir: string, times: number): Promise<{ last: number; head: string }> {
  const child = spawn(process.execPath, [writer, dataDir], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(child, 'exit');
  let said = '';
  let count = 0;
  for await (const line of createInterface({ input: child.stdout })) {
    said = line;
    count += 1;
    if (count === times) child.kill('SIGKILL');
  }
  const [, signal] = await ended;
  expect(signal).toBe('SIGKILL');
  const [last, head] = said.split(' ');
  return { last: Number(last), head: head ?? '' };
}

describe('a ledger whose process is killed', () => {
  it('has every line that was reported as written, no partial one, and continues', async () => {
    const dataDir = freshDirectory();
    for (const times of [1, 2, 37, 150, 400]) {
      const { last, head } = await killedAfter(dataDir, times);
      const { ledger, said } = openIn(dataDir);
      expect(said).toEqual([]);
      expect(ledger.last).toBeGreaterThanOrEqual(last);
      expect(ledger.last % 3).toBe(0);
      expect(ledger.headAt(last)).toBe(head);
      const seen: number[] = [];
      ledger.replay((_ledger, seq, line) => seen.push(JSON.parse(line).seq === seq ? seq : -1));
      expect(seen).toEqual(Array.from({ length: ledger.last }, (_, index) => index + 1));
      ledger.close();
    }
  });
});
