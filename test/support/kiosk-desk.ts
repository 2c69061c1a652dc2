import { expect } from 'vitest';
import type { Agent } from '../../device/agent/agent.ts';
import { createAgent } from '../../device/agent/create-agent.ts';
import type { BoardAsk, BoardEvent, TurnResult } from '../../device/board/port.ts';
import type { Input } from '../../device/core/input.ts';
import type { Reply } from '../../device/core/reply.ts';
import { readBatch } from '../../shared/contracts/batch.ts';
import { readLine } from '../../shared/contracts/events.ts';
import type { Lane, ProductCode, RequestId } from '../../shared/contracts/ids.ts';
import type { PlannedLane } from '../../shared/contracts/plan.ts';
import type { ReportedLane, ReportedState } from '../../shared/contracts/reported.ts';
import type { FleetChannel, KioskChannel } from '../../shared/contracts/topics.ts';
import { ledgerNumber, type MemoryDisk, memoryDisk } from './memory-disk.ts';
import { everyCapability, type ScriptedBoard, scriptedBoard } from './scripted-board.ts';

/** 2026-06-01 12:00 in Shanghai. */
export const noon = Date.UTC(2026, 5, 1, 4);
export const lane = (n: number): Lane => n as Lane;
export const product = (code: string): ProductCode => code as ProductCode;
export const requestNumber = (n: number): RequestId =>
  `00000000-0000-4000-9000-${String(n).padStart(12, '0')}` as RequestId;
export const planned = (n: number, code = 'CD-M', capacity = 10): PlannedLane => ({
  lane: lane(n),
  product: product(code),
  capacity,
  par: capacity,
});

/** Lanes 1 to n, all of one product. */
export const everyLane = (n: number): PlannedLane[] => Array.from({ length: n }, (_, index) => planned(index + 1));

type Vend = Extract<BoardAsk, { kind: 'vend' }>;
/** An input without the ticket that the desk gives it. */
type Asked = Input extends infer I ? (I extends { ticket: number } ? Omit<I, 'ticket'> : never) : never;

export interface SessionOptions {
  readonly lanes?: readonly PlannedLane[];
  readonly disk?: MemoryDisk;
  readonly cause?: 'start' | 'new-disk' | 'damaged';
  readonly at?: number;
  readonly capabilities?: typeof everyCapability;
  readonly builtAtMs?: number;
}

/** A wake that leads to a wake at the same moment, over and over, is a spin. */
const mostWakesInOneMs = 20;

/** One kiosk's agent on a desk: its board told by the test, its disk and its time in the test's hand. */
export function desk(options: SessionOptions = {}) {
  const disk = options.disk ?? memoryDisk();
  const board: ScriptedBoard = scriptedBoard(options.capabilities ?? everyCapability);
  const published: { channel: KioskChannel; payload: string; up: number }[] = [];
  const wills: string[] = [];
  const connects: number[] = [];
  const replies = new Map<number, Reply[]>();
  const logged: string[] = [];
  const opened: number[] = [];
  let restarts = 0;
  let tickets = 0;
  let requests = 0;
  let ledgers = disk.ledgers.length;
  let up = 0;
  let wakeUp: number | null = null;
  let wake: () => void = () => {};
  let wakesNow = 0;
  let cause = options.cause ?? (disk.events().length === 0 ? 'new-disk' : 'start');
  let boardTxn = 0;
  let serial = 'LB00417';
  let boardHolds = new Map<number, number>();
  const time = { at: options.at ?? noon, dice: 0.5 };

  board.onAsk = (ask) => {
    if (ask.kind !== 'vend') return;
    const turning = disk.events().filter((event) => event.kind === 'turning' && event.txn === ask.txn);
    expect(turning, 'a motor turns only after its committed line').toHaveLength(1);
    expect(
      board.asks.filter((each) => each.kind === 'vend' && each.txn === ask.txn),
      'no transaction is ordered twice',
    ).toEqual([]);
  };

  function newAgent(): Agent {
    return createAgent({
      store: disk.open(),
      driver: board.driver,
      line: { open: () => opened.push(up), send: () => {}, close: () => {} },
      link: {
        connect(will) {
          wills.push(will);
          connects.push(up);
        },
        publish: (channel, payload) => published.push({ channel, payload, up }),
        close: () => {},
      },
      clock: {
        at: () => time.at,
        monoMs: () => up,
        dice: () => time.dice,
        wakeAt(atMonoMs, call) {
          wakeUp = atMonoMs;
          wake = call;
        },
      },
      observer: {
        reply(ticket, reply) {
          replies.set(ticket, [...(replies.get(ticket) ?? []), reply]);
        },
        recorded: () => {},
        log: (_level, message) => logged.push(message),
        restart: () => {
          restarts += 1;
        },
      },
      newLedgerId: () => {
        ledgers += 1;
        return ledgerNumber(ledgers);
      },
      builtAtMs: options.builtAtMs ?? 0,
      version: '1.0.0',
      lanes: options.lanes ?? [planned(1), planned(2)],
      cause,
      rssBytes: () => 50_000_000,
    });
  }

  let agent = newAgent();

  const kiosk = {
    disk,
    board,
    time,
    published,
    wills,
    connects,
    logged,
    opened,
    get agent(): Agent {
      return agent;
    },
    get up(): number {
      return up;
    },
    get restarts(): number {
      return restarts;
    },
    get wakeUp(): number | null {
      return wakeUp;
    },

    start() {
      agent.start();
      return kiosk;
    },
    /** The process is killed and started again; what the disk holds is all that is left. */
    restart() {
      up = 0;
      wakeUp = null;
      cause = 'start';
      board.driver.take();
      agent = newAgent();
      return kiosk.start();
    },
    /** Started, its board there and each lane filled. */
    ready(boxes = 5) {
      kiosk.start();
      kiosk.boardReady();
      for (const each of options.lanes ?? [planned(1), planned(2)])
        if (boxes > 0) kiosk.restock(each.lane, boxes, each.product);
      return kiosk;
    },
    /** Time goes by; every wake that falls due is given. */
    pass(ms: number) {
      const until = up + ms;
      wakesNow = 0;
      while (wakeUp !== null && wakeUp <= until) {
        if (wakeUp > up) wakesNow = 0;
        else if (++wakesNow > mostWakesInOneMs) throw new Error(`it spins at ${up} ms`);
        time.at += Math.max(0, wakeUp - up);
        up = Math.max(up, wakeUp);
        wakeUp = null;
        wake();
      }
      time.at += until - up;
      up = until;
      return kiosk;
    },

    tell(event: BoardEvent) {
      board.say(event);
      agent.line.received(new Uint8Array());
    },
    boardReady(who = serial, restarted: string | null = null) {
      serial = who;
      kiosk.tell({
        kind: 'ready',
        identity: { serial, model: 'SPIRAL-40', firmware: '2.3.1', lanes: 40 },
        restarted,
      });
    },
    /** Answers the look that is open, as a sound board does. */
    looked(over: Partial<Extract<BoardEvent, { kind: 'looked' }>> = {}) {
      const ask = board.asks.at(-1);
      if (ask?.kind !== 'look') throw new Error(`nobody looks: ${JSON.stringify(ask)}`);
      kiosk.tell({
        kind: 'looked',
        lane: ask.lane,
        sight: { serial, before: boardTxn },
        hardware: 'ready',
        drops: boardHolds.get(ask.lane) ?? 0,
        door: 'closed',
        ...over,
      });
    },
    /** Ends the turn that was ordered last. */
    turned(result: TurnResult) {
      const { txn, lane: where } = kiosk.vends().at(-1) ?? {};
      if (txn === undefined || where === undefined) throw new Error('nothing turns');
      boardTxn = txn;
      const boxes = result.kind === 'one' ? 1 : result.kind === 'more' ? result.boxes : 0;
      boardHolds.set(where, (boardHolds.get(where) ?? 0) + boxes);
      kiosk.tell({ kind: 'turned', txn, lane: where, result });
    },
    /** The board's NVRAM as a test wants it. */
    nvram(txn: number, drops = new Map<number, number>()) {
      boardTxn = txn;
      boardHolds = drops;
    },
    vends: (): Vend[] => board.asks.filter((ask) => ask.kind === 'vend'),
    asked: (what: BoardAsk['kind']) => board.asks.filter((ask) => ask.kind === what),

    hand(input: Asked): number {
      tickets += 1;
      agent.handle({ ...input, ticket: tickets } as Input);
      return tickets;
    },
    /** Somebody asks for a box; a new request unless one is named. */
    ask(want: number | string = 'CD-M', request?: RequestId): number {
      requests += 1;
      return kiosk.hand({
        kind: 'dispense',
        request: request ?? requestNumber(requests),
        want: typeof want === 'number' ? { lane: lane(want) } : { product: product(want) },
      });
    },
    /** A box from request to answer. */
    dispense(want: number | string, result: TurnResult, request?: RequestId): Reply {
      const ticket = kiosk.ask(want, request);
      kiosk.looked();
      kiosk.turned(result);
      return kiosk.reply(ticket);
    },
    restock(n: number, added: number, code = 'CD-M', lot: string | null = 'A1', expires: string | null = '2028-12-31') {
      return kiosk.reply(
        kiosk.hand({
          kind: 'restock',
          by: '王',
          lanes: [{ lane: lane(n), product: product(code), lot, expires, added }],
        }),
      );
    },
    count(n: number, stock: number) {
      return kiosk.reply(kiosk.hand({ kind: 'count', by: '王', lanes: [{ lane: lane(n), stock }] }));
    },
    remove(n: number, removed: number, lot?: string | null) {
      const which = lot === undefined ? {} : { lot };
      return kiosk.reply(kiosk.hand({ kind: 'remove', by: '王', lane: lane(n), removed, reason: 'damaged', ...which }));
    },
    replies: (ticket: number): Reply[] => replies.get(ticket) ?? [],
    /** The one reply that a ticket got. */
    reply(ticket: number): Reply {
      const [first, ...more] = kiosk.replies(ticket);
      if (!first || more.length > 0) throw new Error(`ticket ${ticket} got ${more.length + (first ? 1 : 0)} replies`);
      return first;
    },

    linkUp() {
      kiosk.pass(0);
      agent.link.up();
    },
    hear(channel: FleetChannel, message: unknown) {
      agent.link.message(channel, typeof message === 'string' ? message : JSON.stringify(message));
    },
    /** The fleet has all through this line, or through the last one. */
    receipt(through?: number, over: Record<string, unknown> = {}) {
      const store = disk.open();
      const n = through ?? store.last;
      const head = store.headAt(n) ?? 'f'.repeat(64);
      kiosk.hear('receipt', { ledger: store.ledger, through: n, head, time: time.at, ...over });
    },
    heard: (channel: KioskChannel) => published.filter((each) => each.channel === channel),
    said: (channel: KioskChannel) =>
      kiosk.heard(channel).map(({ payload }) => JSON.parse(payload) as Record<string, unknown>),
    /** The batches that were published, read as the fleet reads them. */
    batches: () =>
      kiosk.heard('events').map(({ payload }) => {
        const read = readBatch(payload, Buffer.byteLength(payload));
        if (!read.ok) throw new Error(read.why);
        return read.batch;
      }),

    state: (): ReportedState => agent.reported(),
    lane(n: number): ReportedLane {
      const found = kiosk.state().lanes.find((each) => each.lane === n);
      if (!found) throw new Error(`no lane ${n}`);
      return found;
    },
    /** The kinds of all lines, in order, without those before `from`. */
    kinds: (from = 0) =>
      disk
        .events()
        .slice(from)
        .map(({ kind }) => kind),
    lines: (kind: string) => disk.events().filter((event) => event.kind === kind),
    last: () => disk.events().length,

    /** Promises that hold whatever the story: every line reads back, and a replay knows what the memory knows. */
    check() {
      const run = agent.reported();
      for (const { id, lines } of disk.ledgers)
        for (const line of lines) expect(readLine(line), `${id}: ${line}`).toMatchObject({ kind: 'known' });
      const replayed = newAgent().reported();
      const known = ({ lanes, config, sensor, last, ledger }: ReportedState) => ({
        lanes,
        config,
        sensor,
        last,
        ledger,
      });
      expect(known(replayed)).toEqual(known(run));
      for (const { stock, lots } of run.lanes) {
        expect(stock).toBeGreaterThanOrEqual(0);
        expect(lots.reduce((sum, lot) => sum + lot.count, 0)).toBe(stock);
      }
    },
  };
  return kiosk;
}

export type Desk = ReturnType<typeof desk>;
