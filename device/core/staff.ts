import { type Act, refuse } from './act.ts';
import { acting, type Decision } from './decision.ts';
import { type Booking, type Entry, whoOf } from './entry/booking.ts';
import { count } from './entry/count.ts';
import { remove } from './entry/remove.ts';
import { restock } from './entry/restock.ts';
import { round } from './entry/round.ts';
import type { Facts } from './facts.ts';
import type { Now, StaffInput } from './input.ts';
import type { RuntimeState } from './runtime-state.ts';

/** Staff enter what they did: all or nothing, in one record. Refused while a motor turns. */
export function staffEntry(
  facts: Facts,
  runtime: RuntimeState,
  entry: Exclude<StaffInput, Entry<'clear'>>,
  now: Now,
): Decision {
  const booking =
    runtime.dispensing || runtime.homing || runtime.testTurn
      ? ({ refusal: 'busy', lane: null } as const)
      : book(facts, runtime, entry, now);
  const { ticket } = entry;
  if ('refusal' in booking) return acting(runtime, refuse(ticket, booking.refusal, booking.lane));
  const done: Act = { kind: 'reply', ticket, reply: { kind: 'done', warnings: booking.warnings } };
  return { record: booking.record, runtime, act: [done] };
}

function book(facts: Facts, runtime: RuntimeState, entry: Exclude<StaffInput, Entry<'clear'>>, now: Now): Booking {
  switch (entry.kind) {
    case 'restock':
      return restock(facts, runtime, entry, now);
    case 'count':
      return count(facts, entry);
    case 'remove':
      return remove(facts, runtime, entry, now);
    case 'round':
      return round(facts, runtime, entry, now);
    case 'trust-sensor':
      return {
        record: [{ kind: 'sensor', state: 'trusted', reason: 'looked-after', ...whoOf(entry) }],
        warnings: [],
      };
  }
}
