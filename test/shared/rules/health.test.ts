import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays } from '../../../shared/rules/calendar.ts';
import { defaultRules } from '../../../shared/rules/defaults.ts';
import { driftOf, healthSigns, type LifeSigns, reachOf, silenceOf } from '../../../shared/rules/health.ts';
import type { RatePrior } from '../../../shared/rules/prior.ts';
import { tallyOf } from '../../../shared/rules/tally.ts';
import { daily, day, service, suspended } from '../../support/books.ts';

const rules = defaultRules;
const minutes = (n: number): number => n * 60_000;
const start = Date.UTC(2026, 5, 1);
const signs: LifeSigns = {
  inService: true,
  link: { up: true, since: start },
  lastHeartbeatAt: start + minutes(60),
  expectedSince: start,
  fleetUpSince: start,
  board: { answering: true, since: start + minutes(1) },
  lastIssuedAt: start + minutes(50),
};

describe('reach', () => {
  it('is lost after 15 minutes without a heartbeat', () => {
    expect(reachOf(signs, start + minutes(75) - 1, rules)).toBe('online');
    expect(reachOf(signs, start + minutes(75), rules)).toBe('offline');
  });

  it('does not count against a machine while the fleet was down', () => {
    // Down from minute 61 to minute 200: not offline before minute 215, whatever the last
    // heartbeat.
    const back = { ...signs, fleetUpSince: start + minutes(200) };
    expect(reachOf(back, start + minutes(200), rules)).toBe('waiting');
    expect(reachOf(back, start + minutes(215) - 1, rules)).toBe('waiting');
    expect(reachOf(back, start + minutes(215), rules)).toBe('offline');
    expect(reachOf({ ...back, lastHeartbeatAt: start + minutes(201) }, start + minutes(202), rules)).toBe('online');
  });

  it('gives a new machine, and one back in service, its time too', () => {
    const fresh = { ...signs, lastHeartbeatAt: null, expectedSince: start + minutes(300) };
    expect(reachOf(fresh, start + minutes(314), rules)).toBe('waiting');
    expect(reachOf(fresh, start + minutes(315), rules)).toBe('offline');
    const returned = { ...signs, expectedSince: start + minutes(300) };
    expect(reachOf(returned, start + minutes(314), rules)).toBe('waiting');
    expect(reachOf({ ...signs, inService: false }, start + minutes(1000), rules)).toBe('outOfService');
  });

  it('is never offline within 15 minutes of the fleet’s own start or of a heartbeat', () => {
    fc.assert(
      fc.property(fc.nat(400), fc.option(fc.nat(400)), fc.nat(400), fc.nat(500), (up, heard, expected, now) => {
        const lastHeartbeatAt = heard === null || heard > now ? null : start + minutes(heard);
        const at = {
          ...signs,
          fleetUpSince: start + minutes(up),
          lastHeartbeatAt,
          expectedSince: start + minutes(expected),
        };
        const latest = Math.max(up, expected, lastHeartbeatAt === null ? 0 : (heard ?? 0));
        expect(reachOf(at, start + minutes(now), rules) === 'offline').toBe(now - latest >= 15);
      }),
    );
  });
});

describe('the four signs of health', () => {
  it('are separate', () => {
    expect(healthSigns(signs, start + minutes(61), rules)).toEqual({
      linkUp: { state: 'yes', since: start },
      agentAlive: { state: 'yes', since: start + minutes(60) },
      hardwareAnswering: { state: 'yes', since: start + minutes(1) },
      lastIssuedAt: start + minutes(50),
    });
  });

  it('are unknown if nobody can know', () => {
    const dead = healthSigns(signs, start + minutes(100), rules);
    expect(dead.agentAlive.state).toBe('no');
    expect(dead.hardwareAnswering.state).toBe('unknown');
    const restarted = { ...signs, link: null, fleetUpSince: start + minutes(99) };
    const waiting = healthSigns(restarted, start + minutes(100), rules);
    expect([waiting.linkUp.state, waiting.agentAlive.state, waiting.hardwareAnswering.state]).toEqual([
      'unknown',
      'unknown',
      'unknown',
    ]);
  });

  it('keep link and agent apart: a link that is up with an agent that hangs', () => {
    expect(healthSigns(signs, start + minutes(80), rules)).toMatchObject({
      linkUp: { state: 'yes' },
      agentAlive: { state: 'no' },
    });
  });
});

describe('silence', () => {
  const sure = (perYear: number): RatePrior => ({ shape: (perYear / 365) * 1e7, days: 1e7, uneven: 1 });
  const quiet = (days: number) => {
    const today = addDays(day('2026-05-01'), days + 1);
    const history = { days: 365, boxes: 0, weeks: 0, scatter: 0 };
    return {
      books: { service: service('2025-01-01'), history, lastIssuedDay: day('2026-05-01'), ableFrom: day('2026-01-01') },
      today,
    };
  };

  // The reference's examples for a chance under 0.1 %: 9 days at 300 a year, 17 at 150, 3 at 870.
  it.each([
    [300, 9],
    [150, 17],
    [870, 3],
  ])('at %i a year is noted after %i whole days', (perYear, days) => {
    const before = quiet(days - 1);
    const then = quiet(days);
    expect(silenceOf(before.books, sure(perYear), before.today, rules)).toMatchObject({
      silent: false,
      quietDays: days - 1,
    });
    expect(silenceOf(then.books, sure(perYear), then.today, rules)).toMatchObject({ silent: true, quietDays: days });
    expect(silenceOf(then.books, sure(perYear), then.today, rules).chance).toBeCloseTo(
      Math.exp((-perYear * days) / 365),
      4,
    );
  });

  it('is not flagged if little is known', () => {
    // Five boxes in two days, then nine days with none. Prior Gamma(1, 1): (3 ÷ 12)^6 = 0.00024 for
    // a rate of 2 a day …
    const counts = daily(day('2026-05-01'), 2, 2.5);
    const history = tallyOf(counts, service('2026-05-01'), day('2026-05-01'), day('2026-05-11'));
    const books = {
      service: service('2026-05-01'),
      history,
      lastIssuedDay: day('2026-05-02'),
      ableFrom: day('2026-05-01'),
    };
    const prior = { shape: 1, days: 1, uneven: 1 };
    const nine = silenceOf(books, prior, day('2026-05-12'), rules);
    expect(nine.quietDays).toBe(9);
    expect(nine.chance).toBeCloseTo(0.25 ** 6, 10);
    // … but with a rate taken as exact, e^(−2 × 9), it would have been certain after four days:
    // e^(−2 × 4) = 0.0003.
    const four = tallyOf(counts, service('2026-05-01'), day('2026-05-01'), day('2026-05-06'));
    expect(silenceOf({ ...books, history: four }, prior, day('2026-05-07'), rules)).toMatchObject({
      quietDays: 4,
      silent: false,
    });
  });

  it('is evaluated by the days before the silence, so that a long one does not excuse itself', () => {
    const machine = service('2025-01-01');
    const counts = daily(day('2025-07-01'), 184, 1);
    const judged = (today: ReturnType<typeof day>) =>
      silenceOf(
        {
          service: machine,
          history: tallyOf(counts, machine, day('2025-07-01'), addDays(today, -1)),
          lastIssuedDay: day('2025-12-31'),
          ableFrom: day('2025-07-01'),
        },
        { shape: 1, days: 1, uneven: 1 },
        today,
        rules,
      );
    let last = 1;
    for (let days = 1; days <= 180; days += 1) {
      const { chance, quietDays } = judged(addDays(day('2026-01-01'), days));
      expect(quietDays).toBe(days);
      expect(chance).toBeLessThan(last);
      last = chance;
    }
  });

  it('leaves out days on which the machine could not give out, and starts again after a fault', () => {
    const { books, today } = quiet(30);
    expect(silenceOf({ ...books, ableFrom: null }, sure(300), today, rules)).toEqual({
      silent: false,
      quietDays: 0,
      chance: 1,
    });
    expect(silenceOf({ ...books, ableFrom: addDays(today, -3) }, sure(300), today, rules)).toMatchObject({
      quietDays: 3,
      silent: false,
    });
    const holiday = { ...books, service: service('2025-01-01', [suspended('2026-05-02', '2026-05-28')]) };
    expect(silenceOf(holiday, sure(300), today, rules)).toMatchObject({ quietDays: 3, silent: false });
    expect(
      silenceOf({ ...books, lastIssuedDay: null, ableFrom: addDays(today, -9) }, sure(300), today, rules).silent,
    ).toBe(true);
  });

  it('lets a campus have its holidays', () => {
    // A year of 35 weeks with 14 boxes and 17 without: two weeks without a box are normal there.
    const campus = { days: 364, boxes: 490, weeks: 52, scatter: 35 * 28 };
    const even = { days: 364, boxes: 490, weeks: 52, scatter: (52 * (490 / 52) ** 2) / 7 };
    const at = quiet(8);
    const chance = (history: typeof campus) =>
      silenceOf({ ...at.books, history }, { shape: 1, days: 1, uneven: 1 }, at.today, rules);
    expect(chance(even).silent).toBe(true);
    expect(chance(campus).silent).toBe(false);
  });
});

describe('drift', () => {
  const at = (last: number, ...stocks: number[]) => ({
    ledger: 'a',
    last,
    lanes: stocks.map((stock, i) => ({ lane: i + 1, product: 'CD-M', stock })),
  });

  it('is a difference at the same sequence only', () => {
    expect(driftOf(at(7, 3, 4), at(7, 3, 4))).toEqual([]);
    expect(driftOf(at(7, 3, 4), at(7, 3, 5))).toEqual([{ lane: 2, reported: 4, booked: 5 }]);
    expect(driftOf(at(8, 3, 4), at(7, 3, 5))).toBeNull();
    expect(driftOf({ ...at(7, 3), ledger: 'b' }, at(7, 4))).toBeNull();
    expect(driftOf(at(7, 3, 4), at(7, 3))).toEqual([{ lane: 2, reported: 4, booked: null }]);
    expect(driftOf(at(7), at(7, 3))).toEqual([{ lane: 1, reported: null, booked: 3 }]);
  });

  it('is another product in a lane, too', () => {
    const other = { ...at(7, 3), lanes: [{ lane: 1, product: 'CD-S', stock: 3 }] };
    expect(driftOf(at(7, 3), other)).toEqual([{ lane: 1, reported: 3, booked: 3 }]);
  });
});
