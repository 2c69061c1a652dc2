import { execFileSync } from 'node:child_process';
import { closeSync, lstatSync, openSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { FrameReader, frameBytes } from '../../../simulators/board/model/vmc3/frame.ts';
import { LiveBoards } from '../../support/live-boards.ts';
import { soon } from '../../support/soon.ts';

let boards: LiveBoards;

beforeEach(() => {
  boards = new LiveBoards();
});

afterEach(() => boards.close());

test('the real serialport opens it, talks, and gets a box', async () => {
  const runtime = await boards.board();
  const host = await boards.host(runtime.portPath);
  host.say('1 HELLO');
  await host.hears('1 OK LBP/1 SPIRAL-40 2.3.1 LB00417 4 1');
  host.say('2 TXN');
  await host.hears('2 OK 0 0 NONE');
  host.say('3 VEND 1 2');
  await host.hears('3 OK 1 2 RUNNING');
  await host.hears('! DONE 1 2 DROPPED');
  expect(runtime.cabinet.falls).toMatchObject([{ lane: 2 }]);
});

test('nothing is echoed, translated or lost, in either direction', async () => {
  const runtime = await boards.board();
  const host = await boards.host(runtime.portPath);
  const all = Uint8Array.from({ length: 256 }, (_, byte) => byte);
  const heard: number[] = [];
  const stop = runtime.listen((event) => event.kind === 'wire' && event.from === 'host' && heard.push(...event.bytes));
  for (let round = 0; round < 20; round += 1) host.port.write(Buffer.from(all));
  await soon(() => heard.length).toBe(20 * 256);
  expect(heard).toEqual(Array.from({ length: 20 }, () => [...all]).flat());
  stop();
  for (let round = 0; round < 20; round += 1) runtime.wire.fromBoard(all, runtime.nowMs);
  runtime.do(() => {});
  await soon(() => host.heard.replace(/^! BOOT 1 POWER\*[0-9A-F]{4}\r\n/, '').length).toBe(20 * 256);
  expect(Buffer.from(host.heard.slice(-20 * 256), 'latin1')).toEqual(Buffer.from(heard));
});

test('the line is raw before anybody opens it: no echo, no line editing, no translation', async () => {
  const runtime = await boards.board();
  const fd = openSync(runtime.portPath ?? '', 'r+');
  const modes = execFileSync('stty', ['-a'], { stdio: [fd, 'pipe', 'ignore'] });
  closeSync(fd);
  const words = modes.toString().split(/[\s;]+/);
  expect(words).toEqual(expect.arrayContaining(['-echo', '-icanon', '-isig', '-icrnl', '-ixon', '-opost', '-iexten']));
});

test('the host may close and open again, and half a day without a host hurts nobody', async () => {
  const runtime = await boards.board({ baudRate: 0 });
  const path = runtime.portPath ?? '';
  const first = await boards.host(path);
  first.say('1 TXN');
  await first.hears('1 OK 0 0 NONE');
  await first.close();
  for (let round = 0; round < 2000; round += 1) runtime.wire.fromBoard(new Uint8Array(64).fill(65), runtime.nowMs);
  runtime.do(() => {});
  const second = await boards.host(path);
  second.say('2 TXN');
  await second.hears('2 OK 0 0 NONE');
});

test('unplugged, the link is gone and the host notices it; plugged, the link points to a new port', async () => {
  const link = join(boards.folder, 'ttyBoard');
  const runtime = await boards.board({ link });
  const host = await boards.host(link);
  host.say('1 TXN');
  await host.hears('1 OK 0 0 NONE');
  runtime.unplug();
  // The hang-up alone is not always reported: a write finds out.
  await soon(() => {
    host.say('2 TXN');
    return host.gone;
  }).toBe(true);
  expect(lstatSync(link, { throwIfNoEntry: false })).toBeUndefined();
  await runtime.plug();
  expect(readlinkSync(link)).toBe(runtime.portPath);
  const again = await boards.host(link);
  again.say('2 TXN');
  await again.hears('2 OK 0 0 NONE');
  runtime.close();
  expect(lstatSync(link, { throwIfNoEntry: false })).toBeUndefined();
});

test('a vmc3 board leads the line on the real serialport, and gives a box', async () => {
  const runtime = await boards.board({ driver: 'vmc3', speed: 4 });
  const { port } = await boards.host(runtime.portPath, 57_600);
  const finals: number[] = [];
  let taken = false;
  // On a busy machine an answer may miss its POLL: either side sends its frame again, with the same
  // number.
  const reader = new FrameReader(({ command, body: text }) => {
    if (command === 0x04 && finals.at(-1) !== text[1]) finals.push(text[1] ?? 0);
    if (command === 0x42) taken = true;
    if (command === 0x42) return;
    const mine = command === 0x41 && !taken;
    port.write(Buffer.from(mine ? frameBytes(0x06, [1, 1, 0, 0, 3]) : frameBytes(0x42)));
  });
  port.on('data', (bytes: Buffer) => reader.push(bytes));
  await soon(() => finals).toEqual([1, 2]);
  expect(runtime.cabinet.falls).toMatchObject([{ lane: 3 }]);
});
