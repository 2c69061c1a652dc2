import { root } from '../../shared/areas/jiangxi.ts';
import { bilingual } from '../../shared/contracts/meaning.ts';
import type { FleetHost } from './fleet-host.ts';
import type { Kiosk } from './kiosk.ts';
import { noteFault } from './scenario.ts';
import type { WorldParts } from './world-parts.ts';

/** Who the fleet's records name for a quarantine. */
const guard = { user: 'guard', area: root };

/** An administrator quarantines a machine, and some time later releases it. */
export function quarantineForAWhile({ scenario, kiosks, fleet }: WorldParts): void {
  noteFault(scenario, 'quarantines');
  const { random, log, time } = scenario;
  const { machine } = random.pick(kiosks, 'quarantine: which machine');
  log.begin('fleet', () => bilingual(`an administrator quarantines ${machine}`, `管理员隔离 ${machine}`));
  fleet.ask((service) => service.quarantines.quarantine(machine, 'a test', guard));
  time.after(random.between(30_000, 30 * 60_000, 'quarantine: how long'), () => {
    log.begin('fleet', () => bilingual(`an administrator releases ${machine}`, `管理员解除 ${machine} 的隔离`));
    fleet.ask((service) => service.quarantines.release(machine, guard));
  });
}

/** Every machine is released: its books must be those of its lines. */
export function releaseAll(kiosks: readonly Kiosk[], fleet: FleetHost): void {
  for (const { machine } of kiosks) fleet.ask((service) => service.quarantines.release(machine, guard));
}
