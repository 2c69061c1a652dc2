import fc from 'fast-check';
import type { TurnResult } from '../../device/board/port.ts';
import { desk, everyLane } from './kiosk-desk.ts';

/** What may happen at a machine; `n` names a lane, `k` a number of boxes. */
export const step = fc.record({
  what: fc.constantFrom('ask', 'ask', 'ask', 'restock', 'count', 'remove', 'restart', 'fork', 'power', 'look-after'),
  n: fc.integer({ min: 1, max: 3 }),
  k: fc.integer({ min: 0, max: 5 }),
  /** How the turn ends: as it should, unseen by the sensor, with a jam, unknown, twice, or never told. */
  end: fc.constantFrom('well', 'well', 'well', 'blind', 'jam', 'unknown', 'unknown-fell', 'twice', 'mute'),
  /** Staff enter one box more or less than they loaded. */
  slip: fc.constantFrom(0, 0, 0, 1, -1),
});
export type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

/** How long a motor takes. */
const turnMs = 2_400;

/** A cabinet with real boxes in it, and a kiosk that may only guess. */
export function cabinet() {
  const kiosk = desk({ lanes: everyLane(3) }).ready(0);
  const boxes = new Map([1, 2, 3].map((n) => [n, 0]));
  const counter = new Map<number, number>();
  /** By transaction: what fell. */
  const fallen = new Map<number, number>();
  const blindTurns = new Set<number>();
  const there = (n: number): number => boxes.get(n) ?? 0;
  let board = { txn: 0, n: 0, result: { kind: 'unknown', reason: 'board-forgot' } as TurnResult };

  function drop(n: number, k: number, seen: boolean): number {
    const fell = Math.min(k, there(n));
    boxes.set(n, there(n) - fell);
    if (seen) counter.set(n, (counter.get(n) ?? 0) + fell);
    return fell;
  }

  /** Turns the motor, and says what the board would say. */
  function turn(txn: number, n: number, end: Step['end']): TurnResult | null {
    const blind = end === 'blind' || end === 'unknown' || end === 'jam';
    const wanted = end === 'unknown' || end === 'jam' ? 0 : end === 'twice' && kiosk.lane(n).stock > 1 ? 2 : 1;
    const fell = drop(n, wanted, !blind);
    fallen.set(txn, fell);
    if (end === 'blind') blindTurns.add(txn);
    const unknown = { kind: 'unknown', reason: 'power-lost' } as const;
    const ends: Record<Step['end'], TurnResult> = {
      well: fell === 1 ? { kind: 'one' } : { kind: 'none', reason: 'no-drop' },
      twice:
        fell === 0 ? { kind: 'none', reason: 'no-drop' } : fell === 1 ? { kind: 'one' } : { kind: 'more', boxes: 2 },
      blind: { kind: 'none', reason: 'no-drop' },
      jam: { kind: 'none', reason: 'jam' },
      unknown,
      'unknown-fell': unknown,
      mute: fell === 1 ? { kind: 'one' } : { kind: 'none', reason: 'no-drop' },
    };
    board = { txn, n, result: ends[end] };
    kiosk.nvram(txn, counter);
    return end === 'mute' ? null : ends[end];
  }

  function work(end: Step['end']) {
    for (;;) {
      const ask = kiosk.board.asks.at(-1);
      const before = kiosk.board.asks.length;
      if (ask?.kind === 'look') kiosk.looked();
      else if (ask?.kind === 'vend' && !fallen.has(ask.txn)) {
        const result = turn(ask.txn, ask.lane, end);
        kiosk.pass(turnMs);
        if (result) kiosk.tell({ kind: 'turned', txn: ask.txn, lane: ask.lane, result });
      } else if (ask?.kind === 'settle') {
        const result: TurnResult = ask.turn.txn === board.txn ? board.result : { kind: 'unknown', reason: 'unclear' };
        kiosk.tell({ kind: 'turned', txn: ask.turn.txn, lane: ask.turn.lane, result });
      }
      if (kiosk.board.asks.length === before) return;
    }
  }

  function take({ what, n, k, end, slip }: Step) {
    switch (what) {
      case 'ask':
        kiosk.ask('CD-M');
        work(end);
        kiosk.pass(61_000);
        return;
      case 'restock': {
        const added = Math.max(0, k + slip);
        if (kiosk.restock(n, added, 'CD-M', `L${k}`).kind === 'done') boxes.set(n, there(n) + k);
        return;
      }
      case 'count':
        kiosk.count(n, there(n));
        return;
      case 'remove': {
        const taken = Math.min(k, there(n));
        if (kiosk.remove(n, taken).kind === 'done') boxes.set(n, there(n) - taken);
        return;
      }
      case 'restart':
        kiosk.restart();
        kiosk.boardReady();
        work('well');
        return;
      case 'fork':
        kiosk.linkUp();
        kiosk.receipt(1, { head: 'a'.repeat(64) });
        kiosk.agent.link.down('closed');
        return;
      case 'power':
        kiosk.tell({ kind: 'lost', reason: 'mute' });
        kiosk.boardReady(undefined, 'power');
        work('well');
        return;
      case 'look-after':
        kiosk.hand({ kind: 'trust-sensor', by: '王' });
        return;
    }
  }
  return { kiosk, there, fallen, blind: blindTurns, take };
}
