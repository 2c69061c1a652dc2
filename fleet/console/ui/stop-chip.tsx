import type { StopView } from '../../../shared/contracts/fleet-http.ts';
import { useTexts } from '../texts/texts.tsx';

const tones: Record<StopView['state'], string> = {
  none: '',
  asked: 'warn',
  'in-force': 'bad',
  unsupported: 'bad',
  ending: 'warn',
};

/** Says briefly that a machine is stopped. Renders nothing if it is not. */
export function StopChip({ of }: { of: StopView }) {
  const { stop } = useTexts();
  return of.state === 'none' ? null : <span className={`chip ${tones[of.state]}`}>{stop.state[of.state]}</span>;
}
