import { LbpDriver } from './lbp/driver.ts';
import type { BoardDriver, DriverTiming } from './port.ts';

/** Every kind of board that the agent can drive: one folder and one entry each. */
const drivers = {
  lbp: (timing: DriverTiming, firstId: number): BoardDriver => new LbpDriver(timing, firstId),
};

export type DriverName = keyof typeof drivers;

export const driverNames = Object.keys(drivers) as readonly DriverName[];

/**
 * A driver for a kind of board. `firstId` is where its message ids begin: another one at each start of the process (the run number
 * times something odd will do), so that an answer to the process before can't pass for one to this.
 */
export function createDriver(name: DriverName, timing: DriverTiming = {}, firstId = 0): BoardDriver {
  return drivers[name](timing, firstId);
}
