import type { OutOfService } from '../../../shared/contracts/reported.ts';
import type { ScreenMessage } from '../../../shared/screen/message.ts';
import type { Facts } from '../facts.ts';
import { limitsOf } from '../limits.ts';
import type { RuntimeState } from '../runtime-state.ts';

/** Why the machine gives nothing out, in the screen's plain words. */
export function outOfServiceMessage(
  facts: Facts,
  runtime: RuntimeState,
  reason: OutOfService | 'stopped',
): ScreenMessage {
  switch (reason) {
    case 'disk':
      return { key: 'cannot-record' };
    case 'starting':
      return { key: 'starting' };
    case 'door-open':
      return { key: 'door-open' };
    case 'stopped':
      return { key: 'stopped' };
    case 'board-lost':
    case 'sensor-suspect':
      return { key: 'fault' };
    case 'climate':
      return { key: climateKey(facts, runtime) };
  }
}

function climateKey(facts: Facts, { climate }: RuntimeState): 'too-hot' | 'too-cold' | 'too-damp' {
  const { tempMinDeciC, humidityMaxPct } = limitsOf(facts.books);
  if (climate.humidityPct !== null && climate.humidityPct > humidityMaxPct) return 'too-damp';
  return climate.tempDeciC !== null && climate.tempDeciC < tempMinDeciC ? 'too-cold' : 'too-hot';
}
