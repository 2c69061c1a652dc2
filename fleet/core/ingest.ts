import { type Batch, type Receipt, readBatch } from '../../shared/contracts/batch.ts';
import type { Head, LedgerId, MachineId } from '../../shared/contracts/ids.ts';
import { type Chain, headAfter } from '../../shared/ledger/chain.ts';

/** How far a ledger is held, and the chain's state there. */
export interface LedgerMark {
  readonly through: number;
  readonly head: Head;
}

/** What of a batch is to be stored: lines that continue the ledger and its chain. */
export interface Continuation extends LedgerMark {
  readonly first: number;
  readonly lines: readonly string[];
}

/** What a batch is to the ledger as it is held. */
export type BatchVerdict =
  | { readonly is: 'new'; readonly take: Continuation }
  /** All of it is held already. */
  | { readonly is: 'held' }
  /** It begins past the mark + 1. */
  | { readonly is: 'gap' }
  /** Its chain doesn't join what is held. */
  | { readonly is: 'fork' };

/** Judges a batch against the mark of its ledger, that of an unknown ledger being 0 and h(0) [MQTT contract, events]. Pure. */
export function judgeBatch(mark: LedgerMark, batch: Batch, chain: Chain): BatchVerdict {
  const held = mark.through + 1 - batch.first;
  if (held < 0) return { is: 'gap' };
  if (held > batch.lines.length) return { is: 'held' };
  const joined = headAfter(chain, batch.prev, batch.lines.slice(0, held));
  if (joined !== mark.head) return { is: 'fork' };
  const lines = held === 0 ? batch.lines : batch.lines.slice(held);
  if (lines.length === 0) return { is: 'held' };
  const through = mark.through + lines.length;
  return { is: 'new', take: { first: mark.through + 1, lines, through, head: headAfter(chain, mark.head, lines) } };
}

/** A batch as the link hands it over: its text, null where the bytes are no UTF-8, and its length on the wire. */
export interface ArrivedBatch {
  readonly machine: MachineId;
  readonly text: string | null;
  readonly bytes: number;
}

export type ArrivedRead = { readonly ok: true; readonly batch: Batch } | { readonly ok: false; readonly why: string };

export const readArrived = (arrived: ArrivedBatch): ArrivedRead =>
  arrived.text === null ? { ok: false, why: 'not UTF-8' } : readBatch(arrived.text, arrived.bytes);

/** What became of one batch. A malformed one names no ledger that a receipt could be for. */
export type Intake =
  | {
      readonly machine: MachineId;
      readonly became: 'new' | 'held' | 'gap';
      readonly receipt: Receipt;
      readonly lines: number;
    }
  | { readonly machine: MachineId; readonly became: 'fork'; readonly receipt: Receipt; readonly ledger: LedgerId }
  | { readonly machine: MachineId; readonly became: 'malformed'; readonly why: string };
