import { randomUUID } from 'node:crypto';
import type { Agent } from '../../../device/agent/agent.ts';
import type { Input } from '../../../device/core/input.ts';

/** The person and the PIN of an entry at a kiosk under test. */
export const staff = { by: 'wang', pin: '4711' };
/** A leap year later than the present one, within the shelf life of boxes. */
export const year = Math.ceil((new Date().getFullYear() + 2) / 4) * 4;
/** Boxes loaded into a lane, as a caller enters them. */
export const load = { lane: 1, product: 'CD-M', lot: 'a1', expires: `${year}-12-31`, added: 3 };

/** An agent that only records its inputs. */
export function scribe(handle: (input: Input) => void = () => {}) {
  const inputs: Input[] = [];
  const agent = {
    handle(input: Input) {
      inputs.push(input);
      handle(input);
    },
    reported: () => ({ last: 0, lanes: [], board: { dropped: 0 } }),
    health: () => ({ inService: true, board: {}, link: {}, disk: {}, outbox: { waiting: 0 }, unreadable: 0 }),
  } as unknown as Agent;
  const ledger = { ledger: randomUUID() as never, last: 0, read: () => [] };
  return { inputs, kiosk: () => ({ agent, ledger }) };
}
