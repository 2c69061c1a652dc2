import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Hole, places } from './hole.ts';

/** `blocked`: the attacker got nothing. `open`: they got what they wanted. */
export type Verdict = 'blocked' | 'open';

/** One attack on a running process `T`. */
export interface Attack<T> {
  /** The number by which SECURITY.md and reports name it, unique in the suite. */
  readonly id: string;
  /** What the attacker tries. */
  readonly title: string;
  /** The defence without which it opens. Several attacks may share one. */
  readonly hole: string;
  /** Tries it. It must leave the process usable for the next attack. */
  attempt(target: T): Promise<Verdict>;
}

/** A process under attack. */
export interface Running {
  stop(): Promise<void>;
}

/** What the attacks of one file share. */
export interface AttackSuite<T extends Running> {
  /** Starts the process with these defences taken out. */
  readonly start: (holes: readonly Hole[]) => Promise<T>;
  readonly holes: readonly Hole[];
  readonly attacks: readonly Attack<T>[];
  /**
   * Whether the attacks take long. Then `npm test` tries them on the program as it ships only, and
   * `npm run attacks` also without the defences.
   */
  readonly isLong?: boolean;
}

const isWhole = process.env.ATTACKS === 'whole';
const startMs = 60_000;

/**
 * Tests that each attack is blocked by the program as it ships, and opens once its defence is taken
 * out. The second half proves that the attack would be seen.
 */
export function attackSuite<T extends Running>(door: string, suite: AttackSuite<T>): void {
  const { start, holes, attacks, isLong = false } = suite;
  const asShipped = { program: 'as it ships', planted: [] as readonly Hole[], verdict: 'blocked' };
  const withHoles = { program: 'without its defences', planted: holes, verdict: 'open' };
  describe(`attacks on ${door}`, () => {
    it.each(holes)('the defence "$name" stands once in its file', (hole) => {
      expect(places(hole)).toBe(1);
    });

    it('gives each attack its own id and a hole of the list, and uses every hole', () => {
      expect(new Set(attacks.map(({ id }) => id)).size).toBe(attacks.length);
      expect([...new Set(attacks.map(({ hole }) => hole))].sort()).toEqual(holes.map(({ name }) => name).sort());
    });

    describe.each(isLong && !isWhole ? [asShipped] : [asShipped, withHoles])('$program', ({ planted, verdict }) => {
      let target: T;
      beforeAll(async () => {
        target = await start(planted);
      }, startMs);
      afterAll(() => target?.stop());

      it.each(attacks)(`$id: $title: ${verdict}`, async ({ attempt }) => {
        expect(await attempt(target)).toBe(verdict);
      });
    });
  });
}
