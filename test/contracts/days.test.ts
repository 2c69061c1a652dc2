import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Day, Month, Year } from '../../shared/contracts/fleet/common.ts';
import { NewSuspension, SpanQuery, SuspensionChange } from '../../shared/contracts/fleet/history.ts';
import { MachineChange, Move, NewMachine, Retire } from '../../shared/contracts/fleet/registration.ts';
import { addDays, type LocalDay, parseDay, yearOf, zoneOf } from '../../shared/rules/calendar.ts';

const machine = { machine: 'JX-1', name: 'x', region: '360102', site: 'x' };
const place = { region: '360102', site: 'x' };

/** Every date that the fleet's API accepts, by its place. */
const entries: readonly [string, (day: string) => { success: boolean }][] = [
  ['a first day in service', (inServiceFrom) => NewMachine.safeParse({ ...machine, inServiceFrom })],
  ['a corrected first day', (inServiceFrom) => MachineChange.safeParse({ inServiceFrom })],
  ['a move', (from) => Move.safeParse({ ...place, from })],
  ['a last day in service', (until) => Retire.safeParse({ until, reason: 'x' })],
  ['a suspension', (from) => NewSuspension.safeParse({ from, reason: 'moved' })],
  ['a suspension’s end', (until) => NewSuspension.safeParse({ from: '2000-01-01', until, reason: 'moved' })],
  ['a changed suspension', (from) => SuspensionChange.safeParse({ from })],
  ['a changed suspension’s end', (until) => SuspensionChange.safeParse({ until })],
  ['a span’s beginning', (from) => SpanQuery.safeParse({ from })],
  ['a span’s end', (to) => SpanQuery.safeParse({ to })],
];

describe.each(entries)('%s', (_, parse) => {
  it.each(['2000-01-01', '2026-11-29', '2199-12-31'])('may be %s', (day) => expect(parse(day).success).toBe(true));
  it.each(['0001-01-01', '0028-12-31', '0999-12-31', '1999-12-31', '2200-01-01', '9999-12-31', '20281-12-31', '2026-02-29', '2026-1-1', ''])(
    'is never %j',
    (day) => expect(parse(day).success).toBe(false),
  );
});

describe('a day that is accepted', () => {
  it('can be dated and counted from by every rule', () => {
    const shanghai = zoneOf('Asia/Shanghai');
    const days = fc.date({ min: new Date('0000-01-01'), max: new Date('9999-12-31'), noInvalidDate: true });
    fc.assert(
      fc.property(days, (date) => {
        const text = date.toISOString().slice(0, 10);
        if (!Day.safeParse(text).success) return;
        const day = parseDay(text) as LocalDay;
        for (const shift of [-400, 0, 400]) {
          const at = shanghai.begins(addDays(day, shift));
          expect(shanghai.dayOf(at)).toBe(day + shift);
        }
      }),
    );
  });

  it('is in the years that are valid for a month and a year', () => {
    for (const year of [1999, 2000, 2199, 2200]) {
      const taken = Day.safeParse(`${year}-06-15`).success;
      expect(Month.safeParse(`${year}-06`).success).toBe(taken);
      expect(Year.safeParse(String(year)).success).toBe(taken);
      expect(yearOf(parseDay(`${year}-06-15`) as LocalDay)).toBe(year);
    }
    expect(Month.safeParse('0000-01').success).toBe(false);
  });
});
