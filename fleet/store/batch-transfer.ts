import type { MachineId } from '../../shared/contracts/ids.ts';
import type { ReceivedBatch } from '../ledger/check-batch.ts';

/**
 * A group of batches on the way to another thread. All payloads are in one block of memory, which
 * is transferred, not copied.
 */
export interface BatchTransfer {
  readonly bytes: ArrayBuffer;
  readonly machines: readonly MachineId[];
  /** The end of each payload. */
  readonly ends: readonly number[];
  readonly received: readonly (number | undefined)[];
}

/** Packs a group of batches into one block of memory that can move to another thread. */
export function packBatches(arrived: readonly ReceivedBatch[]): BatchTransfer {
  const payloads = arrived.map(({ payload }) => (typeof payload === 'string' ? Buffer.from(payload) : payload));
  let end = 0;
  const ends = payloads.map((payload) => {
    end += payload.length;
    return end;
  });
  // Not from Node's pool, because the memory is given away.
  const all = Buffer.allocUnsafeSlow(end);
  for (const [index, payload] of payloads.entries()) all.set(payload, (ends[index] ?? 0) - payload.length);
  const machines = arrived.map(({ machine }) => machine);
  return { bytes: all.buffer as ArrayBuffer, machines, ends, received: arrived.map(({ received }) => received) };
}

/** Unpacks a group. The payloads are views of its memory, not copies. */
export const unpackBatches = ({ bytes, machines, ends, received }: BatchTransfer): ReceivedBatch[] =>
  machines.map((machine, index) => {
    const from = ends[index - 1] ?? 0;
    const length = (ends[index] ?? from) - from;
    const came = received[index];
    const payload = new Uint8Array(bytes, from, length);
    return { machine, payload, bytes: length, ...(came === undefined ? {} : { received: came }) };
  });
