import type { Chunk } from '../../fleet/ledger/chunk.ts';
import type { FleetDatabase } from './fleet-database.ts';

/** The chunks that the fleet may have received before the start in which it folded them. */
export class Backlog {
  readonly #spans: { readonly from: number; readonly through: number }[] = [];

  /** To be called when the fleet starts. */
  begin(database: Pick<FleetDatabase, 'chunks' | 'foldedThrough' | 'setAside'>): void {
    const from = Math.min(database.foldedThrough() + 1, ...database.setAside().map(({ since }) => since));
    this.#spans.push({ from, through: database.chunks.length });
  }

  holds({ number }: Pick<Chunk, 'number'>): boolean {
    return this.#spans.some(({ from, through }) => from <= number && number <= through);
  }
}
