import { type IPty, spawn } from '@lydell/node-pty';
import { afterEach, describe, expect, test } from 'vitest';
import { BoardRuntime } from '../../../simulators/board/runtime.ts';
import { screenRows } from '../../../simulators/board/screen-text.ts';
import { stateInMemory } from '../../../simulators/board/state-dir.ts';
import { soon } from '../../support/soon.ts';

const main = new URL('../../../simulators/board/main.js', import.meta.url).pathname;
const english = { ...process.env, LC_ALL: 'C.UTF-8' };
const colour = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, 'g');

function runtime(lanes: number): BoardRuntime {
  const openPort = async () => ({ path: '/dev/pts/9', write: () => {}, close: () => {} });
  const state = stateInMemory();
  const fixed = { driver: 'lbp' as const, boxes: 3, speed: 1, baudRate: 0, seed: 1, onFailure: () => {} };
  return new BoardRuntime({ ...fixed, lanes, openPort, state });
}

describe('what is drawn', () => {
  test.each([
    [80, 24, 40],
    [120, 40, 40],
    [20, 5, 40],
    [200, 60, 7],
    [40, 10, 999],
    [1, 1, 1],
    [3, 2, 9],
  ])('fills a window of %s by %s with %s lanes, and no more', (columns, rows, lanes) => {
    const log = Array.from({ length: 100 }, (_, at) => `line ${at} ${'x'.repeat(150)}`);
    const drawn = screenRows(runtime(lanes), { log, hex: false, input: 'jam 3', language: 'en' }, columns, rows);
    expect(drawn).toHaveLength(rows);
    for (const row of drawn) expect(row.replace(colour, '').length).toBeLessThanOrEqual(Math.max(columns, 20));
  });

  test('lanes with stock and state, the door, the last lines of the log, the input', () => {
    const board = runtime(8);
    board.cabinet.setFault(3, 'jam');
    board.cabinet.setBlind(4, true);
    board.cabinet.setDoor(true, board.nowMs);
    const drawn = screenRows(board, { log: ['first', 'last'], hex: true, input: 'fre', language: 'en' }, 100, 20).join(
      '\n',
    );
    for (const text of [
      'lbp LB00417 off',
      'door open',
      '  3   3 jams',
      '  4   3 not seen',
      'wire, hex',
      'last',
      '> fre',
    ]) {
      expect(drawn.replace(colour, '')).toContain(text);
    }
  });
});

describe('on a real terminal', () => {
  let terminal: IPty | null = null;
  afterEach(() => terminal?.kill('SIGKILL'));

  test('it draws, answers, shows hex at one key, follows the window, and gives the terminal back', async () => {
    const started = spawn(process.execPath, [main, '--lanes', '8', '--serial', 'LB77'], {
      cols: 100,
      rows: 24,
      env: english,
    });
    terminal = started;
    let out = '';
    started.onData((text) => {
      out += text;
    });
    const ended = new Promise<number>((resolve) => started.onExit(({ exitCode }) => resolve(exitCode)));
    const shows = (text: string): Promise<void> => soon(() => out.replace(colour, '').includes(text), text).toBe(true);
    await shows('! BOOT 1 POWER');
    await shows('lbp LB77 on');
    started.write('jam 3\r');
    await shows('lane 3 jams');
    started.write('xyz\r');
    await shows('wrong: no command "xyz"');
    out = '';
    started.write('\t');
    await shows('21 20 42 4f 4f 54');
    out = '';
    started.resize(60, 10);
    await shows('\x1b[10;1H> ');
    out = '';
    started.write('quit\r');
    expect(await ended).toBe(0);
    await shows('\x1b[?1049l');
  });

  test('SIGTERM restores it too', async () => {
    const started = spawn(process.execPath, [main], { cols: 80, rows: 24, env: english });
    terminal = started;
    let out = '';
    started.onData((text) => {
      out += text;
    });
    const ended = new Promise<number>((resolve) => started.onExit(({ exitCode }) => resolve(exitCode)));
    await soon(() => out.includes('BOOT')).toBe(true);
    started.kill('SIGTERM');
    expect(await ended).toBe(0);
    expect(out).toContain('\x1b[?1049l');
  });
});
