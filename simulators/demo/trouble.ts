import { type Random, randomOf } from './random.ts';

/**
 * The troubles of machines on the day on which the demo begins: each makes the fleet report
 * something.
 */
export const troubles = [
  'offline',
  'silent',
  'jam',
  'empty',
  'expired',
  'expiring',
  'uncertain',
  'recalled',
  'no-power',
  'broken',
  'moved',
  'holiday',
  'board-lost',
  'sensor-suspect',
  'door-open',
  'climate',
  'clock-wrong',
  'config-pending',
  'drift',
  'new-ledger',
  'unreadable-line',
  'fork',
  'identity-twice',
] as const;
/** A trouble that a machine of the demo can have. */
export type Trouble = (typeof troubles)[number];

/** Share of all machines that have it; 2 % are offline at any time. */
const shares: Readonly<Record<Trouble, number>> = {
  offline: 0.02,
  silent: 0.006,
  jam: 0.025,
  empty: 0.02,
  expired: 0.008,
  expiring: 0.03,
  uncertain: 0.012,
  recalled: 0.003,
  'no-power': 0.004,
  broken: 0.004,
  moved: 0.004,
  holiday: 0.001,
  'board-lost': 0.003,
  'sensor-suspect': 0.002,
  'door-open': 0.002,
  climate: 0.002,
  'clock-wrong': 0.004,
  'config-pending': 0.005,
  drift: 0.0015,
  'new-ledger': 0.002,
  'unreadable-line': 0.001,
  fork: 0.001,
  'identity-twice': 0.0005,
};

/**
 * Which machine has which trouble: the shares are met as closely as whole machines allow, and each
 * kind occurs at least once if there are enough machines.
 */
export function allotTroubles(seed: number, machines: number): ReadonlyMap<number, Trouble> {
  const wanted = troubles.flatMap((trouble) => {
    const count = Math.round(shares[trouble] * machines);
    return Array<Trouble>(Math.max(count, machines >= 4 * troubles.length ? 1 : 0)).fill(trouble);
  });
  const free = shuffled(
    Array.from({ length: machines }, (_, index) => index),
    randomOf(seed, 'troubles'),
  );
  return new Map(wanted.slice(0, machines).map((trouble, at) => [free[at] ?? 0, trouble]));
}

function shuffled<T>(list: T[], random: Random): T[] {
  for (let last = list.length - 1; last > 0; last--) {
    const other = random.between(0, last);
    const [a, b] = [list[last], list[other]];
    if (a !== undefined && b !== undefined) [list[last], list[other]] = [b, a];
  }
  return list;
}
