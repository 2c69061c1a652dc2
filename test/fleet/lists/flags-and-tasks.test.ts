import { describe, expect, it } from 'vitest';
import { rankText } from '../../../fleet/evaluate/severity.ts';
import { taskId } from '../../../fleet/lists/tasks.ts';
import { isWithin } from '../../../shared/areas/jiangxi.ts';
import { FlagQuery, TodayQuery } from '../../../shared/contracts/fleet-http.ts';
import { severityOf } from '../../../shared/rules/flag-rules.ts';
import { holds, machineAt } from '../../support/fleet/read-model.ts';

describe('what is kept up to date for all machines equals a plain evaluation of each', () => {
  it('as the open flags, the worst first', () => {
    holds((both, area, random) => {
      const query = FlagQuery.parse({
        limit: 1 + (random % 3),
        ...[
          {},
          { kind: 'offline' },
          { severity: ['high', 'low'] },
          { acknowledged: 'true' },
          { machine: machineAt(3) },
        ][random % 5],
      });
      const plain = both.states
        .flatMap((state) => state.flags.map((record) => ({ ...record, region: state.record.region })))
        .filter(
          ({ flag, region }) =>
            isWithin(region, area) &&
            (query.kind.length === 0 || query.kind.includes(flag.finding.kind)) &&
            (query.severity.length === 0 || query.severity.includes(severityOf(flag.finding))) &&
            (query.acknowledged === undefined || (flag.acknowledged !== null) === (query.acknowledged === 'true')) &&
            (query.machine === undefined || flag.machine === query.machine),
        )
        .sort((a, b) => {
          const [x, y] = [rankText(a.flag.finding), rankText(b.flag.finding)];
          if (x !== y) return x < y ? -1 : 1;
          return a.flag.raised.at - b.flag.raised.at || (a.id < b.id ? -1 : 1);
        })
        .map(({ id }) => id);
      const found: string[] = [];
      let cursor: string | undefined;
      do {
        const page = both.readModel.flags.page({ ...query, cursor }, area);
        expect(page.total).toBe(plain.length);
        for (const { record, state } of page.flags) expect(state.flags).toContainEqual(record);
        found.push(...page.flags.map(({ record }) => record.id));
        cursor = page.next ?? undefined;
      } while (cursor !== undefined && found.length <= 40);
      expect(found).toEqual(plain);
    });
  });

  it('as today’s tasks, without duplicates', () => {
    const taskOf: Readonly<Record<string, string>> = {
      offline: 'reach',
      silent: 'reach',
      'lane-jam': 'repair',
      'door-open': 'repair',
      'stock-take': 'books',
    };
    holds((both, area, random) => {
      const query = TodayQuery.parse({
        limit: 1 + (random % 3),
        ...[{}, { task: 'reach' }, { acknowledged: 'false' }, { task: ['books', 'repair'] }, { mine: 'true' }][
          random % 5
        ],
      });
      const tasks = new Map<
        string,
        { task: string; ranks: string[]; machine: string; seen: boolean; by: string | null }
      >();
      for (const { record, flags: open } of both.states)
        if (isWithin(record.region, area))
          for (const { flag } of open) {
            const task = taskOf[flag.finding.kind] ?? '';
            const id = `${record.machine}:${task}`;
            const known = tasks.get(id) ?? { task, ranks: [], machine: record.machine, seen: true, by: null };
            known.ranks.push(rankText(flag.finding));
            known.seen &&= flag.acknowledged !== null;
            known.by ??= flag.acknowledged?.by ?? null;
            tasks.set(id, known);
          }
      const plain = [...tasks]
        .filter(
          ([, { task, seen, by }]) =>
            (query.mine === undefined || by === 'wang') &&
            (query.task.length === 0 || query.task.some((each) => each === task)) &&
            (query.acknowledged === undefined || seen === (query.acknowledged === 'true')),
        )
        .map(([id, { ranks, machine: at, task }]) => ({ id, key: `${ranks.sort()[0]} ${at} ${task}` }))
        .sort((a, b) => (a.key < b.key ? -1 : 1))
        .map(({ id }) => id);
      const found: string[] = [];
      let cursor: string | undefined;
      do {
        const page = both.readModel.tasks.page({ ...query, cursor }, area, 'wang');
        expect(page.total).toBe(plain.length);
        for (const [task, count] of Object.entries(page.counts)) {
          const fit = [...tasks.values()].filter(
            (each) =>
              each.task === task &&
              (query.mine === undefined || each.by === 'wang') &&
              (query.acknowledged === undefined || each.seen === (query.acknowledged === 'true')),
          );
          expect(count, `${task}, whichever tasks are asked for`).toBe(fit.length);
        }
        expect(page.pace.reduce((sofar, each) => sofar + each.tasks, 0)).toBe(page.counts.pace);
        if (query.task.length === 0) expect(Object.values(page.counts).reduce((a, b) => a + b, 0)).toBe(page.total);
        found.push(...page.tasks.map(taskId));
        cursor = page.next ?? undefined;
      } while (cursor !== undefined && found.length <= 40);
      expect(found).toEqual(plain);
    });
  });
});
