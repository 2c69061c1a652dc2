import type { MachineId } from '../../shared/contracts/ids.ts';
import { addDays, formatDay } from '../../shared/rules/calendar.ts';
import type { VirtualClock } from '../clock/virtual-clock.ts';
import { dayOf } from '../demo/days.ts';
import { type DemoMachine, provinceOf } from '../demo/machine.ts';
import { randomOf } from '../demo/random.ts';
import { sites } from '../demo/sites.ts';
import type { SimulatedKiosk } from './kiosk.ts';

const hourMs = 3_600_000;
const utcOffsetHours = 8;

/** Machines of a plausible province, with ids of this prefix. */
export function populationOf(seed: number, count: number, prefix: string, nowMs: number): DemoMachine[] {
  const province = provinceOf({ seed, machines: count, beganAt: nowMs, beganDay: dayOf(nowMs) });
  return province.map((machine, index) => ({
    ...machine,
    machine: `${prefix}-${String(index + 1).padStart(5, '0')}` as MachineId,
  }));
}

/** How many citizens come, and when. */
export interface PopulationLife {
  readonly clock: VirtualClock;
  readonly clockAtMs: number;
  readonly seed: number;
  /** The factor by which there are more citizens than usual. */
  readonly busy: number;
  /** Chance of a power cut in each hour. */
  readonly trouble: number;
  /** Whether citizens still come. */
  readonly open: () => boolean;
}

/** Makes citizens come to a kiosk hour by hour, and a filler in the morning if a lane runs low. */
export function liveAt(kiosk: SimulatedKiosk, machine: DemoMachine, life: PopulationLife): void {
  const { clock, clockAtMs, seed } = life;
  const site = sites[machine.site];
  const weights = site.hours.reduce((sum, [, weight]) => sum + weight, 0);
  const weightOf = new Map(site.hours);

  const hour = (): void => {
    if (!life.open()) return;
    const at = clockAtMs + clock.nowMs;
    const random = randomOf(seed, 'hour', machine.index, Math.floor(at / hourMs));
    const onTheWall = (Math.floor(at / hourMs) + utcOffsetHours) % 24;
    const month = new Date(at).getUTCMonth();
    const share = (weightOf.get(onTheWall) ?? 0) / weights;
    const mean = (machine.boxesAYear / 365) * share * (site.months[month] ?? 1) * life.busy;
    for (let left = random.poisson(mean); left > 0; left--) {
      const product = random.weighted(machine.wishes);
      clock.at(clock.nowMs + random.roll() * hourMs, () => kiosk.ask(product));
    }
    if (random.happens(life.trouble)) clock.at(clock.nowMs + random.roll() * hourMs, () => kiosk.cutBoardPower(5_000));
    const low = kiosk.agent.reported().lanes.some(({ stock, capacity }) => stock <= 0.4 * capacity);
    if (low && onTheWall >= 8) fill(at);
    clock.at(clock.nowMs + hourMs, hour);
  };
  const fill = (at: number): void => {
    const day = dayOf(at);
    kiosk.fill(formatDay(addDays(day, -100)).replaceAll('-', '').slice(2), formatDay(addDays(day, 1_200)));
  };
  // The first filling, once the board has answered.
  clock.at(clock.nowMs + 10_000, () => fill(clockAtMs + clock.nowMs));
  clock.at(clock.nowMs + 20_000, hour);
}
