import type { FleetChannel } from '../shared/contracts/topics.ts';
import type { ReportedState } from '../shared/contracts/reported.ts';
import type { BoardLoss } from './board/port.ts';
import type { Input } from './core/input.ts';
import type { DiskCode } from './ports.ts';

/** What /healthz and the log say of this kiosk: each fact with why. */
export interface Health {
  readonly inService: boolean;
  readonly reasons: readonly string[];
  readonly board: { readonly state: 'ready' | 'starting' | 'lost'; readonly reason: string | null };
  readonly link: { readonly state: 'up' | 'connecting' | 'down'; readonly reason: string | null };
  readonly disk: { readonly state: 'ok' | 'failed'; readonly code: DiskCode | null };
  /** Lines not yet receipted by the fleet, and the age of the last receipt in ms, null for none in this run. */
  readonly outbox: { readonly waiting: number; readonly lastReceiptAgeMs: number | null };
  /** Messages from the fleet that could not be read, since the start. */
  readonly unreadable: number;
}

/** One kiosk: the loop around the pure core. All calls are synchronous; nothing here waits. */
export interface Agent {
  /** Hands an input to the loop: decide, record, act. */
  handle(input: Input): void;
  /** The serial line speaks. */
  readonly line: { opened(): void; closed(reason: BoardLoss): void; received(bytes: Uint8Array): void };
  /** The MQTT link speaks; payloads are text decoded as UTF-8. */
  readonly link: { up(): void; down(reason: string): void; message(channel: FleetChannel, payload: string): void };
  reported(): ReportedState;
  health(): Health;
  stop(): void;
}
