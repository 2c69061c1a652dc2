import { isWithin } from '../../shared/areas/jiangxi.ts';
import type { QuarantinedMachine } from '../../shared/contracts/fleet/quarantine.ts';
import type { Machines } from '../state/machine-state.ts';
import { textOrder } from './ordered.ts';

/**
 * The machines that are or were in an area and whose books stand aside, by id: what they sent since
 * then is missing in the area's figures.
 */
export const quarantinedIn = (machines: Machines, area: string): QuarantinedMachine[] =>
  [...machines.values()]
    .flatMap(({ record: { machine, name, places, quarantine } }) =>
      quarantine && places.some(({ region }) => isWithin(region, area)) ? [{ machine, name, at: quarantine.at }] : [],
    )
    .sort((a, b) => textOrder(a.machine, b.machine));
