import { beforeEach, describe, expect, it } from 'vitest';
import { limits } from '../../fleet/limits.ts';
import type { BrokerRefusal } from '../../fleet/ports/broker.ts';
import { minute, name, virtualFleet } from '../support/fleet/virtual-fleet.ts';

let fleet: Awaited<ReturnType<typeof virtualFleet>>;

beforeEach(async () => {
  fleet = await virtualFleet();
});

const findings = () => fleet.service.state(name)?.flags.map(({ flag }) => flag.finding) ?? [];
const refuse = (why: BrokerRefusal, times = 1): void => {
  for (let count = 0; count < times; count += 1) fleet.service.refused(why, name);
};

describe('a message that no kiosk sends', () => {
  it.each(['foreign-topic', 'retained', 'oversized', 'protocol'] as const)(
    'flags its machine at once: %s',
    async (why) => {
      const since = fleet.now();
      refuse(why);
      await fleet.pass(minute);
      expect(findings()).toContainEqual({ kind: 'refused-messages', since, why });
    },
  );

  it('keeps its flag over a restart, until a day has passed since the last one', async () => {
    const since = fleet.now();
    refuse('retained');
    fleet.skip(limits.quotaMs - minute);
    refuse('foreign-topic');
    await fleet.restart();
    refuse('foreign-topic');
    fleet.skip(limits.quotaMs - 2 * minute);
    await fleet.pass(minute);
    expect(findings()).toContainEqual({ kind: 'refused-messages', since, why: 'retained' });
    await fleet.pass(2 * minute);
    expect(fleet.flags()).not.toContain('refused-messages');
  });
});

describe('somebody else as a machine', () => {
  it.each(['wrong-key', 'client-id', 'session', 'will'] as const)('is suspected at once: %s', async (why) => {
    const since = fleet.now();
    refuse(why);
    await fleet.pass(minute);
    expect(findings()).toContainEqual({ kind: 'impersonation', since, why });
  });

  it('is suspected after more wrong secrets than a kiosk with an outdated one tries', async () => {
    refuse('wrong-secret', limits.wrongSecrets - 1);
    await fleet.pass(minute);
    expect(fleet.flags()).not.toContain('impersonation');
    refuse('wrong-secret');
    await fleet.pass(minute);
    expect(findings()).toContainEqual(expect.objectContaining({ kind: 'impersonation', why: 'wrong-secret' }));
  });

  it('is not suspected if the same wrong secrets come over hours', async () => {
    for (let hour = 0; hour < 3; hour += 1) {
      refuse('wrong-secret', limits.wrongSecrets - 1);
      fleet.skip(limits.wrongSecretsWindowMs);
    }
    await fleet.pass(minute);
    expect(fleet.flags()).not.toContain('impersonation');
  });
});

describe('what a bad link or a stranger causes', () => {
  it('flags no machine', async () => {
    for (const why of ['slow-reader', 'rate', 'unknown-machine'] as const) refuse(why, limits.wrongSecrets);
    fleet.service.refused('oversized', null);
    fleet.service.refused('wrong-key', 'JX-999');
    await fleet.pass(minute);
    expect(fleet.flags().filter((kind) => kind === 'impersonation' || kind === 'refused-messages')).toEqual([]);
  });
});
