import type { BoardEvent, BoardOrder, TurnResult } from '../../../device/board/port.ts';
import type { AgentRun } from './agent-run.ts';

type Vend = Extract<BoardOrder, { kind: 'vend' }>;

/** The board's reports and the questions to it; the test plays the board. */
export type BoardSide = ReturnType<typeof boardSide>;

export function boardSide(run: AgentRun) {
  const { board } = run;
  let txnOfBoard = 0;
  let serial = 'LB00417';
  let dropsOfLanes = new Map<number, number>();

  const tell = (event: BoardEvent): void => {
    board.say(event);
    run.agent.line.received(new Uint8Array());
  };
  const vends = (): Vend[] => board.orders.filter((order) => order.kind === 'vend');

  return {
    tell,
    vends,
    boardReady(who = serial, restarted: string | null = null) {
      serial = who;
      tell({
        kind: 'ready',
        identity: { serial, model: 'SPIRAL-40', firmware: '2.3.1', lanes: 40 },
        restarted,
      });
    },
    /** Answers the open look, as a working board does. */
    looked(over: Partial<Extract<BoardEvent, { kind: 'looked' }>> = {}) {
      const order = board.orders.at(-1);
      if (order?.kind !== 'look') throw new Error(`nobody looks: ${JSON.stringify(order)}`);
      tell({
        kind: 'looked',
        lane: order.lane,
        reading: { serial, before: txnOfBoard },
        hardware: 'ready',
        drops: dropsOfLanes.get(order.lane) ?? 0,
        door: 'closed',
        ...over,
      });
    },
    /** Ends the turn that was ordered last. */
    turned(result: TurnResult) {
      const { txn, lane } = vends().at(-1) ?? {};
      if (txn === undefined || lane === undefined) throw new Error('nothing turns');
      txnOfBoard = txn;
      const boxes = result.kind === 'one' ? 1 : result.kind === 'more' ? result.boxes : 0;
      dropsOfLanes.set(lane, (dropsOfLanes.get(lane) ?? 0) + boxes);
      tell({ kind: 'turned', txn, lane, result });
    },
    /** Sets the board's NVRAM. */
    nvram(txn: number, drops = new Map<number, number>()) {
      txnOfBoard = txn;
      dropsOfLanes = drops;
    },
    ordered: (what: BoardOrder['kind']) => board.orders.filter((order) => order.kind === what),
  };
}
