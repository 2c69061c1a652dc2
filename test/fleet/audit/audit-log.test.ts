import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AuditLog } from '../../../fleet/audit/audit-log.ts';
import type { AuditedAct, AuditTrail, NotedAct } from '../../../fleet/ports/audit-trail.ts';
import { RefusedError } from '../../../fleet/refused.ts';
import type { AuditEntry } from '../../../shared/contracts/fleet/audit.ts';
import { noon } from '../../support/fleet/two-machines.ts';

const act: AuditedAct = {
  actor: { kind: 'user', name: 'wang' },
  address: '192.0.2.1',
  act: 'stopMachine',
  region: '360102',
  machine: 'JX-360102-0001',
  before: { reason: 'other' },
  after: { reason: 'repair' },
};

class Crash extends Error {}

/** A log over a list of entries. `before` may throw instead of keeping an entry. */
function logOver(before: (entry: Omit<AuditEntry, 'seq'>) => void = () => {}) {
  const entries: Omit<AuditEntry, 'seq'>[] = [];
  const failed: unknown[] = [];
  let now = noon;
  const log = new AuditLog({
    store: {
      appendAuditEntry: async (entry) => {
        before(entry);
        return entries.push(entry);
      },
    },
    clock: { now: () => now },
    failed: (_, error) => void failed.push(error),
  });
  return {
    log,
    entries,
    failed,
    pass: (ms: number): void => {
      now += ms;
    },
  };
}

const outcomes = (entries: readonly Omit<AuditEntry, 'seq'>[]) => entries.map(({ outcome, of }) => [outcome, of]);

describe('an act in the audit log', () => {
  it('is recorded before it is done and after it', async () => {
    const { log, entries } = logOver();
    const seen: number[] = [];
    await log.perform(act, () => void seen.push(entries.length));
    expect([seen, outcomes(entries)]).toEqual([
      [1],
      [
        ['begun', null],
        ['done', 1],
      ],
    ]);
    expect(entries[0]).toMatchObject({
      before: { reason: 'other' },
      after: { reason: 'repair' },
      machine: act.machine,
    });
    expect(entries[1]).toMatchObject({ before: null, after: { reason: 'repair' } });
  });

  it('that is refused or fails says so and why, and passes the error on', async () => {
    const { log, entries } = logOver();
    const refuse = () => Promise.reject(new RefusedError('retired', 'it is retired', '已退役'));
    await expect(log.perform(act, refuse)).rejects.toThrow('it is retired');
    await expect(log.perform(act, () => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
    expect(entries.map(({ outcome, why, after }) => [outcome, why, after !== null])).toEqual([
      ['begun', null, true],
      ['refused', 'it is retired', false],
      ['begun', null, true],
      ['failed', 'broken', false],
    ]);
  });

  it('is not done if it cannot be recorded', async () => {
    const { log, failed } = logOver(() => {
      throw new Error('disk full');
    });
    const done: string[] = [];
    await expect(log.perform(act, () => void done.push('done'))).rejects.toMatchObject({ code: 'unavailable' });
    expect([done, failed.map(String)]).toEqual([[], ['Error: disk full']]);
  });

  it('remains done if only its end cannot be recorded', async () => {
    const { log, entries, failed } = logOver(({ outcome }) => {
      if (outcome === 'done') throw new Error('disk full');
    });
    expect(await log.perform(act, () => 'result')).toBe('result');
    expect([outcomes(entries), failed.length]).toEqual([[['begun', null]], 1]);
  });
});

type Trail = Pick<AuditTrail, 'perform'>;

/** At which step something goes wrong, and whether the process is dead then or goes on. */
interface Trouble {
  readonly at: number;
  readonly isDead: boolean;
}

/**
 * A few changes, one after the other, of which one step goes wrong: a step is an entry or a change
 * that reaches the disk. Returns the changes without an entry that says so.
 */
async function changesWithoutTrace(trailOf: (log: AuditLog) => Trail, { at, isDead }: Trouble): Promise<number[]> {
  let steps = 0;
  const step = (): void => {
    steps += 1;
    if (steps === at || (isDead && steps > at)) throw new Crash('the disk refuses it');
  };
  const { log, entries } = logOver(step);
  const changed: number[] = [];
  const trail = trailOf(log);
  for (const lane of [1, 2, 3])
    await trail
      .perform({ ...act, after: { lane } }, () => {
        step();
        changed.push(lane);
      })
      .catch(() => undefined);
  const traced = new Set(entries.map(({ after }) => after?.lane));
  return changed.filter((lane) => !traced.has(lane));
}

describe('a crash, or a disk that refuses something', () => {
  const trouble = fc.record({ at: fc.integer({ min: 1, max: 12 }), isDead: fc.boolean() });
  const check = (trailOf: (log: AuditLog) => Trail) =>
    fc.check(
      fc.asyncProperty(trouble, async (given) => (await changesWithoutTrace(trailOf, given)).length === 0),
      { numRuns: 200 },
    );

  it('leaves no change without an entry, at whatever point it comes', async () => {
    expect(await check((log) => log)).toMatchObject({ failed: false });
  });

  const mistakes: Record<string, (log: AuditLog) => Trail> = {
    'is recorded only afterwards': (log) => ({
      perform: async (what, perform) => {
        const value = await perform();
        await log.note({ ...what, outcome: 'done' });
        return value;
      },
    }),
    'does not wait for its entry': (log) => ({
      perform: async (what, perform) => {
        const value = perform();
        await log.perform(what, () => undefined).catch(() => undefined);
        return value;
      },
    }),
    'goes on without its entry': (log) => ({
      perform: async (what, perform) => {
        await log.note({ ...what, outcome: 'done' }).catch(() => undefined);
        return perform();
      },
    }),
    'is not recorded at all': () => ({ perform: async (_, perform) => perform() }),
  };

  it.each(Object.entries(mistakes))('would leave one if an act %s', async (_, trailOf) => {
    expect(await check(trailOf)).toMatchObject({ failed: true });
  });
});

describe('what strangers can repeat', () => {
  const refused: NotedAct = {
    ...{
      actor: { kind: 'nobody', name: '' },
      act: 'sign-in-failed',
      region: '360000',
      user: 'wang',
      outcome: 'refused',
    },
    address: '192.0.2.1',
  };
  const counts = (entries: readonly Omit<AuditEntry, 'seq'>[]) =>
    entries.map(({ user, after }) => [user, after?.count]);

  it('is written once, and then once a minute with its number and some addresses', async () => {
    const { log, entries, pass } = logOver();
    for (let tries = 0; tries < 500; tries += 1) log.noteRepeated({ ...refused, address: `192.0.2.${tries % 9}` });
    log.tick();
    pass(60_000);
    log.tick();
    await log.close();
    expect(counts(entries)).toEqual([
      ['wang', undefined],
      ['wang', 499],
    ]);
    expect(entries[1]?.after?.addresses).toHaveLength(5);
  });

  it('is bounded whatever names are used', async () => {
    const { log, entries } = logOver();
    for (let tries = 0; tries < 5000; tries += 1) log.noteRepeated({ ...refused, user: `name-${tries}` });
    await log.close();
    expect(entries.length).toBeLessThan(210);
  });

  it('is never thrown back, and is written before the log is closed', async () => {
    const { log, entries, failed } = logOver(({ act: name }) => {
      if (name === 'token-refused') throw new Error('disk full');
    });
    log.noteRepeated({ ...refused, act: 'token-refused' });
    log.noteRepeated(refused);
    log.noteRepeated(refused);
    await log.close();
    expect([counts(entries), failed.length]).toEqual([
      [
        ['wang', undefined],
        ['wang', 1],
      ],
      1,
    ]);
  });
});

describe('the fields of an entry', () => {
  it('are only those that may be recorded, and bounded', async () => {
    const { log, entries } = logOver();
    const smuggled = {
      password: true,
      secret: 's3cret',
      secretHash: 'aa',
      telephone: '0791',
      note: `${'x'.repeat(900)}\ud800`,
    };
    await log.note({ ...act, after: smuggled, outcome: 'done', why: 'y'.repeat(5000) });
    expect(Object.keys(entries[0]?.after ?? {})).toEqual(['note', 'password']);
    expect(JSON.stringify(entries[0]).length).toBeLessThan(1500);
    await log.note({
      ...act,
      after: { lanes: Array.from({ length: 9999 }, (_, lane) => ({ lane })) },
      outcome: 'done',
    });
    expect(JSON.stringify(entries[1]).length).toBeLessThan(1500);
  });
});
