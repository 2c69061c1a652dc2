import { appendFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readableText } from '../../../simulators/board/model/readable.ts';
import { ptyPort } from '../../../simulators/board/pty.ts';
import { BoardRuntime } from '../../../simulators/board/runtime.ts';
import { readCabinetLines, stateInMemory } from '../../../simulators/board/state-dir.ts';
import { LiveBoards } from '../../support/live-boards.ts';
import { soon } from '../../support/soon.ts';

let boards: LiveBoards;

beforeEach(() => {
  boards = new LiveBoards();
});

afterEach(() => boards.close());

test('a line that a crash cut off is ignored; the next one is whole', async () => {
  const state = join(boards.folder, 'state');
  (await boards.board({ state, serial: 'LB5' })).close();
  const path = join(state, 'cabinet.jsonl');
  const before = readCabinetLines(path);
  appendFileSync(path, '{"kind":"fell","atMs":17');
  const again = await boards.board({ state });
  expect(again.board.serial).toBe('LB5');
  again.cabinet.put(1, 2, 5);
  expect(readCabinetLines(path)).toEqual([...before, { kind: 'put', atMs: 5, lane: 1, boxes: 2 }]);
});

test('boxes, faults and memory are on disk and come back', async () => {
  const state = join(boards.folder, 'state');
  const runtime = await boards.board({ state });
  const host = await boards.host(runtime.portPath);
  runtime.cabinet.setBlind(3, true);
  host.say('1 VEND 5 2');
  await host.hears('! DONE 5 2 DROPPED');
  runtime.swap('LB7');
  runtime.close();
  const fell = readCabinetLines(join(state, 'cabinet.jsonl')).filter((line) => line.kind === 'fell');
  expect(fell).toMatchObject([{ lane: 2, box: 1, by: 'LB00417' }]);
  const again = await boards.board({ state });
  expect(again.board.serial).toBe('LB7');
  expect(again.board.lastTransaction).toBeNull();
  expect(again.cabinet.lane(2)).toMatchObject({ boxes: 2, fallen: 1 });
  expect(again.cabinet.lane(3)?.blind).toBe(true);
  again.swap('LB00417');
  expect(again.board.lastTransaction).toEqual({ id: 5, lane: 2, result: 'DROPPED' });
});

test('the record is on disk before the motor moves and before any report, the result before it is sent', async () => {
  const state = join(boards.folder, 'state');
  const runtime = await boards.board({ state });
  const onDisk = (): string => readFileSync(join(state, 'nvram-LB00417.json'), 'utf8');
  const reports: string[] = [];
  runtime.listen((event) => {
    if (event.kind === 'cabinet' && event.line.kind === 'turn') reports.push(`turn ${onDisk()}`);
    if (event.kind !== 'wire' || event.from === 'host') return;
    const said = readableText(event.bytes);
    if (!said.startsWith('! BOOT')) reports.push(`${said} ${onDisk()}`);
  });
  const host = await boards.host(runtime.portPath);
  host.say('1 VEND 5 2');
  await host.hears('! DONE 5 2 DROPPED');
  expect(reports).toHaveLength(3);
  expect(reports).toContainEqual(expect.stringMatching(/^turn .*"t":5,"n":2,"result":"RUNNING"/));
  expect(reports).toContainEqual(expect.stringMatching(/^1 OK 5 2 RUNNING.*"t":5,"n":2,"result":"RUNNING"/));
  expect(reports).toContainEqual(
    expect.stringMatching(/^! DONE 5 2 DROPPED.*"result":"DROPPED",.*"drops":\[0,1,0,0\]/),
  );
});

test('a state that cannot be stored stops the board, and that is reported', async () => {
  const state = stateInMemory();
  const failures: string[] = [];
  const onFailure = (error: Error): void => void failures.push(error.message);
  const saveNvram = (): void => {
    throw new Error('ENOSPC: no space left on device');
  };
  const fixed = { driver: 'lbp' as const, lanes: 4, boxes: 3, speed: 20, baudRate: 0, seed: 1 };
  const runtime = new BoardRuntime({ ...fixed, openPort: ptyPort(null), state: { ...state, saveNvram }, onFailure });
  boards.closes(runtime);
  await runtime.start();
  await soon(() => failures).toEqual(['ENOSPC: no space left on device']);
});
