import type { StaffParts } from '../../device/agent/staff.ts';
import type { Ticket } from '../../device/core/input.ts';
import type { Reply } from '../../device/core/reply.ts';
import type { BoardLine, FleetLink, LedgerStore } from '../../device/ports.ts';
import type { ReadLine } from '../../shared/contracts/events.ts';
import type { LedgerId } from '../../shared/contracts/ids.ts';
import type { Disk } from './disk.ts';
import { diskStore } from './disk-store.ts';
import type { SerialPort } from './serial-port.ts';
import { staffOn } from './staff-on-disk.ts';

/** Thrown through the agent when its process dies in the middle of its work. */
export class Killed extends Error {}

/** The parts outside the process that an agent's ports use. */
export interface Outside {
  readonly disk: Disk;
  readonly port: SerialPort;
  readonly link: FleetLink;
  /** Called before and after each action outside the process. True: the process dies here. */
  diesAt(point: string): boolean;
  recorded(ledger: LedgerId, first: number, lines: readonly ReadLine[]): void;
  replied(ticket: Ticket, reply: Reply): void;
}

/** The ports through which an agent acts outside its process. */
export interface AgentPorts {
  readonly store: LedgerStore;
  readonly line: BoardLine;
  readonly link: FleetLink;
  readonly reply: (ticket: Ticket, reply: Reply) => void;
  readonly staff: StaffParts;
}

/**
 * Ports of an agent that may die before and after each action outside its process: they then throw
 * Killed.
 */
export function agentPorts(outside: Outside): AgentPorts {
  const { disk, port, link } = outside;
  const point = (name: string): void => {
    if (outside.diesAt(name)) throw new Killed(name);
  };
  return {
    store: diskStore(disk, { point, recorded: (ledger, first, reads) => outside.recorded(ledger, first, reads) }),
    line: {
      open: () => port.open(),
      send: (bytes) => {
        point('before bytes go out on the line');
        port.write(bytes);
        point('after bytes went out on the line');
      },
      close: () => port.close(),
    },
    link: {
      connect: (will) => link.connect(will),
      publish: (channel, payload) => {
        point(`before ${channel} goes out`);
        link.publish(channel, payload);
        point(`after ${channel} went out`);
      },
      close: () => link.close(),
      isPlain: () => link.isPlain(),
    },
    staff: staffOn(disk),
    reply: (ticket, reply) => {
      point('before the reply is given');
      outside.replied(ticket, reply);
      point('after the reply is given');
    },
  };
}
