import type { NewDecision } from '../../shared/contracts/fleet/uncounted.ts';
import type { MachineState } from '../evaluate/machine-state.ts';
import { readAccount } from '../ledger/account-text.ts';
import { type DecisionRecord, mayBeAccepted } from '../ledger/uncounted.ts';
import { RefusedError } from '../refused.ts';
import type { Context } from './context.ts';

/** Keeps a decision about lines of a machine that wait for one, and takes on the books as they are with it. */
export async function decide(
  { store, ids, clock }: Context,
  state: MachineState,
  wish: NewDecision,
  by: string,
): Promise<void> {
  const { machine } = state.record;
  const { ledger } = wish;
  const waiting = state.account.uncounted.find((each) => each.ledger === ledger && each.reason === wish.reason);
  if (!waiting) throw new RefusedError('not-found', 'no such lines wait for a decision');
  if (wish.first > waiting.first || wish.last > waiting.last || wish.last < wish.first)
    throw new RefusedError('changed-meanwhile', `lines ${waiting.first} to ${waiting.last} wait: look at them again`);
  if (wish.verdict === 'accept' && !mayBeAccepted(wish.reason))
    throw new RefusedError('invalid', 'more than a machine can hold is not counted');
  const record: DecisionRecord = { ...wish, id: ids.uuid(), machine, by, at: clock.now() };
  const account = await store.decide(record);
  state.decisions = [...state.decisions, record];
  state.account = readAccount(account);
}
