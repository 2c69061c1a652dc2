import type { MachineId } from '../../shared/contracts/ids.ts';
import type { ReceivedBatch } from '../ledger/check-batch.ts';

/** A group of batches on its way to another thread: all payloads in one stretch of memory, which is handed over, not copied. */
export interface BatchTransfer {
  readonly bytes: ArrayBuffer;
  readonly machines: readonly MachineId[];
  /** Where each payload ends. */
  readonly ends: readonly number[];
  readonly received: readonly (number | undefined)[];
}

/** A group of batches as one piece of memory that can move to another thread. */
export function packBatches(arrived: readonly ReceivedBatch[]): BatchTransfer {
  const payloads = arrived.map(({ payload }) => (typeof payload === 'string' ? Buffer.from(payload) : payload));
  let end = 0;
  const ends = payloads.map((payload) => {
    end += payload.length;
    return end;
  });
  // Not from Node's pool, since it is given away.
  const all = Buffer.allocUnsafeSlow(end);
  for (const [index, payload] of payloads.entries()) all.set(payload, (ends[index] ?? 0) - payload.length);
  const machines = arrived.map(({ machine }) => machine);
  return { bytes: all.buffer as ArrayBuffer, machines, ends, received: arrived.map(({ received }) => received) };
}

/** The batches of a packed group; their payloads are views of its memory, not copies. */
export const unpackBatches = ({ bytes, machines, ends, received }: BatchTransfer): ReceivedBatch[] =>
  machines.map((machine, index) => {
    const from = ends[index - 1] ?? 0;
    const length = (ends[index] ?? from) - from;
    const came = received[index];
    const payload = new Uint8Array(bytes, from, length);
    return { machine, payload, bytes: length, ...(came === undefined ? {} : { received: came }) };
  });
