import type { ScreenProduct } from '../../shared/contracts/eligibility.ts';
import type { Zone } from '../../shared/rules/calendar.ts';
import type { Rules } from '../../shared/rules/defaults.ts';
import type { Broker } from '../ports/broker.ts';
import type { Clock } from '../ports/clock.ts';
import type { FleetEvent } from '../ports/events.ts';
import type { FleetStore } from '../ports/fleet-store.ts';
import type { Ids } from '../ports/ids.ts';
import type { Pins } from '../ports/pins.ts';
import type { Pki } from '../ports/pki.ts';
import type { MayIssue } from '../registry/credentials.ts';
import type { Reach } from './enrolment.ts';
import type { Reasons } from './reasons.ts';

/**
 * What the service needs from outside. The service itself reads no clock, random number, network or
 * file.
 */
export interface ServicePorts {
  readonly store: FleetStore;
  readonly broker: Broker;
  readonly clock: Clock;
  readonly ids: Ids;
  /**
   * The fleet's keys and certificates, and the addresses at which kiosks reach it with theirs.
   * Absent in a simulation that enrols nobody.
   */
  readonly enrolment?: { readonly pki: Pki; readonly reach: () => Reach; readonly mayIssue: MayIssue };
  readonly pins: Pins;
  readonly zone: Zone;
  readonly rules: Rules;
  /** Receives every event that observers may want. */
  readonly emit: (event: FleetEvent) => void;
  /** Called with an event on which `emit` threw. */
  readonly emitFailed?: (event: FleetEvent, error: unknown) => void;
  /**
   * The codes of the reasons that people may enter for stops and suspensions. By default the usual
   * ones.
   */
  readonly reasons?: Reasons;
  /** The name of a product, or its code if it has none. */
  readonly productName?: (code: string) => string;
  /** How screens name and show products; by default by their codes. */
  readonly screenProducts?: readonly ScreenProduct[];
}
