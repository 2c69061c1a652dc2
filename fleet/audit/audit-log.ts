import type { AuditEntry } from '../../shared/contracts/fleet/audit.ts';
import { errorText } from '../../shared/error-text.ts';
import type { AuditStore } from '../ports/audit-store.ts';
import type { AuditedAct, AuditResult, AuditTrail, NotedAct } from '../ports/audit-trail.ts';
import type { Clock } from '../ports/clock.ts';
import { RefusedError } from '../refused.ts';
import { cutText, recordedFields } from './fields.ts';
import { RepeatedActs } from './repeated.ts';

/** What the audit log needs. `failed` is informed of each entry that could not be written. */
export interface AuditDependencies {
  readonly store: Pick<AuditStore, 'appendAuditEntry'>;
  readonly clock: Pick<Clock, 'now'>;
  readonly failed: (act: NotedAct | AuditedAct, error: unknown) => void;
}

type End = Pick<AuditEntry, 'outcome' | 'of' | 'why'> &
  Pick<AuditedAct, 'subject'> & { readonly after: AuditedAct['after'] };

/** Writes the audit log: the beginning of each act before it, and its end after it. */
export class AuditLog implements AuditTrail {
  readonly #deps: AuditDependencies;
  readonly #repeated = new RepeatedActs();
  #writing: Promise<void> = Promise.resolve();

  constructor(deps: AuditDependencies) {
    this.#deps = deps;
  }

  async perform<T>(
    act: AuditedAct,
    perform: () => Promise<T> | T,
    resultOf: (value: T) => AuditResult | Promise<AuditResult> = () => ({ after: act.after ?? null }),
  ): Promise<T> {
    const of = await this.#append(act, { outcome: 'begun', of: null, why: act.why ?? null, after: act.after });
    let value: T;
    try {
      value = await perform();
    } catch (error) {
      const outcome = error instanceof RefusedError ? 'refused' : 'failed';
      await this.#end(act, async () => ({ outcome, of, why: errorText(error), after: null }));
      throw error;
    }
    await this.#end(act, async () => {
      const { after = null, subject = act.subject ?? null } = await resultOf(value);
      return { outcome: 'done', of, why: null, after, subject };
    });
    return value;
  }

  async note(act: NotedAct): Promise<void> {
    await this.#append(act, { outcome: act.outcome, of: null, why: act.why ?? null, after: act.after });
  }

  noteRepeated(act: NotedAct): void {
    const first = this.#repeated.take(act, this.#deps.clock.now());
    if (first) this.#writeLater(first);
  }

  /** Writes the sums whose minute has passed. The caller calls it about once a second. */
  tick(): void {
    for (const each of this.#repeated.due(this.#deps.clock.now())) this.#writeLater(each);
  }

  /** Writes all sums, and resolves when everything is written. */
  close(): Promise<void> {
    for (const each of this.#repeated.due(Number.POSITIVE_INFINITY)) this.#writeLater(each);
    return this.#writing;
  }

  #writeLater(act: NotedAct): void {
    this.#writing = this.#writing.then(() => this.note(act)).catch(() => undefined);
  }

  /** What was done cannot be undone because its end cannot be recorded: its beginning is there. */
  async #end(act: AuditedAct, endOf: () => Promise<End>): Promise<void> {
    try {
      await this.#append({ ...act, before: null }, await endOf());
    } catch {
      // `failed` was informed by the failing append.
    }
  }

  async #append(act: AuditedAct, { outcome, of, why, after, subject = act.subject ?? null }: End): Promise<number> {
    const { actor, address, region, machine = null, user = null, before } = act;
    const entry = {
      ...{ at: this.#deps.clock.now(), actor, address, act: act.act, region, machine, user, subject, outcome, of },
      before: recordedFields(before),
      after: recordedFields(after),
      why: why === null ? null : cutText(why),
    };
    try {
      return await this.#deps.store.appendAuditEntry(entry);
    } catch (error) {
      this.#deps.failed(act, error);
      throw new RefusedError(
        'unavailable',
        'it cannot be recorded in the audit log, so it is not done',
        '无法写入操作记录，因此没有执行',
      );
    }
  }
}
