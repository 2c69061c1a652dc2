import { UnreadableLine } from '../../shared/contracts/line.ts';
import { decide } from '../core/decide.ts';
import type { Decided } from '../core/decision.ts';
import type { Input, Now } from '../core/input.ts';
import { unreadable } from '../core/unreadable-line.ts';
import { DiskFailure } from '../ports.ts';
import type { AgentParts } from './agent.ts';
import type { DiskRetry } from './disk-retry.ts';
import type { AgentState } from './state.ts';

/** An input whose lines could not be recorded, or for which the disk could not be read. */
interface Failed {
  readonly input: Input;
  readonly thrown: unknown;
  readonly now: Now;
}

/**
 * The decision for an input that could not be recorded. It has nothing to record. Throws the error
 * again unless it is a DiskFailure or an UnreadableLine.
 */
export function decideFailure(
  { observer }: Pick<AgentParts, 'observer'>,
  { facts, runtime }: AgentState,
  disk: DiskRetry,
  { input, thrown, now }: Failed,
): Decided {
  if (thrown instanceof UnreadableLine) {
    const decision = unreadable(facts, runtime, input);
    if (decision !== null) {
      observer.log('error', 'a line that could not be read back was not written · 一行账无法读回，未写入', {
        message: thrown.message,
      });
      return { ...decision, uses: [] };
    }
  }
  const failure = thrown instanceof UnreadableLine ? new DiskFailure('line-unreadable', thrown.message) : thrown;
  if (!(failure instanceof DiskFailure)) throw failure;
  const { code, message } = failure;
  if (runtime.disk !== code)
    observer.log(
      'error',
      'the ledger cannot be written or read: nothing is given out until it can · 账本无法读写，恢复以前不发放药具',
      { code, message },
    );
  disk.failed(input);
  return decide(facts, runtime, { kind: 'write-failed', input, code }, now);
}
