import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HandlingKind } from '../../../shared/contracts/fleet/flag.ts';
import type { Finding } from '../../../shared/rules/finding.ts';
import {
  clearRetired,
  type Flag,
  type HandlingStep,
  handle,
  handlingOf,
  inChargeOf,
  isOpen,
  sinceOf,
  transition,
} from '../../../shared/rules/flag.ts';
import { causeOf, flagKinds } from '../../../shared/rules/flag-rules.ts';
import { belowPace, jam, offline, oneOfEach, restock } from '../../support/findings.ts';

const look = (previous: readonly Flag[], findings: readonly Finding[], now: number, undecided: string[] = []) =>
  transition('JX-1', previous, { findings, undecided }, now);

const acknowledge = (flag: Flag, by: string, note: string, at: number): Flag =>
  handle(flag, { kind: 'acknowledged', by, note, at, to: null });

describe('a flag', () => {
  it('lives: raised, seen again, acknowledged, cleared, raised again', () => {
    const first = look([], [jam(3)], 10);
    expect(first.raised).toEqual([
      {
        machine: 'JX-1',
        cause: 'lane-jam:3',
        finding: jam(3),
        raised: { at: 10, finding: jam(3) },
        acknowledged: null,
        cleared: null,
      },
    ]);
    const again = look(first.open, [jam(3), jam(3)], 20);
    expect(again).toMatchObject({ raised: [], cleared: [], updated: [] });
    expect(again.open).toEqual(first.open);
    const seen = again.open.map((flag) => acknowledge(flag, 'li', 'on my way', 25));
    expect(seen[0]?.acknowledged).toEqual({ at: 25, by: 'li', note: 'on my way' });
    expect(seen.map((flag) => acknowledge(flag, 'wu', '', 26))).toEqual(seen);
    expect(seen.map((flag) => acknowledge(flag, 'wu', 'me too', 26).acknowledged)).toEqual([seen[0]?.acknowledged]);
    const kept = look(seen, [jam(3)], 28);
    expect(kept.open[0]?.acknowledged?.by).toBe('li');
    const gone = look(kept.open, [], 30);
    expect(gone.open).toEqual([]);
    expect(gone.cleared[0]).toMatchObject({
      raised: { at: 10 },
      acknowledged: { at: 25 },
      cleared: { at: 30, reason: 'facts' },
    });
    expect(gone.cleared.map((flag) => acknowledge(flag, 'wu', '', 31))).toEqual(gone.cleared);
    const anew = look(gone.cleared, [jam(3)], 40);
    expect(anew.raised[0]).toMatchObject({ raised: { at: 40 }, acknowledged: null });
    expect(anew.open).toHaveLength(1);
  });

  it('follows its details, and remembers what it was raised with', () => {
    const first = look([], [restock('CD-M', 9)], 10);
    const worse = look(first.open, [restock('CD-M', 4)], 20);
    expect(worse).toMatchObject({ raised: [], cleared: [] });
    expect(worse.updated[0]).toMatchObject({
      finding: { coverDays: 4 },
      raised: { at: 10, finding: { coverDays: 9 } },
    });
    expect(worse.open).toEqual(worse.updated);
  });

  it('neither appears nor goes while its cause is undecided', () => {
    const first = look([], [offline, jam(3)], 10);
    const restart = look(first.open, [], 20, ['offline']);
    expect(restart.open.map((flag) => flag.cause)).toEqual(['offline']);
    expect(restart.cleared.map((flag) => flag.cause)).toEqual(['lane-jam:3']);
    expect(look([], [offline], 20, ['offline']).open).toEqual([]);
  });

  it('shows the worse of two findings of one cause', () => {
    expect(look([], [restock('A', 9), restock('A', 1)], 1).open.map((f) => f.finding)).toEqual([restock('A', 1)]);
  });

  it('is cleared with its machine', () => {
    const [flag] = look([], [jam(1)], 1).open;
    expect(flag && clearRetired(flag, 9).cleared).toEqual({ at: 9, reason: 'retired' });
  });

  it('is never open twice for one cause, and the open ones are the facts', () => {
    const pool: readonly Finding[] = [...oneOfEach, jam(1), jam(2), restock('A', 3), restock('B', 9), belowPace(0, 10)];
    const facts = fc.array(fc.constantFrom(...pool), { maxLength: 8 });
    fc.assert(
      fc.property(fc.array(facts, { maxLength: 10 }), (looks) => {
        let open: readonly Flag[] = [];
        for (const [now, findings] of looks.entries()) {
          const before = new Set(open.map((flag) => flag.cause));
          const change = look(open, findings, now);
          open = change.open;
          const causes = open.map((flag) => flag.cause);
          expect(new Set(causes).size).toBe(causes.length);
          expect(new Set(causes)).toEqual(new Set(findings.map(causeOf)));
          expect(change.raised.every((flag) => !before.has(flag.cause) && isOpen(flag))).toBe(true);
          expect(change.cleared.every((flag) => before.has(flag.cause) && !isOpen(flag))).toBe(true);
          const ranks = open.map((flag) => flagKinds.indexOf(flag.finding.kind));
          expect(ranks).toEqual([...ranks].sort((a, b) => a - b));
        }
      }),
    );
  });
});

describe('what people do about a flag', () => {
  const raised = (): Flag => look([], [jam(3)], 10).open[0] as Flag;
  const steps = fc.array(
    fc.record({
      kind: fc.constantFrom(...HandlingKind.options),
      by: fc.constantFrom('li', 'wu'),
      note: fc.constantFrom('', 'on my way'),
      to: fc.constant('chen'),
    }),
    { maxLength: 12 },
  );
  const stepOf = (each: Omit<HandlingStep, 'at'>, at: number): HandlingStep => ({
    ...each,
    at,
    to: each.kind === 'assigned' ? each.to : null,
  });

  it('is only added to, no note is lost, and the person who took it on or was assigned last is in charge', () => {
    fc.assert(
      fc.property(steps, (all) => {
        let flag = raised();
        let inCharge: string | null = null;
        let taken: string | null = null;
        for (const [index, each] of all.entries()) {
          const before = handlingOf(flag);
          const step = stepOf(each, 100 + index);
          const after = handle(flag, step);
          expect(handlingOf(after).slice(0, before.length)).toEqual(before);
          if (step.note !== '') expect(handlingOf(after).at(-1)).toMatchObject({ note: step.note, by: step.by });
          if (step.kind === 'acknowledged' && taken === null) [taken, inCharge] = [step.by, step.by];
          if (step.kind === 'reopened') [taken, inCharge] = [null, null];
          if (step.kind === 'assigned') [taken, inCharge] = [null, 'chen'];
          flag = after;
          expect([flag.acknowledged?.by ?? null, inChargeOf(flag)]).toEqual([taken, inCharge]);
        }
        const kept = transition('JX-1', [flag], { findings: [jam(3)], undecided: [] }, 900).open[0] as Flag;
        expect(handlingOf(kept)).toEqual(handlingOf(flag));
      }),
    );
  });

  it('is read from flags of older versions, also if those wrote next to newer ones', () => {
    const acknowledged = { at: 25, by: 'li', note: 'on my way' };
    const old = { ...raised(), acknowledged };
    const step = { kind: 'acknowledged', ...acknowledged, to: null } as const;
    expect(handlingOf(old)).toEqual([step]);
    const again = handle(old, { kind: 'reopened', at: 30, by: 'wu', note: '', to: null });
    expect(handlingOf(again)).toEqual([step, { kind: 'reopened', at: 30, by: 'wu', note: '', to: null }]);
    const beside = { ...again, acknowledged: { at: 40, by: 'chen', note: '' } };
    expect([inChargeOf(beside), handlingOf(beside).length]).toEqual(['chen', 3]);
  });

  it('has a start: by its facts, else when it was raised, and never later than now', () => {
    const flagOf = (finding: Finding): Flag => look([], [finding], 50).open[0] as Flag;
    expect(sinceOf(flagOf({ kind: 'board-lost', since: 20 }), 60)).toBe(20);
    expect(sinceOf(flagOf({ kind: 'offline', since: null }), 60)).toBe(50);
    expect(sinceOf(flagOf(restock('CD-M', 4)), 60)).toBe(50);
    expect(sinceOf(flagOf({ kind: 'door-open', since: 90 }), 60)).toBe(60);
  });
});
