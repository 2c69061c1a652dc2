import type { ServerResponse } from 'node:http';
import type { Ticket } from '../../core/input.ts';
import type { Reply } from '../../core/reply.ts';

/** The callers who wait for a reply, each with a ticket of its own. */
export function waitingCallers() {
  const waiting = new Map<Ticket, (reply: Reply | null) => void>();
  let lastTicket: Ticket = 0;

  return {
    get count(): number {
      return waiting.size;
    },

    /** Passes a reply to the caller that waits for it. */
    reply(ticket: Ticket, reply: Reply): void {
      waiting.get(ticket)?.(reply);
    },

    /**
     * Asks with a new ticket and waits for its reply. null if the caller's connection closed first;
     * `left` is then called.
     */
    ask(
      response: ServerResponse,
      ask: (ticket: Ticket) => void,
      left: (ticket: Ticket) => void,
    ): Promise<Reply | null> {
      lastTicket += 1;
      const ticket = lastTicket;
      return new Promise((resolve, reject) => {
        const gone = () => {
          if (!waiting.has(ticket)) return;
          settle(null);
          left(ticket);
        };
        const settle = (reply: Reply | null) => {
          waiting.delete(ticket);
          response.off('close', gone);
          resolve(reply);
        };
        waiting.set(ticket, settle);
        response.on('close', gone);
        try {
          ask(ticket);
        } catch (error) {
          waiting.delete(ticket);
          response.off('close', gone);
          reject(error);
        }
      });
    },
  };
}
