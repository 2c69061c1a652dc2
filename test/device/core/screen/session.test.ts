import { describe, expect, it } from 'vitest';
import { dayFrom, type LocalDay } from '../../../../shared/rules/calendar.ts';
import { isWiped, screenConfig, screenKiosk } from '../../../support/device/screen-side.ts';
import { jam, noDrop, one, planned, refused } from '../../../support/device/values.ts';

const adult = '000000199001010018';
const yesterday = dayFrom(2026, 5, 31) as LocalDay;
const other = '000000196606010017';
describe('a session at the screen', () => {
  it('gives one box to a person who chose and identified', () => {
    const at = screenKiosk().ready();
    expect(at.shows.screen).toBe('idle');
    at.choose();
    expect(at.shows).toMatchObject({ screen: 'identify', ways: ['card', 'code'], offer: { product: 'CD-M' } });
    at.lay(adult);
    expect(at.shows).toMatchObject({ screen: 'dispensing', offer: { product: 'CD-M' } });
    at.kiosk.looked();
    at.kiosk.turned(one);
    expect(at.shows).toMatchObject({ screen: 'take', lot: 'A1', expires: '2028-12-31' });
    at.kiosk.pass(8_000);
    expect(at.shows.screen).toBe('idle');
    expect(at.kiosk.disk.events().filter(({ kind }) => kind === 'issued')).toHaveLength(1);
  });

  it('takes the card first, too', () => {
    const at = screenKiosk().ready();
    at.lay(adult);
    expect(at.shows).toMatchObject({ screen: 'choose', identified: true });
    expect(at.kiosk.agent.screen().tone).toBe('card-read');
    at.choose();
    expect(at.shows.screen).toBe('dispensing');
  });

  it('case 4: choosing ends after 45 s with a warning at 25 s, more time is given, large type doubles it', () => {
    const at = screenKiosk().ready();
    at.act({ do: 'start' });
    expect(at.kiosk.agent.screen().leaving).toEqual({ inMs: 45_000, warnInMs: 25_000 });
    for (let times = 0; times < 10; times++) {
      at.kiosk.pass(44_000);
      at.act({ do: 'more-time' });
    }
    at.kiosk.pass(44_999);
    expect(at.shows.screen).toBe('choose');
    at.kiosk.pass(1);
    expect(at.shows.screen).toBe('idle');
    at.act({ do: 'large-type', on: true });
    at.act({ do: 'start' });
    expect(at.kiosk.agent.screen().leaving).toEqual({ inMs: 90_000, warnInMs: 50_000 });
  });

  it('case 5: refuses the same card until the interval is over, by the calendar of the place', () => {
    const at = screenKiosk({ at: Date.parse('2026-03-01T12:00:00+08:00') }).ready();
    at.lay(adult);
    at.choose();
    at.kiosk.looked();
    at.kiosk.turned(one);
    at.kiosk.pass(8_000);
    at.kiosk.time.at = Date.parse('2026-03-22T23:59:00+08:00');
    at.lay(adult);
    expect(at.shows).toMatchObject({
      screen: 'ended',
      how: 'refused',
      message: { key: 'interval', interval: { every: 'days', days: 22 } },
    });
    at.kiosk.pass(60_000);
    at.lay(adult);
    expect(at.shows.screen).toBe('choose');
  });

  it('case 10: nothing fell, so no use is kept and the same card may try at once', () => {
    const at = screenKiosk({ lanes: [planned(1)] }).ready();
    at.choose();
    at.lay(adult);
    at.kiosk.looked();
    expect(at.kiosk.disk.uses).toHaveLength(1);
    at.kiosk.turned(noDrop);
    expect(at.shows).toMatchObject({ screen: 'ended', how: 'failed', mayChooseAgain: true });
    expect(at.kiosk.disk.uses).toEqual([]);
    at.act({ do: 'cancel' });
    at.kiosk.restock(1, 1);
    at.lay(adult);
    expect(at.shows).toMatchObject({ screen: 'choose', identified: true });
  });

  it('case 11: an uncertain use stays until it is settled: dropped by the board, kept by a count', () => {
    for (const settled of ['board', 'count'] as const) {
      const at = screenKiosk({ lanes: [planned(1)] }).ready();
      at.choose();
      at.lay(adult);
      at.kiosk.looked();
      at.kiosk.tell({ kind: 'lost', reason: 'port-gone' });
      at.kiosk.pass(60_000);
      expect(at.shows).toMatchObject({
        screen: 'ended',
        how: 'uncertain',
        message: { key: 'uncertain', incident: '1' },
      });
      expect(at.kiosk.disk.uses).toMatchObject([{ request: expect.any(String) }]);
      at.kiosk.boardReady();
      if (settled === 'board') {
        at.kiosk.turned(noDrop);
        expect(at.kiosk.disk.uses).toEqual([]);
      } else {
        at.kiosk.count(1, 4);
        expect(at.kiosk.disk.uses).toMatchObject([{ request: null }]);
      }
    }
  });

  it('case 12: killed at any step, at most one box falls, and the use follows the outcome', () => {
    for (const step of ['card', 'turning', 'turned'] as const) {
      const at = screenKiosk({ lanes: [planned(1)] }).ready();
      at.choose();
      at.lay(adult);
      if (step !== 'card') at.kiosk.looked();
      if (step === 'turned') at.kiosk.turned(one);
      at.restart();
      if (step === 'turning') {
        expect(at.shows).toMatchObject({ screen: 'idle', notice: { key: 'power-failed' } });
        at.kiosk.turned(one);
      }
      const issued = at.kiosk.disk.events().filter(({ kind }) => kind === 'issued');
      expect(issued).toHaveLength(step === 'card' ? 0 : 1);
      expect(at.kiosk.disk.uses.map(({ request }) => request)).toEqual(step === 'card' ? [] : [null]);
      expect(at.shows.screen).toBe('idle');
    }
  });

  it('case 15: 30 days later the use and its key are gone, and the ledger is as it was', () => {
    const at = screenKiosk().ready();
    at.choose();
    at.lay(adult);
    at.kiosk.looked();
    at.kiosk.turned(one);
    const { week, day } = at.kiosk.disk.uses[0] ?? { week: 0, day: 0 };
    const { length } = at.kiosk.disk.events();
    for (let passed = 0; passed < 30; passed++) {
      at.kiosk.pass(86_400_000);
      if (passed < 22) expect(at.kiosk.disk.uses).toHaveLength(1);
    }
    expect(at.kiosk.disk.uses).toEqual([]);
    expect(Math.max(...at.forgotten)).toBeGreaterThan(week);
    expect((week + 1) * 7 - day).toBeLessThanOrEqual(7);
    expect(at.kiosk.disk.events().slice(0, length)).toHaveLength(length);
  });

  it('case 16: a second card in a session is ignored with a sentence, and one box falls', () => {
    const at = screenKiosk().ready();
    at.lay(adult);
    at.lay(other);
    expect(at.kiosk.agent.screen().aside).toEqual({ key: 'second-card-ignored' });
    expect(at.reader.armed).toBe(false);
    at.choose();
    at.lay(other);
    at.kiosk.looked();
    at.kiosk.turned(one);
    at.lay(other);
    at.kiosk.pass(8_000);
    expect(at.shows.screen).toBe('idle');
    expect(at.kiosk.disk.events().filter(({ kind }) => kind === 'turning')).toHaveLength(1);
    expect(at.kiosk.disk.uses).toHaveLength(1);
  });

  it('case 17: a refusal shows the rule, and nothing of the card, its uses or their days', () => {
    const at = screenKiosk().ready();
    at.kiosk.agent.link.up();
    const young = '000000201001010019';
    at.kiosk.agent.link.message('config', screenConfig({ ages: { from: 18, to: 60 } }));
    at.lay(young);
    expect(at.shows).toMatchObject({ how: 'refused', message: { key: 'age', ages: { from: 18, to: 60 } } });
    const text = JSON.stringify(at.kiosk.agent.screen());
    for (const part of ['20100101', '2010', '0019', '"uses"', '"day"']) expect(text).not.toContain(part);
    at.act({ do: 'cancel' });
    at.lay(adult, { to: yesterday });
    expect(at.shows).toMatchObject({ how: 'refused', message: { key: 'card-expired' } });
  });

  it('wipes everything that it was given of a card', () => {
    const at = screenKiosk().ready();
    at.lay(adult);
    at.choose();
    expect(at.given.some((secret) => !isWiped(secret))).toBe(true);
    at.kiosk.looked();
    at.kiosk.turned(one);
    at.kiosk.pass(8_000);
    at.lay(adult);
    at.kiosk.pass(15_000);
    expect(at.given.length).toBeGreaterThan(3);
    expect(at.given.every(isWiped)).toBe(true);
  });

  it('after a jam the same person chooses again without a card, for a minute', () => {
    const at = screenKiosk({ lanes: [planned(1), planned(2, 'PILL')] }).ready();
    at.choose();
    at.lay(adult);
    at.kiosk.looked();
    at.kiosk.turned(jam);
    expect(at.shows).toMatchObject({ message: { key: 'jammed' }, mayChooseAgain: true });
    at.act({ do: 'back' });
    expect(at.shows).toMatchObject({ screen: 'choose', identified: true });
    at.choose('PILL');
    expect(at.shows.screen).toBe('dispensing');
  });

  it('an action on an earlier screen changes nothing: a double tap counts once', () => {
    const at = screenKiosk().ready();
    const { screen } = at.kiosk.agent.screen();
    expect(at.kiosk.agent.atScreen({ screen, action: { do: 'start' } })).toBe(true);
    expect(at.kiosk.agent.atScreen({ screen, action: { do: 'start' } })).toBe(false);
    expect(at.kiosk.agent.atScreen({ screen, action: { do: 'cancel' } })).toBe(false);
    expect(at.shows.screen).toBe('choose');
  });

  it('outside of a session nobody orders a box where persons identify', () => {
    const at = screenKiosk().ready();
    expect(at.kiosk.reply(at.kiosk.ask('CD-M'))).toEqual(refused('session-only'));
    expect(at.kiosk.ordered('look')).toEqual([]);
  });
});
