import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'vitest';
import { Event } from '../../../shared/contracts/events.ts';
import { emptyBooks, laneStock } from '../../../shared/ledger/books.ts';
import { fold } from '../../../shared/ledger/fold.ts';
import { cabinetFile, readCabinetLines } from '../../../simulators/board/state-dir.ts';
import { freshDirectory } from '../fresh-directory.ts';
import { FleetProcess, KioskProcess, pin, until, Yaoju } from './yaoju.ts';

const machine = 'JX-360102-0001';
const boxesInLane = 50;

export interface Course {
  readonly driver: 'lbp' | 'vmc3';
  readonly requests: number;
  /** Which processes are killed at which request, while a motor is likely to turn. */
  readonly kills: ReadonlyMap<number, 'agent' | 'fleet' | 'board' | 'agent and fleet'>;
  /** About how long a box takes from request to fall, in ms. Kills come within this time. */
  readonly boxMs: number;
  /** How many boxes may remain uncertain. */
  readonly maxUncertain: number;
}

/**
 * A board, an agent and a fleet as real processes on one pseudo-terminal, one SQLite file each, and
 * one broker.
 */
export async function startParts(driver: 'lbp' | 'vmc3') {
  const folder = freshDirectory();
  const port = join(folder, 'board.tty');
  const state = join(folder, 'board');
  const boardWords = ['board', '--driver', driver, '--link', port, '--state', state];
  const startBoard = async (): Promise<Yaoju> => {
    const board = new Yaoju([...boardWords, '--lanes', '4', '--boxes', String(boxesInLane), '--speed', '60']);
    await board.says(/port (\S+)/);
    await until(() => expect(existsSync(port)).toBe(true));
    return board;
  };
  const fleet = await new FleetProcess().start();
  const secret = await fleet.register(machine);
  let board = await startBoard();
  const kiosk = await new KioskProcess({ machine, secret, mqttPort: fleet.mqttPort, port, driver }).start();
  await kiosk.inService();
  return {
    fleet,
    kiosk,
    truth: () => readCabinetLines(join(state, cabinetFile)),
    kill: async (whom: string): Promise<void> => {
      if (whom.includes('fleet')) await fleet.process.kill('SIGKILL');
      if (whom.includes('agent')) await kiosk.process.kill('SIGKILL');
      if (whom === 'board') {
        await board.kill('SIGKILL');
        board = await startBoard();
      }
      if (whom.includes('agent')) await kiosk.start();
      if (whom.includes('fleet')) await fleet.start();
    },
  };
}

/** A board that was killed is settled within 60 s, during which the kiosk is busy. */
const answerMs = 90_000;

/** Repeats the request with the same id until there is an answer, as a screen does. */
async function dispense(kiosk: KioskProcess, request: string): Promise<string> {
  const body = { request, product: Number.parseInt(request.slice(0, 2), 16) % 3 === 0 ? 'CD-L' : 'CD-M' };
  return until(async () => {
    const { status, json } = await kiosk.ask('/api/dispense', body);
    if (status !== 200) throw new Error(`${status} ${json.code}`);
    expect(json.request).toBe(request);
    return String(json.outcome);
  }, answerMs);
}

/** A UUID whose first byte follows from the number, so that each run asks for the same products. */
const requestOf = (number: number): string => (number % 256).toString(16).padStart(2, '0') + randomUUID().slice(2);

/**
 * Boxes through a real board process, agent, broker and fleet: counted once by cabinet, kiosk and
 * fleet, whichever process is killed meanwhile.
 */
export async function giveOut({ driver, requests, kills, boxMs, maxUncertain }: Course): Promise<void> {
  const { fleet, kiosk, truth, kill } = await startParts(driver);
  const lanes = [1, 2, 3, 4].map((lane) => ({
    lane,
    product: lane < 3 ? 'CD-M' : 'CD-L',
    lot: 'B250101',
    expires: `${new Date().getFullYear() + 5}-12`,
    added: boxesInLane,
  }));
  expect((await kiosk.ask('/api/restock', { by: 'wang', pin, lanes })).status).toBe(200);

  const answers = new Map<string, string>();
  for (let number = 1; number <= requests; number++) {
    const request = requestOf(number);
    const whom = kills.get(number);
    const asked = dispense(kiosk, request);
    if (whom) {
      // Between the first look at the board and the fallen box.
      await pause(5 + ((number * 7) % 40) * (boxMs / 40));
      await kill(whom);
    }
    answers.set(request, await asked);
  }
  expect(answers.size).toBe(requests);
  // The same answer for the same request, after everything.
  for (const [request, outcome] of [...answers].slice(0, 5)) expect(await dispense(kiosk, request)).toBe(outcome);

  const lines = await until(async () => {
    const mine = await kiosk.events();
    const { outbox } = (await kiosk.ask('/healthz')).json as { outbox: { waiting: number } };
    expect(outbox.waiting).toBe(0);
    expect(await fleet.events(machine)).toEqual(mine);
    return mine;
  });

  const books = emptyBooks();
  const turns: string[] = [];
  for (const { seq, line } of lines) {
    const event = Event.parse(line);
    fold(books, seq, event);
    if (event.kind === 'turning') turns.push(event.request);
  }
  const fell = truth().filter(({ kind }) => kind === 'fell').length;
  const motors = truth().filter(({ kind }) => kind === 'turn').length;
  const open = books.uncertain.size;
  expect(books.issued).toBeLessThanOrEqual(fell);
  expect(books.issued + open).toBeGreaterThanOrEqual(fell);
  expect(open).toBeLessThanOrEqual(maxUncertain);
  expect(motors).toBeLessThanOrEqual(turns.length);
  expect(new Set(turns).size).toBe(requests);
  expect([...answers.values()].filter((outcome) => outcome === 'issued').length).toBeLessThanOrEqual(books.issued);

  // Boxes loaded = in the lanes + fallen, lane by lane.
  for (const [lane, book] of books.lanes) {
    const gone = truth().filter((each) => each.kind === 'fell' && each.lane === lane).length;
    expect(laneStock(book)).toBeLessThanOrEqual(boxesInLane - gone + book.uncertain);
    expect(laneStock(book) + book.uncertain).toBeGreaterThanOrEqual(boxesInLane - gone);
  }
  await until(async () => {
    const { json } = await fleet.ask(`/machines/${machine}`);
    expect(json).toMatchObject({
      issued: { total: books.issued },
      uncertain: open,
      ledger: { id: lines.at(-1)?.ledger, through: lines.length, folded: lines.length },
    });
  });
  expect(await kiosk.process.kill('SIGTERM')).toBe(0);
  expect(await fleet.process.kill('SIGTERM')).toBe(0);
}
