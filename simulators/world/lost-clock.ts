import type { Kiosk } from './kiosk.ts';
import { noteFault } from './scenario.ts';
import type { WorldParts } from './world-parts.ts';

const minuteMs = 60_000;
const dayMs = 86_400_000;

/**
 * Without a network the power is cut twice. The first time the clock is ahead, as it is after the machine was off for long or where the
 * clock is mad; what expires by it is locked. The second time the clock has lost the time: it stands in 1970 or months back.
 */
export function clockLost(of: Kiosk, { network }: WorldParts): void {
  const { scenario: scene, computer } = of;
  const { random: chance, log: diary, time } = scene;
  if (network.gone.has(computer)) return;
  noteFault(scene, 'clock-lost');
  const ahead = chance.chance(0.3, 'clock: mad')
    ? chance.between(20 * 365, 70 * 365, 'clock: days ahead')
    : chance.between(3, 650, 'clock: days ahead');
  const lost = chance.chance(0.3, 'clock: in 1970') ? -60 * 365 : -chance.between(10, 500, 'clock: days back');
  const restart = (days: number): void => {
    of.powerOff();
    computer.clock.offsetMs = days * dayMs;
    diary.tell(of.name, () => `the clock is ${days} days from the truth, and there is no network`);
    time.after(chance.between(500, 20_000, 'clock: no power'), () => of.powerOn());
  };
  network.lose(computer);
  restart(ahead);
  time.after(chance.between(90_000, 4 * minuteMs, 'clock: ahead for'), () => {
    if (scene.calm) return;
    restart(lost);
    time.after(chance.between(5 * minuteMs, 20 * minuteMs, 'clock: back for'), () => {
      if (scene.calm) return;
      computer.clock.offsetMs = 0;
      network.gone.delete(computer);
    });
  });
}
