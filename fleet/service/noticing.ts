import type { LedgerId, MachineId } from '../../shared/contracts/ids.ts';
import type { IngestResult } from '../ledger/ingest.ts';
import { limits } from '../limits.ts';
import type { NoticeRecord } from '../registry/records.ts';
import { type Context, errorText, stateOf } from './context.ts';

/** Notices what is wrong with what a machine sends and stands in no ledger: kept, so that its flag outlives a restart. */
export class NoticeDesk {
  readonly #context: Context;
  /** When a batch of a machine over its quota was last left out. */
  readonly #overQuota = new Map<MachineId, number>();

  constructor(context: Context) {
    this.#context = context;
  }

  /** A batch of a machine that is over its quota was left out. */
  noteOverQuota(machine: MachineId): void {
    const { store, clock, dirty, setStoreStatus: storeIs } = this.#context;
    this.#overQuota.set(machine, clock.now());
    const state = stateOf(this.#context, machine);
    if (!state || state.notices.some((notice) => notice.kind === 'over-quota')) return;
    const notice = { machine, kind: 'over-quota', ledger: null, through: 0, head: null, at: clock.now() } as const;
    state.notices.push(notice);
    dirty.add(machine);
    store.saveNotice(notice).catch((error) => storeIs(errorText(error)));
  }

  /** Takes back what was noticed of machines over their quota a day after the last batch that was left out. */
  forgetOverQuota(now: number): void {
    const { machines, store, dirty, setStoreStatus: storeIs } = this.#context;
    for (const state of machines.values()) {
      const { machine } = state.record;
      const notice = state.notices.find((each) => each.kind === 'over-quota');
      if (!notice || now - (this.#overQuota.get(machine) ?? notice.at) < limits.quotaMs) continue;
      state.notices = state.notices.filter((each) => each !== notice);
      this.#overQuota.delete(machine);
      dirty.add(machine);
      store.dropNotices(machine, 'over-quota').catch((error) => storeIs(errorText(error)));
    }
  }

  /** A batch's chain does not join what is held. Of a machine that makes one fork after the other a few are kept, and that of its ledger at hand. */
  noteFork({ machine, ledger, receipt }: Extract<IngestResult, { kind: 'fork' }>): void {
    const { store, clock, dirty, setStoreStatus: storeIs } = this.#context;
    const state = stateOf(this.#context, machine);
    const forks = state?.notices.filter((notice) => notice.kind === 'fork') ?? [];
    if (!state || forks.some((notice) => notice.ledger === ledger)) return;
    if (forks.length >= limits.forks && ledger !== state.account.ledger) return;
    const notice = {
      machine,
      kind: 'fork',
      ledger,
      through: receipt.through,
      head: receipt.head,
      at: clock.now(),
    } as const;
    state.notices.push(notice);
    dirty.add(machine);
    store.saveNotice(notice).catch((error) => storeIs(errorText(error)));
  }

  /**
   * Lines of another ledger than before are booked now. A new ledger is how a kiosk answers a fork of the one before it; a fork of the new one
   * itself, noticed before its first lines were booked, stays.
   */
  async ledgerBegan(machine: MachineId, ledger: LedgerId): Promise<void> {
    const state = stateOf(this.#context, machine);
    const isAnswered = (notice: NoticeRecord): boolean => notice.kind === 'fork' && notice.ledger !== ledger;
    if (!state?.notices.some(isAnswered)) return;
    state.notices = state.notices.filter((notice) => !isAnswered(notice));
    await this.#context.store.dropNotices(machine, 'fork', ledger);
  }
}
