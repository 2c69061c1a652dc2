import fc from 'fast-check';
import type { TurnResult } from '../../device/board/port.ts';
import { type TestKiosk, testKiosk } from './device/test-kiosk.ts';
import { everyLane } from './device/values.ts';

/** What may happen at a machine; `n` selects a lane, `k` a number of boxes. */
export const step = fc.record({
  what: fc.constantFrom('ask', 'ask', 'ask', 'restock', 'count', 'remove', 'restart', 'fork', 'power', 'look-after'),
  n: fc.integer({ min: 1, max: 3 }),
  k: fc.integer({ min: 0, max: 5 }),
  /**
   * How the turn ends: normally, unseen by the sensor, with a jam, unknown, with two boxes, or
   * without a report.
   */
  end: fc.constantFrom('well', 'well', 'well', 'blind', 'jam', 'unknown', 'unknown-fell', 'twice', 'mute'),
  /** Staff enter one box more or less than they loaded. */
  slip: fc.constantFrom(0, 0, 0, 1, -1),
});
export type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

/** The duration of a motor turn. */
const turnMs = 2_400;

/** The boxes that are really in the lanes, and how many the drop sensor has seen fall. */
function laneBoxes(lanes: readonly number[]) {
  const boxes = new Map(lanes.map((n) => [n, 0]));
  const seenDrops = new Map<number, number>();
  const there = (n: number): number => boxes.get(n) ?? 0;
  return {
    there,
    seenDrops,
    add: (n: number, k: number) => boxes.set(n, there(n) + k),
    drop(n: number, k: number, seen: boolean): number {
      const fell = Math.min(k, there(n));
      boxes.set(n, there(n) - fell);
      if (seen) seenDrops.set(n, (seenDrops.get(n) ?? 0) + fell);
      return fell;
    },
  };
}

/** The board's report of a turn that ended in this way, in which this many boxes fell. */
function resultOf(end: Step['end'], fell: number): TurnResult {
  const none = { kind: 'none', reason: 'no-drop' } as const;
  const unknown = { kind: 'unknown', reason: 'power-lost' } as const;
  const asSeen: TurnResult = fell === 1 ? { kind: 'one' } : none;
  const results: Record<Step['end'], TurnResult> = {
    well: asSeen,
    twice: fell === 2 ? { kind: 'more', boxes: 2 } : asSeen,
    blind: none,
    jam: { kind: 'none', reason: 'jam' },
    unknown,
    'unknown-fell': unknown,
    mute: asSeen,
  };
  return results[end];
}

/** A cabinet with real boxes in it, and a kiosk that knows only the board's reports. */
export function cabinet() {
  const kiosk = testKiosk({ lanes: everyLane(3) }).ready(0);
  const boxes = laneBoxes([1, 2, 3]);
  /** What fell, by transaction. */
  const fallen = new Map<number, number>();
  const blindTurns = new Set<number>();
  let board = { txn: 0, n: 0, result: { kind: 'unknown', reason: 'board-forgot' } as TurnResult };

  /** Turns the motor. Returns what the board would report; null if it would not report anything. */
  function turn(txn: number, n: number, end: Step['end']): TurnResult | null {
    const blind = end === 'blind' || end === 'unknown' || end === 'jam';
    const wanted = end === 'unknown' || end === 'jam' ? 0 : end === 'twice' && kiosk.lane(n).stock > 1 ? 2 : 1;
    const fell = boxes.drop(n, wanted, !blind);
    fallen.set(txn, fell);
    if (end === 'blind') blindTurns.add(txn);
    board = { txn, n, result: resultOf(end, fell) };
    kiosk.nvram(txn, boxes.seenDrops);
    return end === 'mute' ? null : board.result;
  }

  /** Answers the questions to the board, until there are no more. */
  function work(end: Step['end']) {
    for (;;) {
      const order = kiosk.board.orders.at(-1);
      const before = kiosk.board.orders.length;
      if (order?.kind === 'look') kiosk.looked();
      else if (order?.kind === 'vend' && !fallen.has(order.txn)) {
        const result = turn(order.txn, order.lane, end);
        kiosk.pass(turnMs);
        if (result) kiosk.tell({ kind: 'turned', txn: order.txn, lane: order.lane, result });
      } else if (order?.kind === 'settle') {
        const result: TurnResult = order.turn.txn === board.txn ? board.result : { kind: 'unknown', reason: 'unclear' };
        kiosk.tell({ kind: 'turned', txn: order.turn.txn, lane: order.turn.lane, result });
      }
      if (kiosk.board.orders.length === before) return;
    }
  }

  const steps = stepsAt(kiosk, boxes, work);
  const take = (step: Step): void => steps[step.what](step);
  return { kiosk, there: boxes.there, fallen, blind: blindTurns, take };
}

/** The effect of each kind of step; `work` lets the board answer. */
function stepsAt(
  kiosk: TestKiosk,
  boxes: ReturnType<typeof laneBoxes>,
  work: (end: Step['end']) => void,
): Record<Step['what'], (step: Step) => void> {
  return {
    ask({ end }) {
      kiosk.ask('CD-M');
      work(end);
      kiosk.pass(61_000);
    },
    restock({ n, k, slip }) {
      const added = Math.max(0, k + slip);
      if (kiosk.restock(n, added, 'CD-M', `L${k}`).kind === 'done') boxes.add(n, k);
    },
    count({ n }) {
      kiosk.count(n, boxes.there(n));
    },
    remove({ n, k }) {
      const taken = Math.min(k, boxes.there(n));
      if (kiosk.remove(n, taken).kind === 'done') boxes.add(n, -taken);
    },
    restart() {
      kiosk.restart();
      kiosk.boardReady();
      work('well');
    },
    fork() {
      kiosk.linkUp();
      kiosk.receipt(1, { head: 'a'.repeat(64) });
      kiosk.agent.link.down('closed');
    },
    power() {
      kiosk.tell({ kind: 'lost', reason: 'mute' });
      kiosk.boardReady(undefined, 'power');
      work('well');
    },
    'look-after'() {
      kiosk.hand({ kind: 'trust-sensor', by: '王' });
    },
  };
}
