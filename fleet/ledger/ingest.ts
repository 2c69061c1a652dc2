import { type BatchHeader, type Receipt, readBatch } from '../../shared/contracts/batch.ts';
import type { Head, LedgerId, MachineId } from '../../shared/contracts/ids.ts';
import { type Chain, headAfter } from '../../shared/ledger/chain.ts';

/** How far a ledger is held, and the chain's state there. */
export interface LedgerMark {
  readonly through: number;
  readonly head: Head;
}

/** Lines in a row: texts in an array, or the bytes in which they came. */
export interface LineRun<L> {
  readonly length: number;
  slice(from: number, to?: number): L;
}

/** Ledger lines as texts. */
export type Texts = readonly string[];

/** What of a batch is to be stored: lines that continue the ledger and its chain. */
export interface Continuation<L = Texts> extends LedgerMark {
  readonly first: number;
  readonly lines: L;
}

/** What a batch is to the ledger as it is held. */
export type BatchVerdict<L = Texts> =
  | { readonly is: 'new'; readonly take: Continuation<L> }
  /** All of it is held already. */
  | { readonly is: 'held' }
  /** It begins past the mark + 1. */
  | { readonly is: 'gap' }
  /** Its chain doesn't join what is held. */
  | { readonly is: 'fork' };

/** Judges a batch against the mark of its ledger, that of an unknown ledger being 0 and h(0) [MQTT contract, events]. Pure. */
export function judgeBatch<L extends LineRun<L>>(
  mark: LedgerMark,
  batch: ArrivedLines<L>,
  headAfter: HeadAfter<L>,
): BatchVerdict<L> {
  const held = mark.through + 1 - batch.first;
  if (held < 0) return { is: 'gap' };
  if (held > batch.lines.length) return { is: 'held' };
  const joined = headAfter(batch.prev, batch.lines.slice(0, held));
  if (joined !== mark.head) return { is: 'fork' };
  const lines = held === 0 ? batch.lines : batch.lines.slice(held);
  if (lines.length === 0) return { is: 'held' };
  const through = mark.through + lines.length;
  return { is: 'new', take: { first: mark.through + 1, lines, through, head: headAfter(mark.head, lines) } };
}

/** A batch as it is handed over: its bytes, or its text where somebody has made it on the spot; and its length on the wire. */
export interface ArrivedBatch {
  readonly machine: MachineId;
  readonly payload: string | Uint8Array;
  readonly bytes: number;
  /** When it came, where that was before it is taken in: of a history that is put into the store at one go. */
  readonly received?: number;
}

/** A batch that could be read, its lines in the form that the store takes. */
export interface ArrivedLines<L> extends BatchHeader {
  readonly lines: L;
}

/** A batch that was read from its payload, or why it could not be. */
export type ArrivedRead<L> =
  | { readonly ok: true; readonly batch: ArrivedLines<L> }
  | { readonly ok: false; readonly why: string };

/** The chain's state behind lines, from the state `prev` before them. */
export type HeadAfter<L> = (prev: Head, lines: L) => Head;

/** How batches are read, and their lines held on the way to the store. */
export interface BatchForm<L extends LineRun<L>> {
  /** h(0) of a ledger. */
  first(ledger: LedgerId): Head;
  read(arrived: ArrivedBatch): ArrivedRead<L>;
  readonly headAfter: HeadAfter<L>;
}

/** Batches as text, for who makes them as text. */
export const textForm = (chain: Chain): BatchForm<Texts> => ({
  first: (ledger) => chain.first(ledger),
  read: ({ payload, bytes }) => {
    if (typeof payload !== 'string') throw new Error('a batch of bytes came where batches are text');
    return readBatch(payload, bytes);
  },
  headAfter: (prev, lines) => headAfter(chain, prev, lines),
});

/** What became of one batch. A malformed one names no ledger that a receipt could be for. */
export type Intake =
  | {
      readonly machine: MachineId;
      readonly became: 'new' | 'held' | 'gap';
      readonly receipt: Receipt;
      readonly lines: number;
    }
  | { readonly machine: MachineId; readonly became: 'fork'; readonly receipt: Receipt; readonly ledger: LedgerId }
  /** The machine had too much stored in its day: nothing of the batch is taken, and its kiosk sends it again. */
  | { readonly machine: MachineId; readonly became: 'over-quota' }
  | { readonly machine: MachineId; readonly became: 'malformed'; readonly why: string };
