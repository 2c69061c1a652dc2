import type { ServerResponse } from 'node:http';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { StreamHub } from '../../fleet/adapters/http/stream.ts';
import { texts as en } from '../../fleet/console/texts/en/texts.ts';
import { flagTextValues } from '../../fleet/console/texts/flag-text.ts';
import { makeFormat } from '../../fleet/console/texts/format.ts';
import { lineTextValues } from '../../fleet/console/texts/ledger-line-text.ts';
import { texts as zh } from '../../fleet/console/texts/zh/texts.ts';
import { limits } from '../../fleet/limits.ts';
import { YearQuery } from '../../shared/contracts/fleet/area.ts';
import { FlagQuery, TodayQuery } from '../../shared/contracts/fleet/flag.ts';
import { MachineQuery } from '../../shared/contracts/fleet/machine.ts';
import { RestockQuery } from '../../shared/contracts/fleet/restock.ts';
import type { MachineId } from '../../shared/contracts/ids.ts';
import { withNullPrototype } from '../../shared/contracts/null-prototype.ts';
import { anyPlan, hostileLine, hostilePresence, hostileState } from '../support/fleet/hostile.ts';
import { lines, TestLedger } from '../support/fleet/kiosk.ts';
import { minute, name, start, virtualFleet } from '../support/fleet/virtual-fleet.ts';

const victim = 'JX-360102-0002' as MachineId;
const province = '360000';
const languages = [
  { texts: withNullPrototype(zh), format: makeFormat('zh', 'Asia/Shanghai') },
  { texts: withNullPrototype(en), format: makeFormat('en', 'Asia/Shanghai') },
];

const attack = fc.record({
  plan: anyPlan,
  steps: fc.array(
    fc.oneof(
      { weight: 4, arbitrary: fc.array(hostileLine, { minLength: 1, maxLength: 12 }).map((it) => ({ lines: it })) },
      { weight: 2, arbitrary: hostilePresence.map((it) => ({ presence: it })) },
      { weight: 1, arbitrary: hostileState.map((it) => ({ state: it })) },
    ),
    { maxLength: 12 },
  ),
});

type Fleet = Awaited<ReturnType<typeof virtualFleet>>;

/** A stream whose output is discarded. */
function listen({ service, now }: Fleet): StreamHub {
  const hub = new StreamHub(service, now, '1');
  const response = { writeHead: () => undefined, on: () => undefined, end: () => undefined, write: () => true };
  const reader = { area: province, user: 'reader', session: null, mayStill: async () => true };
  hub.open(reader, { ...response, writableLength: 0 } as unknown as ServerResponse);
  return hub;
}

/** Every page that shows the machine: none may fail, and each response must be serializable. */
async function lookAtAll({ service, store }: Fleet): Promise<void> {
  const { queries: answers } = service;
  const page = await answers.machine(name);
  const events = await store.events(name, { after: null, order: 'newest', kinds: [], limit: 500 });
  for (const { at, received } of events.events) {
    expect(at).toBeGreaterThanOrEqual(limits.earliestAt);
    expect(at).toBeLessThanOrEqual(received);
  }
  await store.events(name, { after: null, order: 'oldest', kinds: ['issued'], limit: 500 });
  const flags = answers.flags(FlagQuery.parse({}), province);
  const all = [
    page,
    events,
    await flags,
    await answers.issues(name),
    await answers.stock(name),
    await answers.pace(name),
    answers.config(name),
    answers.today(TodayQuery.parse({}), province, 'wang'),
    await answers.machines(MachineQuery.parse({}), province),
    await answers.region(province, province),
    await answers.restock(RestockQuery.parse({}), province),
    await answers.yearReport(YearQuery.parse({}), province),
  ];
  expect(JSON.stringify(structuredClone(all)).length).toBeGreaterThan(0);
  for (const { texts, format } of languages) {
    for (const { line } of events.events) {
      const kind = typeof line?.kind === 'string' ? line.kind : '?';
      const sentence =
        line &&
        texts.events[kind]?.(
          lineTextValues(
            line,
            texts.words,
            format,
            (code) => code,
            (code) => code,
          ),
        );
      expect(typeof (sentence ?? '')).toBe('string');
    }
    for (const flag of (await flags).flags) {
      const words = texts.flags[flag.kind];
      const it = flagTextValues(
        flag,
        format,
        (code) => code,
        (code) => code,
      );
      expect(`${words?.title(it)} ${words?.why(it)} ${texts.nextSteps[flag.next]}`).not.toContain('undefined');
    }
  }
}

describe('whatever a machine sends', () => {
  it('harms nobody: its lines are folded as far as they can be read, and every page responds', async () => {
    await fc.assert(
      fc.asyncProperty(attack, async ({ plan, steps }) => {
        const fleet = await virtualFleet();
        const { service } = fleet;
        const about = { region: '360102', site: 'clinic' as const, address: null, inServiceFrom: '2026-01-01' };
        await service.registry.register({ machine: victim, name: victim, ...about }, 'test');
        await service.configuration.configure(
          name,
          { basedOn: null, lanes: plan, recalls: [], limits: {} } as never,
          'test',
        );
        const hub = listen(fleet);
        const ledger = new TestLedger();
        service.connected(name, 1);
        for (const step of steps) {
          if ('presence' in step) service.message(name, 'presence', step.presence, step.presence.length);
          else if ('state' in step) service.message(name, 'state', step.state, step.state.length);
          else {
            const first = ledger.lines.length + 1;
            ledger.write(...step.lines);
            await fleet.take(ledger, first);
          }
          fleet.skip(minute);
        }
        const good = new TestLedger().write(lines.booted(start), lines.configured(start), lines.restocked(start, 8));
        const text = good.write(...lines.box(start)).batch();
        service.message(victim, 'events', text, text.length);
        await service.idle();
        await service.tick();
        for (const news of fleet.news) hub.publish(news);
        hub.close();

        expect([service.storeError, service.setAside()]).toEqual([null, []]);
        expect(fleet.news.filter((each) => each.kind === 'not-evaluated')).toEqual([]);
        expect(service.state(name)?.account.seq).toBe(ledger.lines.length);
        expect((await fleet.store.view(victim))?.row.issued.total).toBe(1);
        await service.configuration.configure(
          name,
          {
            basedOn: service.state(name)?.config?.config.version ?? null,
            lanes: plan,
            recalls: [],
            limits: {},
          } as never,
          'test',
        );
        await lookAtAll(fleet);
      }),
      { numRuns: 60 },
    );
  });
});
