import { bilingual } from '../../shared/contracts/meaning.ts';
import { atWorst, during, eachKiosk, type FaultAction, hourMs, minuteMs, somewhat } from './fault-action.ts';
import type { FaultKind } from './faults.ts';
import { clockLost } from './lost-clock.ts';
import { noteFault } from './scenario.ts';

/** Faults of a kiosk's process, power, network, clock and climate. */
export const kioskFaults = {
  'process-killed': eachKiosk(hourMs, (kiosk) =>
    atWorst(kiosk, () => {
      noteFault(kiosk.scenario, 'process-killed');
      kiosk.computer.kill('kill -9');
    }),
  ),
  'power-cut': eachKiosk(2 * hourMs, (kiosk) =>
    atWorst(kiosk, () => {
      noteFault(kiosk.scenario, 'power-cut');
      kiosk.powerOff();
      kiosk.scenario.time.after(somewhat(kiosk.scenario, 500, 10 * minuteMs), () => kiosk.powerOn());
    }),
  ),
  'network-gone': eachKiosk(4 * hourMs, (kiosk, { network }) => {
    noteFault(kiosk.scenario, 'network-gone');
    during(
      kiosk.scenario,
      somewhat(kiosk.scenario, 10_000, hourMs),
      () => network.lose(kiosk.computer),
      () => network.gone.delete(kiosk.computer),
    );
  }),
  'clock-jumps': eachKiosk(4 * hourMs, (kiosk) => {
    noteFault(kiosk.scenario, 'clock-jumps');
    const years = kiosk.scenario.random.pick([-30, -6, -1, -0.001, 0, 0.0001, 0.01, 2, 20], 'trouble: years');
    kiosk.computer.clock.offsetMs = Math.round(years * 365.25 * 24 * hourMs);
    kiosk.scenario.log.begin(kiosk.name, () => bilingual(`the clock jumps by ${years} years`, `时钟跳变 ${years} 年`));
  }),
  'clock-drifts': eachKiosk(8 * hourMs, (kiosk) => {
    noteFault(kiosk.scenario, 'clock-drifts');
    kiosk.computer.clock.drift = kiosk.scenario.random.pick([-0.01, -0.0001, 0, 0.0001, 0.02], 'trouble: drift');
  }),
  'clock-lost': eachKiosk(40 * minuteMs, clockLost),
  heat: eachKiosk(6 * hourMs, (kiosk) => {
    noteFault(kiosk.scenario, 'heat');
    const { cabinet } = kiosk.site;
    during(
      kiosk.scenario,
      somewhat(kiosk.scenario, 10 * minuteMs, 2 * hourMs),
      () => cabinet.setClimate(520, 60),
      () => cabinet.setClimate(215, 48),
    );
  }),
} satisfies Partial<Record<FaultKind, FaultAction>>;
