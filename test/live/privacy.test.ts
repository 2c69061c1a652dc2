import { mkdirSync, writeFileSync } from 'node:fs';
import { get } from 'node:http';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, expect, it, onTestFinished } from 'vitest';
import { openFront, type SimulatedFront } from '../../simulators/board/front.ts';
import { ptyPort } from '../../simulators/board/pty.ts';
import { SamModel } from '../../simulators/reader/sam-model.ts';
import { BoardProcess, killAll } from '../support/board-child.ts';
import { start } from '../support/device/agent-process.ts';
import { listen } from '../support/device/broker.ts';
import { ask } from '../support/device/kiosk-http.ts';
import { freshDirectory } from '../support/fresh-directory.ts';
import { markedCard, markedPhoto, marksBelow, marksIn } from '../support/marked-card.ts';
import { soon } from '../support/soon.ts';

afterAll(killAll);

/** A listener in place of the broker: it keeps every byte that it gets, and accepts the client. */
async function capture() {
  const heard: Buffer[] = [];
  const server = createServer((socket) => {
    socket.on('data', (bytes) => {
      heard.push(bytes);
      if (((bytes[0] ?? 0) & 0xf0) === 0x10) socket.write(Uint8Array.of(0x20, 2, 0, 0));
    });
  });
  const { port, stop } = await listen(server);
  onTestFinished(stop);
  return { port, heard };
}

/** A kiosk with a card reader, all of it as processes, on a folder in which everything is kept. */
async function kiosk(folder: string) {
  const broker = await capture();
  const reader = join(folder, 'reader.tty');
  const front = await openFront({
    reader: ptyPort(reader),
    scanner: null,
    photo: markedPhoto,
    onFailure: (error) => expect.fail(error.message),
  });
  onTestFinished(() => front.close());
  const board = join(folder, 'board.tty');
  await new BoardProcess('--link', board, '--lanes', '1', '--boxes', '10', '--speed', '60').says('port');
  const config = join(folder, 'kiosk.json');
  const content = {
    machine: 'JX-360102-0001',
    dataDir: join(folder, 'data'),
    board: { driver: 'lbp', port: board },
    fleet: { url: `mqtt://127.0.0.1:${broker.port}`, password: 'hidden-in-here' },
    http: { host: '127.0.0.1', port: 0 },
    staff: { pin: '4711' },
    identity: { mode: 'required', cardReader: { port: reader }, testCards: true },
    lanes: [{ lane: 1, product: 'CD-M', capacity: 10, par: 10 }],
  };
  writeFileSync(config, JSON.stringify(content));
  const said: (() => string)[] = [];
  const seen: Buffer[] = [];
  return { ...broker, front, said, seen, config };
}

/** Starts the agent, and reads every view of its screen. */
async function startAgent(of: Awaited<ReturnType<typeof kiosk>>) {
  const agent = start(['device', '--config', of.config]);
  of.said.push(() => agent.said.out + agent.said.err);
  const portOf = () => Number(/"http":"http:\/\/127\.0\.0\.1:(\d+)"/.exec(agent.said.out)?.[1] ?? 0);
  await soon(portOf, agent.said.err).toBeGreaterThan(0);
  const shown: string[] = [];
  let number = 0;
  const stream = get({ host: '127.0.0.1', port: portOf(), path: '/api/screen/stream' }, (response) => {
    response.on('data', (bytes: Buffer) => {
      of.seen.push(bytes);
      const view = [
        ...bytes.toString().matchAll(/"screen":(\d+),.*"shows":\{"screen":"([a-z-]+)"(?:,"how":"([a-z]+)")?/g),
      ].at(-1);
      if (view) {
        number = Number(view[1]);
        shown.push(view[3] ?? view[2] ?? '');
      }
    });
    response.on('error', () => {});
  });
  stream.on('error', () => {});
  onTestFinished(() => {
    stream.destroy();
  });
  const http = async (path: string, body?: unknown) => {
    const answer = await ask(portOf(), path, body);
    of.seen.push(Buffer.from(answer.text));
    return answer;
  };
  return {
    agent,
    http,
    shows: () => shown.at(-1),
    shown,
    act: (action: object) => http('/api/screen/action', { screen: number, action }),
  };
}

/** The reader has noticed that no card lies there. */
async function lifted(front: SimulatedFront): Promise<void> {
  const before = front.emptyLooks;
  await soon(() => front.emptyLooks).toBeGreaterThan(before + 1);
}

it('case 14: nothing of a card is in any byte on the disk or on a wire, whatever happens', async () => {
  process.env.YAOJU_LOG_LEVEL = 'trace';
  onTestFinished(() => {
    delete process.env.YAOJU_LOG_LEVEL;
  });
  const folder = freshDirectory();
  mkdirSync(join(folder, 'data'), { mode: 0o700 });
  const all = await kiosk(folder);
  const { front } = all;
  let at = await startAgent(all);
  await soon(at.shows).toBe('out-of-stock');
  const lanes = [{ lane: 1, product: 'CD-M', lot: 'A1', expires: '2029-01', added: 10 }];
  expect((await at.http('/api/restock', { by: '王', pin: '4711', lanes })).status).toBe(200);
  await soon(at.shows).toBe('idle');

  // A box, then a refusal, then two readings that go wrong.
  front.lay(markedCard);
  await soon(at.shows).toBe('choose');
  await at.act({ do: 'choose', product: 'CD-M' });
  await soon(at.shows).toBe('take');
  await at.act({ do: 'cancel' });
  for (const [fault, outcome] of [
    [null, 'refused'],
    ['lifted', 'identify'],
    ['bad-checksum', 'identify'],
  ] as const) {
    front.lift();
    await soon(at.shows).toBe('idle');
    if (fault !== null) front.fail(fault);
    await lifted(front);
    front.lay(markedCard);
    await soon(at.shows, `after ${fault}`).toBe(outcome);
    await at.act({ do: 'cancel' });
  }

  // Killed while the card is being looked up; then started again and asked everything.
  front.lift();
  await lifted(front);
  const before = at.shown.length;
  front.lay(markedCard);
  await soon(() => at.shown.slice(before)).toContain('reading');
  at.agent.child.kill('SIGKILL');
  await at.agent.ended;
  expect(marksBelow(folder).found).toEqual([]);
  at = await startAgent(all);
  await soon(at.shows).toBe('idle');
  for (const path of ['/healthz', '/metrics', '/api/state', '/api/events?limit=1000']) await at.http(path);
  at.agent.child.kill('SIGTERM');
  await at.agent.ended;

  const onWires = Buffer.concat([...all.heard, ...all.seen, ...all.said.map((text) => Buffer.from(text()))]);
  expect(onWires.length).toBeGreaterThan(5_000);
  expect(marksIn(onWires)).toEqual([]);
  const onDisk = marksBelow(folder);
  expect(onDisk.bytes).toBeGreaterThan(20_000);
  expect(onDisk.found).toEqual([]);
}, 60_000);

it('would find a leak: the number in a log, the name in a database, the photo in a dump', () => {
  const folder = freshDirectory();
  writeFileSync(
    join(folder, 'agent.log'),
    `{"msg":"read","raw":"${Buffer.from(`x${markedCard.number}y`, 'utf16le').toString('base64')}"}`,
  );
  writeFileSync(join(folder, 'core.1'), Buffer.concat([Buffer.alloc(999), Buffer.from(markedCard.name, 'utf16le')]));
  const model = new SamModel();
  model.lay(markedCard, markedPhoto);
  const frames: Buffer[] = [];
  for (const hex of ['aaaaaa96690003200122', 'aaaaaa96690003200221', 'aaaaaa96690003300132'])
    frames.push(...model.receive(Uint8Array.from(Buffer.from(hex, 'hex'))).map((frame) => Buffer.from(frame)));
  writeFileSync(join(folder, 'serial.trace'), Buffer.concat(frames));
  expect(marksBelow(folder).found.toSorted()).toEqual(
    [
      'agent.log: number',
      'core.1: name',
      ...['number', 'name', 'address', 'end of the number', 'photo'].map((what) => `serial.trace: ${what}`),
    ].toSorted(),
  );
});
