import type { Ticket } from '../input.ts';

/** The caller that is this machine's own session. Callers of the HTTP server have others. */
export const screenTicket: Ticket = -1;

/** The caller that is this machine's own staff mode. */
export const staffTicket: Ticket = -2;
