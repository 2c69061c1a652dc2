import type { ScreenSettings } from '../contracts/eligibility.ts';

/** How loud tones are at an hour of the local day, 0 to 23, in %. */
export function volumeAt(
  { volume, volumeHours }: Pick<ScreenSettings, 'volume' | 'volumeHours'>,
  hour: number,
): number {
  const holds = ({ from, to }: { from: number; to: number }): boolean =>
    from <= to ? hour >= from && hour < to : hour >= from || hour < to;
  return volumeHours.find(holds)?.volume ?? volume;
}
