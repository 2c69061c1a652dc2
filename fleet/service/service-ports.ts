import type { Zone } from '../../shared/rules/calendar.ts';
import type { Rules } from '../../shared/rules/defaults.ts';
import type { Broker } from '../ports/broker.ts';
import type { Clock } from '../ports/clock.ts';
import type { FleetEvent } from '../ports/events.ts';
import type { FleetStore } from '../ports/fleet-store.ts';
import type { Ids } from '../ports/ids.ts';
import type { Reasons } from './reasons.ts';

/** What the service needs from outside. It reads no clock, no random number, no network and no file by itself. */
export interface ServicePorts {
  readonly store: FleetStore;
  readonly broker: Broker;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly zone: Zone;
  readonly rules: Rules;
  /** Hears of everything that watchers may want to know. */
  readonly emit: (event: FleetEvent) => void;
  /** Hears of an event at which `emit` failed. */
  readonly emitFailed?: (event: FleetEvent, error: unknown) => void;
  /** The codes of the reasons that people may enter for stops and suspensions; the usual ones where left out. */
  readonly reasons?: Reasons;
  /** What a product is called; its code where it has no name. */
  readonly productName?: (code: string) => string;
}
