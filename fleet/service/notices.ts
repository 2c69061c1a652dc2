import type { LedgerId, MachineId } from '../../shared/contracts/ids.ts';
import type { IngestResult } from '../ledger/check-batch.ts';
import { limits } from '../limits.ts';
import type { Clock } from '../ports/clock.ts';
import type { TelemetryStore } from '../ports/telemetry-store.ts';
import type { NoticeRecord } from '../registry/records.ts';
import type { MachineState, Machines } from '../state/machine-state.ts';
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

/**
 * Notices of what is wrong with a machine's messages and is in no ledger. They are stored, so that
 * their flags survive a restart.
 */
export class NoticeService {
  readonly #deps: NoticeDependencies;
  /** When a batch was last left out because its machine was over its quota. */
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

  /** Notes that two kiosks connect under one identity. */
  noteTwice(state: MachineState, now: number): void {
    if (state.notices.some((notice) => notice.kind === 'identity-twice')) return;
    const { machine } = state.record;
    this.#raise(state, { machine, kind: 'identity-twice', ledger: null, through: 0, head: null, at: now });
  }

  /** Drops notices of identities used twice if that has ended. */
  forgetTwice(now: number): void {
    for (const state of this.#deps.machines.values()) {
      const twice = state.notices.some((notice) => notice.kind === 'identity-twice');
      if (twice && now - (state.presence.takeovers.at(-1) ?? 0) >= limits.takeoverWindowMs)
        this.#drop(state, 'identity-twice');
    }
  }

  /** Notes that a batch was left out because its machine is over its quota. */
  noteOverQuota(machine: MachineId): void {
    const now = this.#deps.clock.now();
    this.#overQuota.set(machine, now);
    const state = this.#deps.machines.get(machine);
    if (!state || state.notices.some((notice) => notice.kind === 'over-quota')) return;
    this.#raise(state, { machine, kind: 'over-quota', ledger: null, through: 0, head: null, at: now });
  }

  /**
   * Drops the notice of a machine over its quota one day after the last batch that was left out.
   */
  forgetOverQuota(now: number): void {
    for (const state of this.#deps.machines.values()) {
      const { machine } = state.record;
      const notice = state.notices.find((each) => each.kind === 'over-quota');
      if (!notice || now - (this.#overQuota.get(machine) ?? notice.at) < limits.quotaMs) continue;
      this.#overQuota.delete(machine);
      this.#drop(state, 'over-quota');
    }
  }

  /**
   * Notes a batch whose chain does not continue what is stored. Of a machine with many forks, a few
   * are kept, and always that of its current ledger.
   */
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
   * Notes that lines of another ledger are folded now. A kiosk answers a fork with a new ledger, so
   * the fork of the old one is dropped. A fork of the new ledger itself, noticed before its first
   * lines were folded, stays.
   */
  async ledgerBegan(machine: MachineId, ledger: LedgerId): Promise<void> {
    const state = this.#deps.machines.get(machine);
    const isAnswered = (notice: NoticeRecord): boolean => notice.kind === 'fork' && notice.ledger !== ledger;
    if (!state?.notices.some(isAnswered)) return;
    state.notices = state.notices.filter((notice) => !isAnswered(notice));
    await this.#deps.store.dropNotices(machine, 'fork', ledger);
  }
}
