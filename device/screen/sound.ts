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

/** Plays short tones without files. Nothing happens on a computer without sound. */
export function tonePlayer(): (tone: NonNullable<ScreenView['tone']>, volume: number) => void {
  let context: AudioContext | null = null;
  return (tone, volume) => {
    if (volume <= 0) return;
    try {
      context ??= new AudioContext();
      void context.resume();
      for (const [hertz, at, length] of tones[tone]) {
        const begin = context.currentTime + at;
        const oscillator = context.createOscillator();
        const gain = context.createGain();
        oscillator.frequency.value = hertz;
        gain.gain.setValueAtTime(0, begin);
        gain.gain.linearRampToValueAtTime((0.5 * volume) / 100, begin + 0.02);
        gain.gain.linearRampToValueAtTime(0, begin + length);
        oscillator.connect(gain).connect(context.destination);
        oscillator.start(begin);
        oscillator.stop(begin + length);
      }
    } catch {
      // The words say the same.
    }
  };
}
