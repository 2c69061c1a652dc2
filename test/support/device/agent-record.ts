import type { Reply } from '../../../device/core/reply.ts';
import type { AgentObserver, BoardLine, FleetLink } from '../../../device/ports.ts';
import type { KioskChannel } from '../../../shared/contracts/topics.ts';

/** What an agent did at its ports, over all its runs; times are monotonic ms of the run. */
export interface AgentRecord {
  readonly published: { channel: KioskChannel; payload: string; up: number }[];
  readonly wills: string[];
  /** When it tried to connect to its fleet. */
  readonly connects: number[];
  /** When it opened the line to its board. */
  readonly opened: number[];
  readonly logged: string[];
  /** All replies by ticket. */
  readonly replies: Map<number, Reply[]>;
  /** How often it asked to be restarted. */
  restarts: number;
  /** What its link says of itself. */
  plainLink: boolean;
}

export const emptyRecord = (): AgentRecord => ({
  published: [],
  wills: [],
  connects: [],
  opened: [],
  logged: [],
  replies: new Map(),
  restarts: 0,
  plainLink: false,
});

/** Ports that do nothing but record. */
export function recordingEdges(
  record: AgentRecord,
  up: () => number,
): { line: BoardLine; link: FleetLink; observer: AgentObserver } {
  return {
    line: { open: () => record.opened.push(up()), send: () => {}, close: () => {} },
    link: {
      connect(will) {
        record.wills.push(will);
        record.connects.push(up());
      },
      publish: (channel, payload) => record.published.push({ channel, payload, up: up() }),
      close: () => {},
      isPlain: () => record.plainLink,
    },
    observer: {
      reply(ticket, reply) {
        record.replies.set(ticket, [...(record.replies.get(ticket) ?? []), reply]);
      },
      recorded: () => {},
      log: (_level, message) => record.logged.push(message),
      restart: () => {
        record.restarts += 1;
      },
    },
  };
}
