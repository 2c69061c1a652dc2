import { type Day, scriptedDay } from '../scripted-day.ts';
import { shaChain } from './sha-chain.ts';

/** The results of the scripted day with a death at every point where a process may die. */
export interface CrashPoints {
  /** The day without a death. */
  readonly quiet: Day;
  /** How many points were tried. */
  readonly tried: number;
  readonly broken: readonly string[];
}

/**
 * Runs the scripted day once for every `every`-th point at which the kiosk's or the fleet's process
 * may die.
 */
export async function tryCrashPoints(every = 1): Promise<CrashPoints> {
  const quiet = await scriptedDay({ chain: shaChain });
  const broken = quiet.broken ? [`without a death: ${quiet.broken.rule}: ${quiet.broken.what}`] : [];
  let tried = 0;
  for (const [who, points] of [
    ['kiosk', quiet.kioskPoints],
    ['fleet', quiet.fleetPoints],
  ] as const)
    for (let at = 1; at <= points; at += every) {
      const day = await scriptedDay({
        chain: shaChain,
        ...(who === 'kiosk' ? { kioskDiesAt: at } : { fleetDiesAt: at }),
      });
      tried += 1;
      if (day.broken) broken.push(`${who}, point ${at}: ${day.broken.rule}: ${day.broken.what}`);
    }
  return { quiet, tried, broken };
}
