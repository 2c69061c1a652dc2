import type { Lane } from '../../shared/contracts/ids.ts';
import type { Heard } from './heard.ts';
import type { DiskCode } from './input.ts';

/** What /healthz and the log say of this kiosk: each fact with why. */
export interface Health {
  readonly inService: boolean;
  readonly reasons: readonly string[];
  readonly board: { readonly state: 'ready' | 'starting' | 'lost'; readonly reason: string | null };
  readonly link: { readonly state: 'up' | 'connecting' | 'down'; readonly reason: string | null };
  /** Whether the fleet hears this kiosk: another thing than giving out, which goes on without the fleet. */
  readonly fleet: Heard;
  readonly disk: { readonly state: 'ok' | 'failed'; readonly code: DiskCode | null };
  /** Lines not yet receipted by the fleet, and the age of the last receipt in ms, null for none in this run. */
  readonly outbox: { readonly waiting: number; readonly lastReceiptAgeMs: number | null };
  /** Messages from the fleet that could not be read, since the start. */
  readonly unreadable: number;
  /** Lanes of which the ledger does not know what stands in them: count them. */
  readonly uncounted: readonly Lane[];
}
