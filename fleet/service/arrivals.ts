import type { MachineId } from '../../shared/contracts/ids.ts';
import type { KioskChannel } from '../../shared/contracts/topics.ts';
import type { BrokerEvents, BrokerRefusal, MachineAuthenticator } from '../ports/broker.ts';
import type { Clock } from '../ports/clock.ts';
import type { FleetEvent } from '../ports/events.ts';
import type { IngestService } from './ingest.ts';
import { MessageQuota } from './message-quota.ts';
import type { NoticeService } from './notices.ts';
import type { TelemetryService } from './telemetry.ts';

/** What arriving messages need. */
export interface ArrivalDependencies {
  readonly authenticator: MachineAuthenticator;
  readonly clock: Clock;
  readonly ingest: IngestService;
  readonly telemetry: TelemetryService;
  readonly notices: NoticeService;
  readonly emit: (event: FleetEvent) => void;
}

/**
 * Passes on the messages of machines that may connect, within their quota. What is above it is
 * dropped: its kiosk gets no receipt and sends its lines again.
 */
export class Arrivals implements Pick<BrokerEvents, 'message' | 'batch' | 'refused'> {
  readonly #deps: ArrivalDependencies;
  readonly #quota = new MessageQuota();

  constructor(deps: ArrivalDependencies) {
    this.#deps = deps;
  }

  message(machine: MachineId, channel: KioskChannel, text: string | null, bytes: number): void {
    const { ingest, telemetry, emit } = this.#deps;
    if (!this.#isTaken(machine)) return;
    if (channel !== 'events') telemetry.heard(machine, channel, text, bytes);
    else if (text === null) emit({ kind: 'malformed', what: channel, machine, why: 'not UTF-8' });
    else ingest.arrive({ machine, payload: text, bytes });
  }

  batch(machine: MachineId, payload: Uint8Array): void {
    if (this.#isTaken(machine)) this.#deps.ingest.arrive({ machine, payload, bytes: payload.length });
  }

  refused(why: BrokerRefusal, machine: string | null): void {
    if (machine !== null) this.#deps.telemetry.refused(why, machine);
    this.#deps.emit({ kind: 'refused', why, machine });
  }

  /** Counts a message of a machine. False if it is to be dropped. */
  #isTaken(machine: MachineId): boolean {
    const { authenticator, clock, notices } = this.#deps;
    if (!authenticator.has(machine)) {
      this.refused('unknown-machine', machine);
      return false;
    }
    if (this.#quota.passes(machine, clock.now())) return true;
    notices.noteOverQuota(machine);
    this.refused('rate', machine);
    return false;
  }
}
