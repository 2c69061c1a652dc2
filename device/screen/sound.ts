import type { ScreenView } from '../../shared/screen/view.ts';

/** Notes of a tone: frequency in Hz, start and length in s. */
const tones: Readonly<
  Record<NonNullable<ScreenView['tone']>, readonly (readonly [hertz: number, at: number, length: number])[]>
> = {
  'card-read': [[1_320, 0, 0.16]],
  dropped: [
    [784, 0, 0.16],
    [1_047, 0.18, 0.3],
  ],
  error: [
    [330, 0, 0.22],
    [262, 0.26, 0.34],
  ],
};

/**
 * Plays short tones without files, one at a time. On a computer without sound a tone never ends:
 * then no further one is begun, so that nothing piles up.
 */
export function tonePlayer(): (tone: NonNullable<ScreenView['tone']>, volume: number) => void {
  let context: AudioContext | null = null;
  let sounding = 0;
  const note = (to: AudioContext, hertz: number, begin: number, length: number, loud: number): void => {
    const oscillator = to.createOscillator();
    const gain = to.createGain();
    oscillator.frequency.value = hertz;
    gain.gain.setValueAtTime(0, begin);
    gain.gain.linearRampToValueAtTime(loud, begin + 0.02);
    gain.gain.linearRampToValueAtTime(0, begin + length);
    oscillator.connect(gain).connect(to.destination);
    sounding += 1;
    oscillator.onended = () => {
      gain.disconnect();
      sounding -= 1;
    };
    oscillator.start(begin);
    oscillator.stop(begin + length);
  };
  return (tone, volume) => {
    if (volume <= 0 || sounding > 0) return;
    try {
      context ??= new AudioContext();
      void context.resume();
      for (const [hertz, at, length] of tones[tone])
        note(context, hertz, context.currentTime + at, length, (0.5 * volume) / 100);
    } catch {
      // The words say the same.
    }
  };
}
