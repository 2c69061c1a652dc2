import type { Event, Fact } from '../../shared/contracts/events.ts';
import { maxInstant } from '../../shared/contracts/ids.ts';
import { writeLine } from '../../shared/contracts/line.ts';
import type { Decided, Decision } from '../core/decision.ts';
import { foldFacts } from '../core/facts.ts';
import type { Now } from '../core/input.ts';
import type { Clock } from '../ports.ts';
import type { AgentParts } from './agent.ts';
import type { AgentState } from './state.ts';

declare const durable: unique symbol;

/**
 * What remains of a decision once its record is durable. Only `commit` makes one, so nothing can be
 * done before it is recorded.
 */
export type Recorded = Pick<Decision, 'runtime' | 'act'> & { readonly [durable]: true };

/**
 * Records a decision's facts in one durable transaction and folds them. With nothing to record it
 * touches neither disk nor facts. Throws DiskFailure or UnreadableLine; then nothing of the
 * decision is recorded, folded or to be done.
 */
export function commit(
  { store, observer, newLedgerId }: Pick<AgentParts, 'store' | 'observer' | 'newLedgerId'>,
  { facts, run }: Pick<AgentState, 'facts' | 'run'>,
  decision: Decided,
  { at, monoMs }: Now,
): Recorded {
  const { record, newLedger, uses } = decision;
  if (record.length > 0) {
    const events = record.map((fact) => stamped(fact, at, run, monoMs));
    const lines = events.map(writeLine);
    if (newLedger) store.begin(newLedgerId(), lines, uses);
    else store.append(lines, uses);
    const first = store.last - events.length + 1;
    events.forEach((event, index) => {
      foldFacts(facts, store.ledger, first + index, event);
      observer.recorded(store.ledger, first + index, lines[index] ?? '');
    });
  }
  return decision as Pick<Decision, 'runtime' | 'act'> as Recorded;
}

/**
 * The time and the chance for one input. A clock that says what no line may hold is wrong anyway:
 * lines keep the nearest instant.
 */
export const nowOf = (clock: Clock): Now => ({
  at: inBounds(clock.at()),
  monoMs: clock.monoMs(),
  random: clock.random(),
});

const inBounds = (at: number): number => Math.min(Math.max(0, Math.trunc(at)), maxInstant);

/**
 * A fact with its time. The spread of a union loses its pairing of fields, which each Fact has by
 * its own type.
 */
const stamped = ({ kind, ...fields }: Fact, at: number, run: number, monoMs: number): Event =>
  ({ kind, at, run, up: monoMs, ...fields }) as Event;
