import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readCabinetLines } from '../../../simulators/board/state-dir.ts';
import { BoardProcess, killAll } from '../../support/board-child.ts';
import { lbpLine } from '../../support/board-rig.ts';
import { SerialHost } from '../../support/serial-host.ts';
import { soon } from '../../support/soon.ts';

let dir = '';

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'board-'));
});

afterEach(async () => {
  await killAll();
  rmSync(dir, { recursive: true, force: true });
});

function script(text: string): string {
  const path = join(dir, 'script.txt');
  writeFileSync(path, text);
  return path;
}

test('the first line names the port; every typed command is answered by one line', async () => {
  const board = await new BoardProcess('--lanes', '4').says(/^port \/dev\/pts\/\d+\n/);
  const typed = ['jam 3', 'free 3', 'blind 3', 'stuck', 'see', 'see 3', 'empty 3', 'fill 3 10', 'late 3 5s'];
  typed.push('double 3', 'nothing 3', 'power off', 'power on', 'noise 0.02', 'lose 0.05 host', 'corrupt 0', 'split 1');
  typed.push('duplicate 0.1', 'delay 0.1 1s', 'mute on', 'babble on', 'deaf on', 'quiet', 'door open', 'temp 41.5');
  typed.push(
    'humidity none',
    'swap',
    'swap LB9',
    'forget',
    'reset',
    'hang',
    'unplug',
    'plug',
    'trace off',
    'wait boot',
  );
  typed.push('knitting', 'jam', 'jam 5', 'door ajar', 'fill 3 some', 'jam 3 4', 'lose 2', 'help jam');
  for (const [index, line] of typed.entries()) {
    board.type(line);
    await soon(() => board.lines.length, line).toBe(index + 2);
  }
  expect(board.lines.slice(-8, -1)).toEqual([
    'wrong: no command "knitting"; help lists them all',
    'wrong: which lane: a whole number from 1 to 4, not nothing',
    'wrong: which lane: a whole number from 1 to 4, not "5"',
    'wrong: door: open or closed, not "ajar"',
    'wrong: how many boxes: a whole number from 1 to 1000, not "some"',
    'wrong: too many words, write: jam 3',
    'wrong: lose: a chance from 0 to 1 such as 0.02, not "2"',
  ]);
  expect(board.lines.slice(0, -8).filter((line) => line.startsWith('wrong') || line.startsWith('failed'))).toEqual([]);
  board.type('status');
  await board.says('lane 3 READY, 10 boxes, 0 fallen, gives nothing');
  board.type('quit');
  expect(await board.ended).toBe(0);
  expect(board.err).toBe('');
});

test('a script with waits, while a host asks for a box', async () => {
  const path = script(
    'blind 2 # the sensor\n\nwait boot\nwait host 10s\nwait turn 10s\nwait fall 10s\nwait result 10s\nstatus\n',
  );
  const board = new BoardProcess('--lanes', '4', '--speed', '20', '--script', path, '--link', join(dir, 'tty'));
  await board.says('board is up');
  const host = await new SerialHost(join(dir, 'tty')).open();
  host.port.write(lbpLine('1 VEND 1 2'), 'latin1');
  expect(await board.ended).toBe(0);
  await host.close();
  expect(board.lines.slice(1, 7)).toEqual([
    'drop sensor is blind for lane 2',
    'board is up',
    'host spoke',
    'lane 2 turns',
    'box 1 fell from lane 2',
    '1 lane 2 NODROP',
  ]);
  expect(existsSync(join(dir, 'tty'))).toBe(false);
});

test('what is recorded can be read again', async () => {
  const record = join(dir, 'traffic.jsonl');
  const path = script('wait boot\nwait 100ms\nwait host 10s\nwait 200ms\n');
  const board = new BoardProcess('--lanes', '4', '--script', path, '--record', record, '--link', join(dir, 'tty'));
  await board.says('waited 100 ms');
  const host = await new SerialHost(join(dir, 'tty')).open();
  host.port.write(lbpLine('7 TXN'), 'latin1');
  expect(await board.ended).toBe(0);
  await host.close();
  const pieces = readFileSync(record, 'utf8').trimEnd().split('\n');
  expect(pieces.map((piece) => JSON.parse(piece))).toMatchObject([
    { from: 'board', text: '! BOOT 1 POWER*919F' },
    { from: 'host', text: lbpLine('7 TXN').trimEnd() },
    { from: 'board', text: lbpLine('7 OK 0 0 NONE').trimEnd() },
  ]);
});

describe('a recording is played', () => {
  const record = (pieces: readonly { atMs: number; from: string; text: string }[]): string => {
    const path = join(dir, 'recording.jsonl');
    const lines = pieces.map(({ text, ...piece }) => ({ ...piece, hex: Buffer.from(text).toString('hex'), text }));
    writeFileSync(path, lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
    return path;
  };
  const pieces = [
    { atMs: 500, from: 'host', text: lbpLine('7 TXN') },
    { atMs: 600, from: 'board', text: 'rubbish\r\n' },
    { atMs: 700, from: 'board', text: lbpLine('7 OK 3 4 DROPPED') },
    { atMs: 800, from: 'host', text: lbpLine('8 HELLO') },
  ];

  test.each([
    ['the same', '8 HELLO', 0, ''],
    ['something else', '8 STATUS', 1, 'the host said something else 1 times\n  line 4: recorded "8 HELLO*'],
  ])('to a host that sends %s', async (_, body, code, err) => {
    const board = await new BoardProcess('--replay', record(pieces), '--link', join(dir, 'tty')).says(/^port /);
    const host = await new SerialHost(join(dir, 'tty')).open();
    host.port.write(lbpLine('7 TXN'), 'latin1');
    await soon(() => host.heard).toBe(`rubbish\r\n${lbpLine('7 OK 3 4 DROPPED')}`);
    host.port.write(lbpLine(body), 'latin1');
    expect(await board.ended).toBe(code);
    expect(board.err).toContain(err);
    await host.close();
  });

  test('an invalid file is reported, with its line', async () => {
    writeFileSync(join(dir, 'none.jsonl'), '{"atMs":1,"from":"host","hex":"00"}\n{"atMs":1,"from":"me","hex":"00"}\n');
    const board = new BoardProcess('--replay', join(dir, 'none.jsonl'));
    expect(await board.ended).toBe(1);
    expect(board.err).toContain('none.jsonl line 2 should hold atMs, from (host or board) and hex');
  });
});

test.each([
  [['--lanes', 'many'], 2, "error: option '--lanes <count>' argument 'many' is invalid. It should be a whole number"],
  [['--driver', 'mdb'], 2, 'It should be one of: lbp, vmc3'],
  [['--nonsense'], 2, 'unknown option'],
  [['--script', '/nowhere/script'], 2, '--script /nowhere/script: ENOENT'],
  [['--port', '/nowhere/tty'], 1, 'port /nowhere/tty: '],
  [['--link', '/'], 1, '/ exists already and is not a link'],
])('%s ends with %s and one line', async (args, code, text) => {
  const board = new BoardProcess(...args);
  expect(await board.ended).toBe(code);
  expect(board.err).toContain(text);
  expect(board.err.trimEnd().split('\n')).toHaveLength(1);
});

test('a mistake in a script is found before anything happens, with its line', async () => {
  const board = new BoardProcess('--lanes', '4', '--script', script('jam 3\njam 9\n'));
  expect(await board.ended).toBe(2);
  expect(board.err).toMatch(/script\.txt line 2: which lane: a whole number from 1 to 4, not "9"\n$/);
  expect(board.out).toBe('');
});

test('a script that waits in vain ends with 1', async () => {
  const board = new BoardProcess('--script', script('wait turn 50ms\n'));
  expect(await board.ended).toBe(1);
  expect(board.err).toContain('script line 1: no turn within 50 ms');
});

test.each(['SIGINT', 'SIGTERM'] as const)('%s ends it cleanly, also while it waits', async (signal) => {
  const board = await new BoardProcess('--link', join(dir, 'tty')).says(/^port /);
  board.type('wait turn 60s');
  expect(await board.kill(signal)).toBe(0);
  expect(existsSync(join(dir, 'tty'))).toBe(false);
});

test('a link belongs to one running board, and is free again however that board ends', async () => {
  const link = join(dir, 'tty');
  const first = await new BoardProcess('--link', link).says(/^port /);
  const second = new BoardProcess('--link', link);
  expect(await second.ended).toBe(1);
  expect(second.err).toMatch(
    /tty belongs to a simulated board that is running: .* · .*正由另一个运行中的模拟控制板使用/,
  );
  expect(second.err.trimEnd().split('\n')).toHaveLength(1);
  first.type('unplug');
  first.type('plug');
  await soon(() => first.lines.length).toBe(3);
  expect(existsSync(link)).toBe(true);
  await first.kill('SIGKILL');
  expect(await (await new BoardProcess('--link', link).says(/^port /)).kill('SIGTERM')).toBe(0);
});

test('a damaged cabinet is reported, and not touched', async () => {
  writeFileSync(join(dir, 'cabinet.jsonl'), 'nonsense\n');
  const board = new BoardProcess('--state', dir);
  expect(await board.ended).toBe(1);
  expect(board.err).toContain('cabinet.jsonl line 1 is damaged');
  expect(readFileSync(join(dir, 'cabinet.jsonl'), 'utf8')).toBe('nonsense\n');
});

test.each([
  ['turn', 'UNKNOWN', 0],
  ['fall', 'DROPPED', 1],
])('killed after the %s, the next start reads %s', async (until, result, fallen) => {
  const state = join(dir, 'state');
  const link = join(dir, 'tty');
  const args = ['--lanes', '4', '--state', state, '--link', link];
  const first = new BoardProcess(...args, '--script', script(`wait boot\nwait ${until} 20s\nwait 60s\n`));
  await first.says('board is up');
  const host = await new SerialHost(link).open();
  host.port.write(lbpLine('1 VEND 7 2'), 'latin1');
  await first.says(until === 'turn' ? 'lane 2 turns' : 'box 1 fell');
  await first.kill('SIGKILL');
  await host.close();

  const second = new BoardProcess(...args);
  second.type('wait boot');
  await second.says('board is up');
  const again = await new SerialHost(link).open();
  again.port.write(lbpLine('1 HELLO') + lbpLine('2 VEND 7 2') + lbpLine('3 LANE 2'), 'latin1');
  await soon(() => again.heard).toContain(lbpLine('1 OK LBP/1 SPIRAL-40 2.3.1 LB00417 4 2'));
  await soon(() => again.heard).toContain(lbpLine(`2 OK 7 2 ${result}`));
  await soon(() => again.heard).toContain(lbpLine(`3 OK 2 READY ${fallen}`));
  await again.close();
  const lines = readCabinetLines(join(state, 'cabinet.jsonl'));
  expect(lines.filter((line) => line.kind === 'turn')).toHaveLength(1);
  expect(lines.filter((line) => line.kind === 'fell')).toHaveLength(fallen);
});
