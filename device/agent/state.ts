import { readLine } from '../../shared/contracts/events.ts';
import type { LedgerId } from '../../shared/contracts/ids.ts';
import { replayClock } from '../core/clock.ts';
import { emptyFacts, type Facts, foldFacts } from '../core/facts.ts';
import { newRuntimeState, type RuntimeState } from '../core/runtime-state.ts';
import type { AgentParts } from './agent.ts';

/**
 * The whole state of a kiosk. Only the loop changes it: `facts` by folding recorded lines,
 * `runtime` by taking it from a decision.
 */
export interface AgentState {
  readonly facts: Facts;
  runtime: RuntimeState;
  /** The number of this run, 1 for the first of a kiosk. */
  readonly run: number;
}

/**
 * The state at a start: the replay of all local ledgers. `ledgerBefore` is the one that an empty
 * ledger continues, null if there is none.
 */
export function replayed({ store, observer, builtAtMs }: Pick<AgentParts, 'store' | 'observer' | 'builtAtMs'>): {
  state: AgentState;
  ledgerBefore: LedgerId | null;
} {
  const facts = emptyFacts(store.ledger);
  const { position } = store;
  const clock = replayClock(position, builtAtMs);
  store.replay((ledger, seq, text) => {
    const read = readLine(text);
    if (read.kind !== 'unreadable') clock.line(ledger, seq, read.event.at);
    if (read.kind === 'known') foldFacts(facts, ledger, seq, read.event);
    else
      observer.log('warn', 'a ledger line is unreadable and stays as it is · 账本中有一行无法识别，原样保留', {
        ledger,
        seq,
        why: read.why,
      });
  });
  const ledgerBefore = store.last === 0 && facts.last > 0 ? facts.ledger : null;
  facts.ledger = store.ledger;
  facts.last = store.last;
  const run = facts.books.run + 1;
  const through = position?.ledger === store.ledger ? position.through : 0;
  return { state: { facts, runtime: newRuntimeState(through, clock.begin()), run }, ledgerBefore };
}
