import { describe, expect, it } from 'vitest';
import { screenKiosk } from '../../../support/device/screen-side.ts';
import { noDrop, planned } from '../../../support/device/values.ts';

const adult = '000000199001010018';

describe('what is not given', () => {
  it('case 36: out of service for each reason, in plain words', () => {
    const at = screenKiosk();
    at.kiosk.start();
    expect(at.shows).toMatchObject({ screen: 'out-of-service', message: { key: 'starting' } });
    at.ready();
    at.kiosk.tell({ kind: 'door', state: 'open' });
    expect(at.shows).toMatchObject({ screen: 'out-of-service', message: { key: 'door-open' } });
    at.kiosk.tell({ kind: 'door', state: 'closed' });
    for (const [tempDeciC, key] of [
      [450, 'too-hot'],
      [-200, 'too-cold'],
    ] as const) {
      at.kiosk.tell({ kind: 'climate', tempDeciC, humidityPct: 40 });
      expect(at.shows).toMatchObject({ screen: 'out-of-service', message: { key } });
    }
    at.kiosk.tell({ kind: 'climate', tempDeciC: 200, humidityPct: 99 });
    expect(at.shows).toMatchObject({ message: { key: 'too-damp' } });
    at.kiosk.tell({ kind: 'climate', tempDeciC: 200, humidityPct: 40 });
    expect(at.shows.screen).toBe('idle');
    at.kiosk.tell({ kind: 'lost', reason: 'port-gone' });
    expect(at.shows).toMatchObject({ message: { key: 'fault' } });
  });

  it('going out of service ends a session that has not led to a turn', () => {
    const at = screenKiosk().ready();
    at.choose();
    at.kiosk.tell({ kind: 'door', state: 'open' });
    expect(at.shows.screen).toBe('out-of-service');
  });

  it('without any way to identify, the machine says so', () => {
    const at = screenKiosk({ front: { codes: false } }).ready();
    at.report({ kind: 'lost', reason: 'mute' });
    expect(at.shows).toMatchObject({ screen: 'out-of-service', message: { key: 'no-way-to-identify' } });
  });

  it('case 37: a document that no reader understands leads to the other ways', () => {
    const at = screenKiosk().ready();
    at.report({ kind: 'card-laid' }, { kind: 'card-failed', failure: 'unreadable' });
    expect(at.shows).toMatchObject({ screen: 'identify', ways: ['card', 'code'], message: { key: 'card-unreadable' } });
  });

  it('a constructed card is refused on a machine in use', () => {
    const at = screenKiosk({ front: { testCards: false } }).ready();
    at.lay(adult);
    expect(at.shows).toMatchObject({ screen: 'ended', how: 'refused', message: { key: 'card-test' } });
  });

  it('five wrong typed codes pause typing for a minute, then two; a card works meanwhile', () => {
    const at = screenKiosk().ready();
    at.choose();
    const wrong = () => {
      at.act({ do: 'code', code: '4821 7730' });
      return at.shows.screen === 'identify' ? at.shows.message : null;
    };
    for (let times = 0; times < 4; times++) expect(wrong()).toEqual({ key: 'code-wrong' });
    expect(wrong()).toEqual({ key: 'code-pause', seconds: 60 });
    at.kiosk.pass(30_000);
    expect(wrong()).toEqual({ key: 'code-pause', seconds: 30 });
    at.kiosk.pass(30_000);
    for (let times = 0; times < 4; times++) expect(wrong()).toEqual({ key: 'code-wrong' });
    expect(wrong()).toEqual({ key: 'code-pause', seconds: 120 });
    at.lay(adult);
    expect(at.shows.screen).toBe('dispensing');
  });

  it('no other lane is turned once the session has ended: nobody knows whose box it would be', () => {
    const at = screenKiosk({ lanes: [planned(1), planned(2)] }).ready();
    at.choose();
    at.lay(adult);
    at.kiosk.looked();
    const looks = at.kiosk.ordered('look').length;
    at.kiosk.disk.failing = 'disk-full';
    at.kiosk.turned(noDrop);
    expect(at.shows).toMatchObject({ screen: 'ended', how: 'uncertain' });
    at.kiosk.disk.failing = null;
    at.kiosk.pass(6_000);
    expect(at.kiosk.disk.events().filter(({ kind }) => kind === 'not-issued')).toHaveLength(1);
    expect(at.kiosk.ordered('look')).toHaveLength(looks);
    expect(at.kiosk.disk.uses).toEqual([]);
  });
});
