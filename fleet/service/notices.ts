import type { LedgerId, MachineId } from '../../shared/contracts/ids.ts';
import type { IngestResult } from '../ledger/check-batch.ts';
import { limits } from '../limits.ts';
import type { BrokerRefusal } from '../ports/broker.ts';
import type { Clock } from '../ports/clock.ts';
import type { TelemetryStore } from '../ports/telemetry-store.ts';
import type { NoticeRecord, NoticeSubject } from '../registry/records.ts';
import type { MachineState, Machines } from '../state/machine-state.ts';
import type { EvaluationQueue } from './evaluation-queue.ts';
import { hostileSign } from './hostile-sign.ts';
import type { StoreStatus } from './store-status.ts';
import { WrongAttempts } from './wrong-attempts.ts';

/** What notices need. */
export interface NoticeDependencies {
  readonly store: Pick<TelemetryStore, 'saveNotice' | 'dropNotices'>;
  readonly storeStatus: StoreStatus;
  readonly clock: Clock;
  readonly machines: Machines;
  readonly evaluationQueue: EvaluationQueue;
}

/** Notices that are dropped a day after the last time that they were noted. */
const lastingKinds = ['over-quota', 'refused-messages', 'impersonation'] as const;
type LastingKind = (typeof lastingKinds)[number];

/**
 * Notices of what is wrong with a machine's messages and is in no ledger. They are stored, so that
 * their flags survive a restart.
 */
export class NoticeService {
  readonly #deps: NoticeDependencies;
  /** When each notice that lasts a day was last noted. */
  readonly #last: Readonly<Record<LastingKind, Map<MachineId, number>>> = {
    'over-quota': new Map(),
    'refused-messages': new Map(),
    impersonation: new Map(),
  };
  readonly #wrongSecrets = new WrongAttempts(limits.wrongSecretsWindowMs);

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

  /** Notes that something was left out because its machine is over its quota. */
  noteOverQuota(machine: MachineId): void {
    this.#note(machine, { kind: 'over-quota' });
  }

  /** Notes a refused message or connection, if it is a sign of a hostile program. */
  noteRefused(machine: MachineId, why: BrokerRefusal): void {
    const { clock, machines } = this.#deps;
    if (!machines.has(machine)) return;
    if (why === 'wrong-secret') {
      const now = clock.now();
      this.#wrongSecrets.add(machine, now);
      if (!this.#wrongSecrets.isUsedUp(machine, limits.wrongSecrets, now)) return;
    }
    const subject = hostileSign(why);
    if (subject !== null) this.#note(machine, subject);
  }

  #note(machine: MachineId, subject: NoticeSubject & { kind: LastingKind }): void {
    const now = this.#deps.clock.now();
    const state = this.#deps.machines.get(machine);
    if (!state) return;
    this.#last[subject.kind].set(machine, now);
    if (state.notices.some((notice) => notice.kind === subject.kind)) return;
    this.#raise(state, { machine, ledger: null, through: 0, head: null, at: now, ...subject });
  }

  /** Drops the notices that last a day, one day after the last time that they were noted. */
  forgetLasting(now: number): void {
    for (const state of this.#deps.machines.values()) {
      const { machine } = state.record;
      for (const kind of lastingKinds) {
        const notice = state.notices.find((each) => each.kind === kind);
        if (!notice || now - (this.#last[kind].get(machine) ?? notice.at) < limits.quotaMs) continue;
        this.#last[kind].delete(machine);
        this.#drop(state, kind);
      }
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
