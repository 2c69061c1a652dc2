import type { NewLineDecision } from '../../shared/contracts/fleet/uncounted.ts';
import { readAccount } from '../ledger/account-text.ts';
import { type LineDecision, mayBeAccepted } from '../ledger/uncounted.ts';
import type { Clock } from '../ports/clock.ts';
import type { Ids } from '../ports/ids.ts';
import type { Ledgers } from '../ports/ledgers.ts';
import { RefusedError } from '../refused.ts';
import type { MachineEdits } from './machine-edits.ts';

/** What decisions about lines need. */
export interface LineDecisionDependencies {
  readonly store: Pick<Ledgers, 'decide'>;
  readonly clock: Clock;
  readonly ids: Pick<Ids, 'uuid'>;
  readonly edits: MachineEdits;
}

/** Takes decisions of people on ledger lines that are not counted. */
export class LineDecisionService {
  readonly #deps: LineDecisionDependencies;

  constructor(deps: LineDecisionDependencies) {
    this.#deps = deps;
  }

  /**
   * Stores a decision about waiting lines of a machine. Its books are refolded before this
   * resolves.
   */
  decide(machine: string, wish: NewLineDecision, by: string): Promise<void> {
    const { store, ids, clock, edits } = this.#deps;
    return edits.edit(machine, async (state) => {
      const { ledger } = wish;
      const waiting = state.account.uncounted.find((each) => each.ledger === ledger && each.reason === wish.reason);
      if (!waiting) throw new RefusedError('not-found', 'no such lines wait for a decision', '没有这些待处理的记录');
      if (wish.first > waiting.first || wish.last > waiting.last || wish.last < wish.first)
        throw new RefusedError(
          'changed-meanwhile',
          `lines ${waiting.first} to ${waiting.last} wait: look at them again`,
          `现在待处理的是第 ${waiting.first} 至 ${waiting.last} 条记录，请重新查看`,
        );
      if (wish.verdict === 'accept' && !mayBeAccepted(wish.reason))
        throw new RefusedError('invalid', 'more than a machine can hold is not counted', '超过机器容量的数量不能计入');
      const record: LineDecision = {
        ...wish,
        id: ids.uuid(),
        machine: state.record.machine,
        by,
        at: clock.now(),
      };
      const account = await store.decide(record);
      state.decisions = [...state.decisions, record];
      state.account = readAccount(account);
      edits.edited(state, { recount: true });
    });
  }
}
