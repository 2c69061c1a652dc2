import { afterEach, beforeEach, expect, test } from 'vitest';
import type { BoardPort } from '../../../simulators/board/port.ts';
import { ptyPort } from '../../../simulators/board/pty.ts';
import { realPort } from '../../../simulators/board/serial.ts';
import { lbpLine } from '../../support/board-rig.ts';
import { LiveBoards } from '../../support/live-boards.ts';
import { soon } from '../../support/soon.ts';

let boards: LiveBoards;

beforeEach(() => {
  boards = new LiveBoards();
});

afterEach(() => boards.close());

test('it also works on a real serial port, and reports when that is lost', async () => {
  let heard = '';
  const far = await ptyPort(null)({
    onBytes: (bytes) => {
      heard += Buffer.from(bytes).toString('latin1');
    },
    onLost: () => {},
  });
  boards.closes(far);
  const runtime = await boards.board({ openPort: realPort(far.path, 115_200) });
  const notes: string[] = [];
  runtime.listen((event) => event.kind === 'note' && notes.push(event.text.en));
  await soon(() => heard).toBe(lbpLine('! BOOT 1 POWER'));
  far.write(Buffer.from(lbpLine('1 TXN')));
  await soon(() => heard).toContain(lbpLine('1 OK 0 0 NONE'));
  far.close();
  await soon(() => notes.join()).toContain('port lost');
  expect(runtime.portPath).toBeNull();
});

/**
 * A real port at one end of a line, a pseudo-terminal at the other, and why the real one was lost.
 */
async function bothEnds(onFarBytes = (): void => {}): Promise<{ near: BoardPort; far: BoardPort; lost: string[] }> {
  const far = boards.closes(await ptyPort(null)({ onBytes: onFarBytes, onLost: () => {} }));
  const lost: string[] = [];
  const open = realPort(far.path, 115_200);
  const near = boards.closes(await open({ onBytes: () => {}, onLost: (reason) => void lost.push(reason) }));
  return { near, far, lost };
}

/**
 * Opens another line and sends a byte on it: after that, all reports of an earlier line have
 * arrived.
 */
async function anotherLineWorks(): Promise<void> {
  let heard = false;
  const { near } = await bothEnds(() => {
    heard = true;
  });
  near.write(Buffer.from('A'));
  await soon(() => heard).toBe(true);
}

const much = Buffer.alloc(1000, 65);

test('an other end that closes during a write ends the line: reported once, and nothing fails', async () => {
  const { near, far, lost } = await bothEnds();
  for (let write = 0; write < 3; write += 1) near.write(much);
  far.close();
  await soon(() => {
    near.write(much);
    return lost.length;
  }).toBeGreaterThan(0);
  near.write(much);
  near.close();
  await anotherLineWorks();
  expect(lost).toHaveLength(1);
});

test('a port that is closed here is not reported as lost, whatever was still to be written', async () => {
  const ends = [];
  for (let line = 0; line < 10; line += 1) ends.push(await bothEnds());
  for (const { near, far } of ends) {
    for (let write = 0; write < 3; write += 1) near.write(much);
    near.close();
    far.close();
  }
  await anotherLineWorks();
  expect(ends.flatMap(({ lost }) => lost)).toEqual([]);
});

test('a host whose board disappears during a write has a line that ended, and no error', async () => {
  const runtime = await boards.board();
  const host = await boards.host(runtime.portPath);
  for (let write = 0; write < 3; write += 1) host.port.write(much);
  runtime.unplug();
  await soon(() => {
    host.say('1 TXN');
    return host.gone;
  }).toBe(true);
  await host.close();
});
