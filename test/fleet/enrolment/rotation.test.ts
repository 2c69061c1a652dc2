import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Rotation } from '../../support/fleet/rotation.ts';
import { type Step, steps } from '../../support/fleet/rotation-parts.ts';

/** A kiosk that has connected with a key of its own. */
const enrolled: readonly Step[] = (['code', 'enrol', 'connect'] as const).map((kind) => ({
  kind,
  fault: { at: 'nowhere' },
}));

describe('a kiosk and its fleet', () => {
  it('keep the identity that the fleet relies on, if the kiosk asks for another one before it noted that', async () => {
    const rotation = new Rotation();
    const lost = { kind: 'renew', fault: { at: 'request' } } as const;
    const noted = { kind: 'connect', fault: { at: 'kiosk', write: 0, isDone: false } } as const;
    const renewed = { kind: 'renew', fault: { at: 'nowhere' } } as const;
    for (const step of [...enrolled, renewed, noted, lost]) await rotation.take(step);
    expect(rotation.canConnect()).toBe(true);
    expect(await rotation.connects()).toBe(true);
  });

  it('never lose each other and never have two identities, whatever fails', async () => {
    await fc.assert(
      fc.asyncProperty(fc.boolean(), fc.array(steps, { minLength: 1, maxLength: 20 }), async (isEnrolled, plan) => {
        const rotation = new Rotation();
        for (const step of isEnrolled ? [...enrolled, ...plan] : plan) {
          await rotation.take(step);
          expect(rotation.canConnect()).toBe(true);
          expect(rotation.isOwn()).toBe(true);
          expect(rotation.hasTwo()).toBe(false);
          expect(rotation.connectedKeys()).toBeLessThan(2);
        }
        expect(await rotation.connects()).toBe(true);
        expect(rotation.connectedKeys()).toBeLessThan(2);
      }),
      { numRuns: Number(process.env.TEST_RUNS ?? 100) },
    );
  });
});
