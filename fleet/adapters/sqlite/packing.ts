import type { MachineId } from '../../../shared/contracts/ids.ts';
import type { ArrivedBatch } from '../../core/ingest.ts';

/** A group of batches on its way to another thread: all payloads in one stretch of memory, which is handed over, not copied. */
export interface PackedGroup {
  readonly bytes: ArrayBuffer;
  readonly machines: readonly MachineId[];
  /** Where each payload ends. */
  readonly ends: readonly number[];
}

export function packed(arrived: readonly ArrivedBatch[]): PackedGroup {
  const payloads = arrived.map(({ payload }) => (typeof payload === 'string' ? Buffer.from(payload) : payload));
  let end = 0;
  const ends = payloads.map((payload) => {
    end += payload.length;
    return end;
  });
  // Not from Node's pool, since it is given away.
  const all = Buffer.allocUnsafeSlow(end);
  for (const [index, payload] of payloads.entries()) all.set(payload, (ends[index] ?? 0) - payload.length);
  return { bytes: all.buffer as ArrayBuffer, machines: arrived.map(({ machine }) => machine), ends };
}

export const unpacked = ({ bytes, machines, ends }: PackedGroup): ArrivedBatch[] =>
  machines.map((machine, index) => {
    const from = ends[index - 1] ?? 0;
    const length = (ends[index] ?? from) - from;
    return { machine, payload: new Uint8Array(bytes, from, length), bytes: length };
  });
