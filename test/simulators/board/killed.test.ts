import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { seededRandom } from '../../../simulators/board/model/random-source.ts';
import { readCabinetLines } from '../../../simulators/board/state-dir.ts';
import { BoardProcess, killAll } from '../../support/board-child.ts';
import { lbpLine } from '../../support/board-rig.ts';
import { SerialHost } from '../../support/serial-host.ts';
import { soon } from '../../support/soon.ts';

const dir = mkdtempSync(join(tmpdir(), 'board-'));
afterEach(async () => {
  await killAll();
  rmSync(dir, { recursive: true, force: true });
});

const rounds = 12;
const link = join(dir, 'tty');

/**
 * One life of the board: the host asks again for the last box, asks for the next, and the board is
 * killed. Returns its output.
 */
async function life(t: number, killAfterMs: number): Promise<string> {
  const board = new BoardProcess('--lanes', '2', '--boxes', '50', '--state', dir, '--link', link, '--speed', '8');
  board.type('wait boot');
  await board.says('board is up');
  const host = await new SerialHost(link).open();
  const again = t > 1 ? lbpLine(`1 VEND ${t - 1} 1`) : '';
  host.port.write(`${lbpLine('9 HELLO')}${again}${lbpLine('2 TXN')}${lbpLine(`3 VEND ${t} 1`)}`, 'latin1');
  await soon(() => host.heard).toContain(`3 OK ${t} 1 RUNNING`);
  expect(host.heard).toContain(lbpLine(`9 OK LBP/1 SPIRAL-40 2.3.1 LB00417 2 ${t}`));
  const turning = Date.now();
  await soon(() => Date.now() - turning).toBeGreaterThanOrEqual(killAfterMs);
  await board.kill('SIGKILL');
  await host.close();
  return host.heard;
}

test('killed at any moment of a turn, it never turns twice, and reports what it knows', async () => {
  const random = seededRandom(2026);
  const results = new Map<number, string>();
  for (let t = 1; t <= rounds; t += 1) {
    // A turn takes 300 ms at this speed and the box falls after 275: half of all kills happen
    // around the fall.
    const killAfterMs = random.chance(0.5, 'kill near the fall')
      ? 240 + random.below(80, 'when')
      : random.below(400, 'when');
    const heard = await life(t, killAfterMs);
    const shown = /2 OK (\d+) 1 ([A-Z]+)\*/.exec(heard);
    if (t > 1) results.set(Number(shown?.[1]), shown?.[2] ?? '');
    if (t > 1) expect(heard).toContain(`1 OK ${t - 1} 1 ${results.get(t - 1)}*`);
  }
  const lines = readCabinetLines(join(dir, 'cabinet.jsonl'));
  const turns = lines.flatMap((line) => (line.kind === 'turn' ? [line] : []));
  expect(new Set(turns.map((line) => line.cause)).size).toBe(turns.length);
  expect(results.size).toBe(rounds - 1);
  for (const [t, result] of results) {
    const turn = turns.find((line) => line.cause === `vend ${t}`)?.turn;
    const fell = lines.filter((line) => line.kind === 'fell' && line.turn === turn).length;
    if (result === 'DROPPED') expect([t, fell]).toEqual([t, 1]);
    else expect([t, result, fell]).toEqual([t, 'UNKNOWN', 0]);
  }
});
