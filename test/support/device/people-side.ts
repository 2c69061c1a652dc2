import type { TurnResult } from '../../../device/board/port.ts';
import type { Input } from '../../../device/core/input.ts';
import type { Reply } from '../../../device/core/reply.ts';
import type { RequestId } from '../../../shared/contracts/ids.ts';
import type { AgentRun } from './agent-run.ts';
import type { BoardSide } from './board-side.ts';
import { lane, product, requestNumber } from './values.ts';

/** An input without its ticket. */
type Asked = Input extends infer I ? (I extends { ticket: number } ? Omit<I, 'ticket'> : never) : never;

/** The requests of citizens and staff, and their replies. */
export type PeopleSide = ReturnType<typeof peopleSide>;

export function peopleSide(run: AgentRun, board: BoardSide) {
  let tickets = 0;
  let requests = 0;

  function hand(input: Asked): number {
    tickets += 1;
    run.agent.handle({ ...input, ticket: tickets } as Input);
    return tickets;
  }

  const replies = (ticket: number): Reply[] => run.record.replies.get(ticket) ?? [];

  /** The only reply that a ticket got. */
  function reply(ticket: number): Reply {
    const [first, ...more] = replies(ticket);
    if (!first || more.length > 0) throw new Error(`ticket ${ticket} got ${more.length + (first ? 1 : 0)} replies`);
    return first;
  }

  /** A citizen requests a box; with a new request id unless one is given. */
  function ask(want: number | string = 'CD-M', request?: RequestId): number {
    requests += 1;
    return hand({
      kind: 'dispense',
      request: request ?? requestNumber(requests),
      want: typeof want === 'number' ? { lane: lane(want) } : { product: product(want) },
    });
  }

  return {
    hand,
    replies,
    reply,
    ask,
    /** A box from request to answer. */
    dispense(want: number | string, result: TurnResult, request?: RequestId): Reply {
      const ticket = ask(want, request);
      board.looked();
      board.turned(result);
      return reply(ticket);
    },
    restock(n: number, added: number, code = 'CD-M', lot: string | null = 'A1', expires: string | null = '2028-12-31') {
      const entry = { lane: lane(n), product: product(code), lot, expires, added };
      return reply(hand({ kind: 'restock', by: '王', lanes: [entry] }));
    },
    count(n: number, stock: number) {
      return reply(hand({ kind: 'count', by: '王', lanes: [{ lane: lane(n), stock }] }));
    },
    remove(n: number, removed: number, lot?: string | null) {
      const which = lot === undefined ? {} : { lot };
      return reply(hand({ kind: 'remove', by: '王', lane: lane(n), removed, reason: 'damaged', ...which }));
    },
  };
}
