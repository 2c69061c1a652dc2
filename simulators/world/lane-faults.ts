import type { Lane } from '../../shared/contracts/ids.ts';
import { eachKiosk, type FaultAction, hourMs } from './fault-action.ts';
import type { FaultKind } from './faults.ts';
import type { Kiosk } from './kiosk.ts';
import { noteFault } from './scenario.ts';

const aLane = ({ plan, scenario }: Kiosk): Lane => scenario.random.pick(plan, 'trouble: which lane').lane;

function spoil(kiosk: Kiosk, kind: FaultKind, fault: 'jam' | 'nothing' | 'double' | 'late'): void {
  const { scenario, site } = kiosk;
  noteFault(scenario, kind);
  const turns = scenario.random.between(0, 3, 'trouble: turns');
  const lateMs = fault === 'late' ? scenario.random.between(100, 20_000, 'trouble: how late') : 0;
  site.cabinet.setFault(aLane(kiosk), fault, lateMs, turns);
}

/** Faults of lanes and of the drop sensor. */
export const laneFaults = {
  'lane-jams': eachKiosk(3 * hourMs, (kiosk) => spoil(kiosk, 'lane-jams', 'jam')),
  'lane-gives-nothing': eachKiosk(3 * hourMs, (kiosk) => spoil(kiosk, 'lane-gives-nothing', 'nothing')),
  'lane-gives-two': eachKiosk(4 * hourMs, (kiosk) => spoil(kiosk, 'lane-gives-two', 'double')),
  'box-falls-late': eachKiosk(4 * hourMs, (kiosk) => spoil(kiosk, 'box-falls-late', 'late')),
  'sensor-blind': eachKiosk(5 * hourMs, (kiosk) => {
    noteFault(kiosk.scenario, 'sensor-blind');
    kiosk.site.cabinet.setBlind(aLane(kiosk), true);
  }),
  'sensor-stuck': eachKiosk(8 * hourMs, (kiosk) => {
    noteFault(kiosk.scenario, 'sensor-stuck');
    kiosk.site.cabinet.setStuck(true);
  }),
} satisfies Partial<Record<FaultKind, FaultAction>>;
