import type { CabinetSite } from '../cabinet/cabinet-site.ts';
import { worldBoards } from './board-kinds.ts';
import { type FaultAction, minuteMs, somewhat } from './fault-action.ts';
import { faultActions } from './fault-actions.ts';
import type { Kiosk } from './kiosk.ts';
import { noteFault, type Scenario } from './scenario.ts';
import type { WorldParts } from './world-parts.ts';

/** Switches on the faults of this seed. */
export function injectFaults(parts: WorldParts): void {
  const { scenario, kiosks } = parts;
  const again = (fault: FaultAction, kiosk: Kiosk | null): void => {
    scenario.time.after(scenario.random.wait(fault.everyMs / 9, 'trouble: next'), () => {
      if (scenario.calm) return;
      if (fault.to === 'world') fault.does(parts);
      else if (kiosk) fault.does(kiosk, parts);
      again(fault, kiosk);
    });
  };
  for (const kind of scenario.faults) {
    const fault = faultActions[kind];
    if (fault?.to === 'world') again(fault, null);
    else if (fault) for (const kiosk of kiosks) again(fault, kiosk);
  }
  if (scenario.faults.has('fleet-killed'))
    parts.fleet.database.dies = () => {
      if (scenario.calm || !scenario.random.chance(0.02, 'trouble: the fleet dies in a commit')) return null;
      noteFault(scenario, 'fleet-killed');
      const end = scenario.random.pick(['before', 'after'] as const, 'trouble: which side');
      scenario.time.after(0, () => {
        parts.fleet.die();
        scenario.time.after(somewhat(scenario, 500, minuteMs), () => parts.fleet.start());
      });
      return end;
    };
  for (const { site } of kiosks) spoilCable(scenario, site);
}

/**
 * Draws how bad this kiosk's cable is, and sets the rates as far as its board's check can detect
 * the damage.
 */
function spoilCable({ faults, random }: Scenario, { kind, wire }: CabinetSite): void {
  const set = wire.setFault.bind(wire);
  const rate = (reason: string): number => random.pick([0.002, 0.01, 0.05, 0.15], reason);
  if (faults.has('cable-noise')) {
    const drawn = { corrupt: rate('cable: corrupt'), noise: rate('cable: noise') };
    const { corrupt, noise } = worldBoards[kind].spoiltBytes(drawn);
    set('corrupt', corrupt);
    set('noise', noise);
  }
  if (!faults.has('cable-loss')) return;
  set('lose', rate('cable: lose'));
  set('duplicate', rate('cable: duplicate'));
  set('split', 0.2);
  set('delay', rate('cable: delay'));
}

/** Everything is repaired: the second phase begins. */
export function clearFaults({ scenario, kiosks, network, fleet }: WorldParts): void {
  scenario.calm = true;
  for (const kiosk of kiosks) {
    const { site, computer } = kiosk;
    for (const fault of ['lose', 'corrupt', 'duplicate', 'split', 'delay', 'noise'] as const)
      site.wire.setFault(fault, 0);
    site.wire.noisy = false;
    site.plug();
    computer.port.isThere = true;
    computer.disk.refuses = null;
    computer.disk.honest();
    Object.assign(computer.clock, { offsetMs: 0, drift: 0 });
    site.cabinet.setClimate(215, 48);
    for (const { lane } of kiosk.plan) {
      site.cabinet.setFault(lane, 'none');
      site.cabinet.setBlind(lane, false);
    }
    site.cabinet.setStuck(false);
    network.gone.delete(computer);
    if (!site.board.powered && computer.powered) site.power(true);
    if (!kiosk.staffThere) site.setDoor(false);
    kiosk.powerOn();
  }
  network.brokerAway = false;
  fleet.database.refuses = false;
  fleet.database.dies = null;
  if (!fleet.alive) fleet.start();
}
