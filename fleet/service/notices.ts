import type { LedgerId, MachineId } from '../../shared/contracts/ids.ts';
import type { MachineState, Machines } from '../evaluate/machine-state.ts';
import type { IngestResult } from '../ledger/check-batch.ts';
import { limits } from '../limits.ts';
import type { Clock } from '../ports/clock.ts';
import type { TelemetryStore } from '../ports/telemetry-store.ts';
import type { NoticeRecord } from '../registry/records.ts';
import type { EvaluationQueue } from './evaluation-queue.ts';
import type { StoreStatus } from './store-status.ts';

/** What notices need. */
export interface NoticeDependencies {
  readonly store: Pick<TelemetryStore, 'saveNotice' | 'dropNotices'>;
  readonly storeStatus: StoreStatus;
  readonly clock: Clock;
  readonly machines: Machines;
  readonly evaluationQueue: EvaluationQueue;
}

/** What is wrong with what a machine sends and stands in no ledger: kept, so that its flag outlives a restart. */
export class NoticeService {
  readonly #deps: NoticeDependencies;
  /** When a batch of a machine over its quota was last left out. */
  readonly #overQuota = new Map<MachineId, number>();

  constructor(deps: NoticeDependencies) {
    this.#deps = deps;
  }

  #raise(state: MachineState, notice: NoticeRecord): void {
    const { store, storeStatus, evaluationQueue } = this.#deps;
    state.notices.push(notice);
    evaluationQueue.add(notice.machine);
    store.saveNotice(notice).catch(storeStatus.failed);
  }

  #drop(state: MachineState, kind: NoticeRecord['kind']): void {
    const { store, storeStatus, evaluationQueue } = this.#deps;
    const { machine } = state.record;
    state.notices = state.notices.filter((notice) => notice.kind !== kind);
    evaluationQueue.add(machine);
    store.dropNotices(machine, kind).catch(storeStatus.failed);
  }

  /** Two kiosks connect under one identity. */
  noteTwice(state: MachineState, now: number): void {
    if (state.notices.some((notice) => notice.kind === 'identity-twice')) return;
    const { machine } = state.record;
    this.#raise(state, { machine, kind: 'identity-twice', ledger: null, through: 0, head: null, at: now });
  }

  /** Takes back notices of identities used twice that have ended. */
  forgetTwice(now: number): void {
    for (const state of this.#deps.machines.values()) {
      const twice = state.notices.some((notice) => notice.kind === 'identity-twice');
      if (twice && now - (state.presence.takeovers.at(-1) ?? 0) >= limits.takeoverWindowMs)
        this.#drop(state, 'identity-twice');
    }
  }

  /** A batch of a machine that is over its quota was left out. */
  noteOverQuota(machine: MachineId): void {
    const now = this.#deps.clock.now();
    this.#overQuota.set(machine, now);
    const state = this.#deps.machines.get(machine);
    if (!state || state.notices.some((notice) => notice.kind === 'over-quota')) return;
    this.#raise(state, { machine, kind: 'over-quota', ledger: null, through: 0, head: null, at: now });
  }

  /** Takes back notices of machines over their quota a day after the last batch that was left out. */
  forgetOverQuota(now: number): void {
    for (const state of this.#deps.machines.values()) {
      const { machine } = state.record;
      const notice = state.notices.find((each) => each.kind === 'over-quota');
      if (!notice || now - (this.#overQuota.get(machine) ?? notice.at) < limits.quotaMs) continue;
      this.#overQuota.delete(machine);
      this.#drop(state, 'over-quota');
    }
  }

  /** A batch's chain does not join what is stored. Of a machine that makes one fork after the other a few are kept, and that of its present ledger. */
  noteFork({ machine, ledger, receipt }: Extract<IngestResult, { kind: 'fork' }>): void {
    const { clock, machines } = this.#deps;
    const state = machines.get(machine);
    const forks = state?.notices.filter((notice) => notice.kind === 'fork') ?? [];
    if (!state || forks.some((notice) => notice.ledger === ledger)) return;
    if (forks.length >= limits.forks && ledger !== state.account.ledger) return;
    const { through, head } = receipt;
    this.#raise(state, { machine, kind: 'fork', ledger, through, head, at: clock.now() });
  }

  /**
   * Lines of another ledger than before are booked now. A new ledger is how a kiosk answers a fork of the one before it; a fork of the new one
   * itself, noticed before its first lines were booked, stays.
   */
  async ledgerBegan(machine: MachineId, ledger: LedgerId): Promise<void> {
    const state = this.#deps.machines.get(machine);
    const isAnswered = (notice: NoticeRecord): boolean => notice.kind === 'fork' && notice.ledger !== ledger;
    if (!state?.notices.some(isAnswered)) return;
    state.notices = state.notices.filter((notice) => !isAnswered(notice));
    await this.#deps.store.dropNotices(machine, 'fork', ledger);
  }
}
