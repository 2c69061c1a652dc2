import { type BatchHeader, type Receipt, readBatch } from '../../shared/contracts/batch.ts';
import type { Head, LedgerId, MachineId } from '../../shared/contracts/ids.ts';
import { type Chain, headAfter } from '../../shared/ledger/chain.ts';

/** How far a ledger is held, and the chain's state there. */
export interface LedgerMark {
  readonly through: number;
  readonly head: Head;
}

/** Lines in a row: texts in an array, or the bytes in which they came. */
export interface LineSequence<L> {
  readonly length: number;
  slice(from: number, to?: number): L;
}

/** Ledger lines as texts. */
export type TextLines = readonly string[];

/** What of a batch is to be stored: lines that continue the ledger and its chain. */
export interface Continuation<L = TextLines> extends LedgerMark {
  readonly first: number;
  readonly lines: L;
}

/** What a batch is to the ledger as it is held. */
export type BatchVerdict<L = TextLines> =
  | { readonly kind: 'new'; readonly take: Continuation<L> }
  /** All of it is held already. */
  | { readonly kind: 'held' }
  /** It begins past the mark + 1. */
  | { readonly kind: 'gap' }
  /** Its chain doesn't join what is held. */
  | { readonly kind: 'fork' };

/** Judges a batch against the mark of its ledger, that of an unknown ledger being 0 and h(0) [MQTT contract, events]. Pure. */
export function checkBatch<L extends LineSequence<L>>(
  mark: LedgerMark,
  batch: ReceivedLines<L>,
  headAfter: HeadAfter<L>,
): BatchVerdict<L> {
  const held = mark.through + 1 - batch.first;
  if (held < 0) return { kind: 'gap' };
  if (held > batch.lines.length) return { kind: 'held' };
  const joined = headAfter(batch.prev, batch.lines.slice(0, held));
  if (joined !== mark.head) return { kind: 'fork' };
  const lines = held === 0 ? batch.lines : batch.lines.slice(held);
  if (lines.length === 0) return { kind: 'held' };
  const through = mark.through + lines.length;
  return { kind: 'new', take: { first: mark.through + 1, lines, through, head: headAfter(mark.head, lines) } };
}

/** A batch as it is handed over: its bytes, or its text where somebody has made it on the spot; and its length on the wire. */
export interface ReceivedBatch {
  readonly machine: MachineId;
  readonly payload: string | Uint8Array;
  readonly bytes: number;
  /** When it came, where that was before it is taken in: of a history that is put into the store at one go. */
  readonly received?: number;
}

/** A batch that could be read, its lines in the form that the store takes. */
export interface ReceivedLines<L> extends BatchHeader {
  readonly lines: L;
}

/** A batch that was read from its payload, or why it could not be. */
export type ReceivedRead<L> =
  | { readonly ok: true; readonly batch: ReceivedLines<L> }
  | { readonly ok: false; readonly why: string };

/** The chain's state behind lines, from the state `prev` before them. */
export type HeadAfter<L> = (prev: Head, lines: L) => Head;

/** How batches are read, and their lines held on the way to the store. */
export interface BatchCodec<L extends LineSequence<L>> {
  /** h(0) of a ledger. */
  first(ledger: LedgerId): Head;
  read(arrived: ReceivedBatch): ReceivedRead<L>;
  readonly headAfter: HeadAfter<L>;
}

/** Batches as text, for who makes them as text. */
export const textCodec = (chain: Chain): BatchCodec<TextLines> => ({
  first: (ledger) => chain.first(ledger),
  read: ({ payload, bytes }) => {
    if (typeof payload !== 'string') throw new Error('a batch of bytes came where batches are text');
    return readBatch(payload, bytes);
  },
  headAfter: (prev, lines) => headAfter(chain, prev, lines),
});

/** What became of one batch. A malformed one names no ledger that a receipt could be for. */
export type IngestResult =
  | {
      readonly machine: MachineId;
      readonly kind: 'new' | 'held' | 'gap';
      readonly receipt: Receipt;
      readonly lines: number;
    }
  | { readonly machine: MachineId; readonly kind: 'fork'; readonly receipt: Receipt; readonly ledger: LedgerId }
  /** The machine had too much stored in its day: nothing of the batch is taken, and its kiosk sends it again. */
  | { readonly machine: MachineId; readonly kind: 'over-quota' }
  | { readonly machine: MachineId; readonly kind: 'malformed'; readonly why: string };
