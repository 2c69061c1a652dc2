import { type BatchHeader, type Receipt, readBatch } from '../../shared/contracts/batch.ts';
import type { Head, LedgerId, MachineId } from '../../shared/contracts/ids.ts';
import { type Chain, headAfter } from '../../shared/ledger/chain.ts';

/** How far a ledger is stored, and its head there. */
export interface LedgerMark {
  readonly through: number;
  readonly head: Head;
}

/** Consecutive lines: an array of texts, or the bytes as received. */
export interface LineSequence<L> {
  readonly length: number;
  slice(from: number, to?: number): L;
}

/** Ledger lines as text. */
export type TextLines = readonly string[];

/** The part of a batch to be stored: lines that continue the ledger and its chain. */
export interface Continuation<L = TextLines> extends LedgerMark {
  readonly first: number;
  readonly lines: L;
}

/** How a batch relates to the stored ledger. */
export type BatchCheck<L = TextLines> =
  | { readonly kind: 'new'; readonly take: Continuation<L> }
  /** All of it is stored already. */
  | { readonly kind: 'held' }
  /** It begins after the line that follows the mark. */
  | { readonly kind: 'gap' }
  /** Its chain does not continue the stored one. */
  | { readonly kind: 'fork' };

/**
 * Checks a batch against the mark of its ledger. The mark of an unknown ledger is 0 and h(0) [MQTT
 * contract, events].
 */
export function checkBatch<L extends LineSequence<L>>(
  mark: LedgerMark,
  batch: ReceivedLines<L>,
  headAfter: HeadAfter<L>,
): BatchCheck<L> {
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

/**
 * A batch as received: its bytes, or its text if it was made in the same process, and its length on
 * the wire.
 */
export interface ReceivedBatch {
  readonly machine: MachineId;
  readonly payload: string | Uint8Array;
  readonly bytes: number;
  /** When the batch was received, if earlier than now: used to load a whole history at once. */
  readonly received?: number;
}

/** A batch that was read, with its lines in the form that the store takes. */
export interface ReceivedLines<L> extends BatchHeader {
  readonly lines: L;
}

/** A batch as read from its payload, or why it cannot be read. */
export type ReceivedRead<L> =
  | { readonly ok: true; readonly batch: ReceivedLines<L> }
  | { readonly ok: false; readonly why: string };

/** Computes the head after lines from the head `prev` before them. */
export type HeadAfter<L> = (prev: Head, lines: L) => Head;

/** How batches are read, and the form of their lines until they are stored. */
export interface BatchCodec<L extends LineSequence<L>> {
  /** h(0) of a ledger. */
  first(ledger: LedgerId): Head;
  read(arrived: ReceivedBatch): ReceivedRead<L>;
  readonly headAfter: HeadAfter<L>;
}

/** A codec for batches that are already text. */
export const textCodec = (chain: Chain): BatchCodec<TextLines> => ({
  first: (ledger) => chain.first(ledger),
  read: ({ payload, bytes }) => {
    if (typeof payload !== 'string') throw new Error('expected a batch as text, got bytes');
    return readBatch(payload, bytes);
  },
  headAfter: (prev, lines) => headAfter(chain, prev, lines),
});

/** The result of one batch. A malformed one has no receipt, because its ledger is unknown. */
export type IngestResult =
  | {
      readonly machine: MachineId;
      readonly kind: 'new' | 'held' | 'gap';
      readonly receipt: Receipt;
      readonly lines: number;
    }
  | { readonly machine: MachineId; readonly kind: 'fork'; readonly receipt: Receipt; readonly ledger: LedgerId }
  /**
   * The machine has stored too much today. Nothing of the batch is stored, and the kiosk sends it
   * again.
   */
  | { readonly machine: MachineId; readonly kind: 'over-quota' }
  | { readonly machine: MachineId; readonly kind: 'malformed'; readonly why: string };
