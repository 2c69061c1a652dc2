import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { languageOf } from '../../../shared/config/language.ts';
import { CommandSession } from '../../../simulators/board/command-session.ts';
import { BoardRuntime } from '../../../simulators/board/runtime.ts';
import { columnsOf, screenRows } from '../../../simulators/board/screen-text.ts';
import { stateInMemory } from '../../../simulators/board/state-dir.ts';
import { BoardProcess, killAll } from '../../support/board-child.ts';
import { lbpLine } from '../../support/board-rig.ts';
import { SerialHost } from '../../support/serial-host.ts';

let dir = '';
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'board-'));
});
afterEach(async () => {
  await killAll();
  rmSync(dir, { recursive: true, force: true });
});

test.each([
  [{}, 'en'],
  [{ LANG: 'zh_CN.UTF-8' }, 'zh'],
  [{ LANG: 'zh_CN.UTF-8', LC_ALL: 'C.UTF-8' }, 'en'],
  [{ LANG: 'en_US.UTF-8', LC_MESSAGES: 'zh_TW' }, 'zh'],
  [{ LANG: '' }, 'en'],
])('the language of %j is %s', (environment, language) => {
  expect(languageOf(environment)).toBe(language);
});

/** A session in Chinese on a board whose port is memory. */
function chineseSession() {
  const openPort = async () => ({ path: '/dev/pts/9', write: () => {}, close: () => {} });
  const fixed = { driver: 'vmc3' as const, boxes: 3, speed: 1, baudRate: 0, seed: 1, onFailure: () => {} };
  const runtime = new BoardRuntime({ ...fixed, lanes: 6, openPort, state: stateInMemory() });
  const traced: string[] = [];
  const session = new CommandSession({
    runtime,
    language: 'zh',
    onQuit() {},
    onTrace: (text) => traced.push(text),
  });
  return { runtime, session, traced };
}

/** Words that a Chinese answer may hold: what is typed, names of the board, units. */
const isAllowed = /^(lbp|vmc3|on|off|hex|none|true|port|dev|pts|serial|open|closed|help|status|command)$/;

test('every command answers in Chinese, and its help is Chinese; what is typed stays as it is', async () => {
  const { session } = chineseSession();
  const typed = ['jam 3', 'nothing 3', 'double 3', 'late 3 5s', 'free 3', 'blind 3', 'stuck', 'see', 'see 3'];
  typed.push('empty 3', 'fill 3 10', 'door open', 'temp 41.5', 'temp none', 'humidity 60', 'humidity none');
  typed.push('power off', 'power on', 'reset', 'hang', 'swap', 'forget', 'unplug', 'plug', 'noise 0.02');
  typed.push('lose 0.05 host', 'corrupt 0', 'cut 0', 'duplicate 0', 'split 1', 'delay 0.1 1s', 'mute on', 'deaf on');
  typed.push('babble on', 'quiet', 'trace off', 'wait 1ms', 'seed 7', 'status', 'unpause', 'final 3 04', 'quit');
  for (const line of typed) {
    const answer = await session.enter(line);
    expect({ line, outcome: answer?.outcome }).toEqual({ line, outcome: 'done' });
    expect(answer?.text, line).toMatch(/\p{Script=Han}/u);
  }
  const help = (await session.enter('help'))?.text.split('\n') ?? [];
  expect(help.length).toBeGreaterThan(38);
  for (const line of help) expect(line, line).toMatch(/\p{Script=Han}/u);
  for (const name of typed.map((line) => line.split(' ')[0] ?? '')) {
    const text = (await session.enter(`help ${name}`))?.text ?? '';
    const words = text.slice(text.indexOf('：') + 1).match(/[A-Za-z]{4,}/g) ?? [];
    expect(
      words.filter((word) => !isAllowed.test(word)),
      text,
    ).toEqual([]);
  }
});

test.each([
  ['jam', '货道号：应为 1 至 6 的整数，没有填写'],
  ['jam 9', '货道号：应为 1 至 6 的整数，不能是“9”'],
  ['door ajar', 'door：应为 open 或 closed，不能是“ajar”'],
  ['jam 3 4', '多写了，应写：jam 3'],
  ['knitting', '没有命令“knitting”；全部命令见 help'],
  ['final 3 xx', 'final：应为十六进制的一个字节，如 04 或 FF，不能是“xx”'],
])('%s is wrong, in Chinese: %s', async (line, text) => {
  expect(await chineseSession().session.enter(line)).toEqual({ outcome: 'wrong', text });
});

test('the screen is in Chinese, and its rows keep to the window though each sign takes two columns', () => {
  const { runtime } = chineseSession();
  runtime.cabinet.setFault(3, 'jam');
  const colour = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, 'g');
  for (const [columns, rows] of [
    [80, 24],
    [41, 12],
    [20, 8],
  ] as const) {
    const view = { log: ['柜门已打开'.repeat(20)], hex: false, input: '', language: 'zh' } as const;
    const drawn = screenRows(runtime, view, columns, rows).map((row) => row.replace(colour, ''));
    for (const row of drawn) expect(columnsOf(row)).toBeLessThanOrEqual(columns);
    if (columns === 80) expect(drawn.join('\n')).toMatch(/柜门关[\s\S]*货道内 18 盒[\s\S]*卡住[\s\S]*线路：文字/);
  }
});

test('--lang zh speaks Chinese from the first line on, also of a mistake', async () => {
  const board = await new BoardProcess('--lang', 'zh', '--lanes', '4').says(/^串口 \/dev\/pts\/\d+\n/);
  board.type('door ajar');
  await board.says('有误：door：应为 open 或 closed，不能是“ajar”\n');
  board.type('quit');
  expect(await board.ended).toBe(0);
  const wrong = new BoardProcess('--lang', 'zh', '--link', join(dir, 'x'), '--port', '/dev/null');
  expect(await wrong.ended).toBe(2);
  expect(wrong.err).toContain('--link 用于伪终端');
});

test('a replay says how far it is, and the first difference as soon as it is there', async () => {
  const file = join(dir, 'recording.jsonl');
  const piece = (from: string, text: string, index: number) =>
    `${JSON.stringify({ atMs: index, from, hex: Buffer.from(text).toString('hex'), text })}\n`;
  const host = Array.from({ length: 40 }, (_, index) => lbpLine(`${index + 1} TXN`));
  writeFileSync(file, host.map((text, index) => piece('host', text, index)).join(''));
  const board = await new BoardProcess('--replay', file, '--link', join(dir, 'tty')).says(/^port /);
  await board.says('line 1 of 40, waiting for the host\n');
  const serial = await new SerialHost(join(dir, 'tty')).open();
  serial.port.write(host.slice(0, 11).join(''), 'latin1');
  await board.says(/^line 12 of 40, waiting for the host$/m);
  serial.port.write(lbpLine('12 BUY'), 'latin1');
  await board.says(/^first difference: line 12: recorded "12 TXN\*/m);
  serial.port.write(host.slice(12).join(''), 'latin1');
  expect(await board.ended).toBe(1);
  expect(board.err).toMatch(/the host said something else 1 times\n {2}line 12: /);
  expect(board.lines.filter((line) => /^line \d+ of 40/.test(line)).length).toBeLessThan(25);
  await serial.close();
});
