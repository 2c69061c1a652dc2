import { bilingual } from '../../shared/contracts/meaning.ts';
import type { Kiosk } from './kiosk.ts';
import { noteFault } from './scenario.ts';
import type { WorldParts } from './world-parts.ts';

const minuteMs = 60_000;
const dayMs = 86_400_000;

/**
 * Without a network the power is cut twice. The first time the clock is ahead, as after a long time
 * without power or with a faulty clock; what expires by it is locked. The second time the clock has
 * lost the time: it shows 1970 or a time months back.
 */
export function clockLost(kiosk: Kiosk, { network }: WorldParts): void {
  const { scenario, computer } = kiosk;
  const { random, log, time } = scenario;
  if (network.gone.has(computer)) return;
  noteFault(scenario, 'clock-lost');
  const ahead = random.chance(0.3, 'clock: mad')
    ? random.between(20 * 365, 70 * 365, 'clock: days ahead')
    : random.between(3, 650, 'clock: days ahead');
  const lost = random.chance(0.3, 'clock: in 1970') ? -60 * 365 : -random.between(10, 500, 'clock: days back');
  const restart = (days: number): void => {
    kiosk.powerOff();
    computer.clock.offsetMs = days * dayMs;
    log.begin(kiosk.name, () =>
      bilingual(
        `the clock is ${days} days from the truth, and there is no network`,
        `时钟与实际相差 ${days} 天，而且没有网络`,
      ),
    );
    time.after(random.between(500, 20_000, 'clock: no power'), () => kiosk.powerOn());
  };
  network.lose(computer);
  restart(ahead);
  time.after(random.between(90_000, 4 * minuteMs, 'clock: ahead for'), () => {
    if (scenario.calm) return;
    restart(lost);
    time.after(random.between(5 * minuteMs, 20 * minuteMs, 'clock: back for'), () => {
      if (scenario.calm) return;
      computer.clock.offsetMs = 0;
      network.gone.delete(computer);
    });
  });
}
