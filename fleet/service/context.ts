import type { MachineId } from '../../shared/contracts/ids.ts';
import type { LocalDay, Zone } from '../../shared/rules/calendar.ts';
import type { Rules } from '../../shared/rules/defaults.ts';
import type { MachineState, Machines } from '../evaluate/machine-state.ts';
import type { ReadModel } from '../lists/read-model.ts';
import type { Broker } from '../ports/broker.ts';
import type { Clock } from '../ports/clock.ts';
import type { FleetEvent } from '../ports/events.ts';
import type { FleetStore } from '../ports/fleet-store.ts';
import type { Ids } from '../ports/ids.ts';

/** What the parts of the service share: its ports, its rules, and what it holds of every machine. */
export interface Context {
  readonly store: FleetStore;
  readonly broker: Broker;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly zone: Zone;
  readonly rules: Rules;
  readonly machines: Machines;
  /** What lists and areas show of them. */
  readonly readModel: ReadModel;
  /** When the fleet last began to listen. */
  readonly upSince: number;
  readonly emit: (news: FleetEvent) => void;
  /** When somebody last asked for a page: long work then takes a smaller share of the time. */
  readonly asked: { at: number };
  /** Machines to be judged at the next tick. */
  readonly dirty: Set<MachineId>;
  /** Says that the store works, or why not; a change of that is told. */
  readonly setStoreStatus: (why: string | null) => void;
  readonly storeError: () => string | null;
}

/** The local day now. */
export const today = (context: Context): LocalDay => context.zone.dayOf(context.clock.now());

/** A machine's live state, null where there is no such machine. */
export const stateOf = (context: Context, machine: MachineId): MachineState | null =>
  context.machines.get(machine) ?? null;

/** An error's message for the log. */
export const errorText = (error: unknown): string => (error instanceof Error ? error.message : String(error));
