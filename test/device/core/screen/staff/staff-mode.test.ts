import { describe, expect, it } from 'vitest';
import { filler, staffKiosk, technician } from '../../../../support/device/staff-side.ts';
import { lane, noDrop, one } from '../../../../support/device/values.ts';

const visiting = (options: Parameters<typeof staffKiosk>[0] = {}) => {
  const visit = staffKiosk(options);
  visit.at.ready(5);
  return visit;
};

describe('signing in at the screen', () => {
  it('is by name and PIN, or by the shared PIN; each role has its own parts', () => {
    const visit = visiting();
    visit.at.act({ do: 'staff-mode' });
    expect(visit.shows).toEqual({
      step: 'sign-in',
      people: [
        { id: 'p-1', name: '王芳' },
        { id: 'p-2', name: '李军' },
      ],
      wrong: false,
      waitSeconds: 0,
    });
    visit.do({ do: 'sign-in', person: 'p-1', pin: 'p-2' });
    expect(visit.shows).toMatchObject({ step: 'sign-in', wrong: true });
    visit.staff.answer = { kind: 'wait', waitMs: 3_500 };
    visit.do({ do: 'sign-in', person: 'p-1', pin: 'p-1' });
    expect(visit.shows).toMatchObject({ step: 'sign-in', waitSeconds: 4 });
    visit.staff.answer = null;
    visit.do({ do: 'sign-in', person: 'p-1', pin: 'p-1' });
    expect(visit.shows).toMatchObject({ step: 'home', name: '王芳', role: 'filler' });
    expect(visit.shows).toMatchObject({ parts: ['round', 'jams', 'sensor', 'return', 'leave'] });
    visit.do({ do: 'sign-out' }).signIn(technician);
    expect(visit.shows).toMatchObject({ parts: ['jams', 'sensor', 'test', 'return', 'technician', 'leave'] });
    visit.do({ do: 'open', part: 'round' });
    expect(visit.shows).toMatchObject({ step: 'home' });
    visit.do({ do: 'sign-out' }).signIn(null);
    expect(visit.shows).toMatchObject({ name: null, role: null });
  });

  it('ends after three minutes without a touch, and without a sign-in after the time of a choice', () => {
    const visit = visiting().signIn();
    visit.kiosk.pass(179_000);
    visit.at.act({ do: 'touch' });
    visit.kiosk.pass(179_000);
    expect(visit.shows).toMatchObject({ step: 'home' });
    visit.kiosk.pass(1_000);
    expect(visit.at.shows.screen).toBe('idle');
    visit.at.act({ do: 'staff-mode' });
    visit.kiosk.pass(45_000);
    expect(visit.at.shows.screen).toBe('idle');
  });

  it('does nothing before a sign-in, and signs out a person who is struck off the list', () => {
    const visit = visiting();
    visit.at.act({ do: 'staff-mode' });
    visit.do({ do: 'open', part: 'technician' }, { do: 'lane', lane: lane(1) }, { do: 'confirm' });
    expect(visit.shows).toMatchObject({ step: 'sign-in' });
    visit.do({ do: 'sign-in', person: 'p-1', pin: 'p-1' });
    visit.kiosk.agent.handle({ kind: 'people', people: [technician] });
    expect(visit.at.shows.screen).toBe('idle');
    visit.staff.answer = { kind: 'right', person: filler };
    visit.signIn();
    expect(visit.shows).toMatchObject({ step: 'sign-in', wrong: true });
  });

  it('takes no box away that is on its way', () => {
    const visit = visiting();
    visit.at.choose();
    visit.at.lay('000000199001010018');
    visit.at.act({ do: 'staff-mode' });
    expect(visit.at.shows.screen).toBe('dispensing');
  });
});

describe('tasks of staff', () => {
  it('homes a jammed lane, and says if that did not work', () => {
    const visit = visiting();
    visit.kiosk.tell({ kind: 'lane', lane: lane(1), hardware: 'jam', drops: null });
    visit.signIn().do({ do: 'open', part: 'jams' });
    expect(visit.shows).toMatchObject({ lanes: [{ lane: 1, need: 'jam' }] });
    visit.do({ do: 'lane', lane: lane(1) }, { do: 'confirm' });
    expect(visit.shows).toMatchObject({ step: 'task', part: 'jams', lane: 1, state: 'working' });
    visit.do({ do: 'sign-out' });
    visit.kiosk.pass(2_000);
    visit.kiosk.tell({ kind: 'homed', lane: lane(1), hardware: 'ready', reason: null });
    expect(visit.shows).toMatchObject({ step: 'task', state: 'done' });
    expect(visit.kiosk.disk.events().findLast(({ kind }) => kind === 'tested')).toMatchObject({ person: 'p-1' });
  });

  it('a fleet command homes nothing while staff are at work', () => {
    const visit = visiting().signIn();
    visit.kiosk.linkUp();
    const id = '00000000-0000-4000-8000-000000000001';
    const command = { id, kind: 'clear', lane: 1, expires: visit.kiosk.time.at + 60_000 };
    visit.kiosk.agent.link.message('commands', JSON.stringify(command));
    expect(visit.kiosk.board.orders.filter(({ kind }) => kind === 'home')).toEqual([]);
  });

  it('trusts the sensor again by person', () => {
    const visit = visiting().signIn();
    visit.do({ do: 'open', part: 'sensor' }, { do: 'confirm' });
    expect(visit.shows).toMatchObject({ step: 'task', part: 'sensor', state: 'done' });
    expect(visit.kiosk.disk.events().at(-1)).toMatchObject({ kind: 'sensor', state: 'trusted', person: 'p-1' });
  });

  it('a test turn is taken out of the books and never counted as issued', () => {
    const visit = visiting().signIn(technician);
    visit.do({ do: 'open', part: 'test' }, { do: 'lane', lane: lane(1) }, { do: 'confirm' });
    visit.kiosk.looked();
    visit.kiosk.turned(one);
    expect(visit.shows).toMatchObject({ step: 'task', part: 'test', state: 'done', fell: 1 });
    expect(visit.kiosk.lane(1).stock).toBe(4);
    expect(visit.kiosk.disk.events().filter(({ kind }) => kind === 'issued' || kind === 'turning')).toEqual([]);
    expect(visit.kiosk.disk.events().slice(-3)).toMatchObject([
      { kind: 'tested', state: 'turning', purpose: 'test-turn', person: 'p-2' },
      { kind: 'tested', state: 'done', purpose: 'test-turn', fell: 1 },
      { kind: 'removed', lane: 1, removed: 1, stock: 4, reason: 'test-turn', person: 'p-2' },
    ]);
  });

  it('a test turn without a box marks the lane; one whose end nobody knows has to be counted', () => {
    const visit = visiting().signIn(technician);
    const test = { do: 'open', part: 'test' } as const;
    visit.do(test, { do: 'lane', lane: lane(1) }, { do: 'confirm' });
    visit.kiosk.looked();
    visit.kiosk.turned(noDrop);
    expect(visit.shows).toMatchObject({ state: 'failed', fell: 0 });
    expect(visit.kiosk.lane(1)).toMatchObject({ stock: 5, state: 'empty' });
    visit.do({ do: 'back' }, { do: 'lane', lane: lane(2) }, { do: 'confirm' });
    visit.kiosk.looked();
    visit.at.restart();
    expect(visit.kiosk.lane(2)).toMatchObject({ stock: 5, uncertain: 5 });
    visit.signIn().do({ do: 'open', part: 'leave' });
    expect(visit.shows).toMatchObject({ step: 'leave' });
    const bad = 'checks' in visit.shows ? visit.shows.checks.filter(({ isGood }) => !isGood) : [];
    expect(bad).toMatchObject([{ check: 'uncounted', lanes: [2] }]);
    visit.kiosk.count(2, 5);
    expect(visit.kiosk.lane(2)).toMatchObject({ stock: 5, uncertain: 0 });
  });

  it('refuses a test with the door open, and one that the board does not begin', () => {
    const visit = visiting().signIn(technician);
    visit.kiosk.tell({ kind: 'door', state: 'open' });
    visit.do({ do: 'open', part: 'test' }, { do: 'lane', lane: lane(1) }, { do: 'confirm' });
    expect(visit.shows).toMatchObject({ state: 'failed', problem: 'door-open' });
    visit.kiosk.tell({ kind: 'door', state: 'closed' });
    visit.do({ do: 'back' }, { do: 'lane', lane: lane(1) }, { do: 'confirm' });
    visit.kiosk.pass(60_000);
    expect(visit.shows).toMatchObject({ state: 'failed', problem: 'board-lost' });
    expect(visit.kiosk.disk.events().filter(({ kind }) => kind === 'tested')).toEqual([]);
  });
});

describe('the technician', () => {
  it('sees the kiosk and the last errors, and writes a bundle only while signed in', () => {
    const visit = visiting();
    expect(visit.kiosk.agent.bundle()).toBeNull();
    const errors = [{ at: 1, text: { en: 'a reader is lost', zh: '读卡器断开' } }];
    visit.staff.host = { ...visit.staff.host, disk: { freeBytes: 2 ** 30, totalBytes: 2 ** 33 }, errors };
    visit.signIn().do({ do: 'bundle' });
    expect(visit.kiosk.agent.bundle()).toBeNull();
    visit.do({ do: 'sign-out' }).signIn(technician).do({ do: 'open', part: 'technician' });
    expect(visit.shows).toMatchObject({ step: 'technician', stick: 'ready', page: { number: 1, of: 4 } });
    for (let page = 1; page < 4; page += 1) visit.do({ do: 'turn-page', to: 'next' });
    expect(visit.shows).toMatchObject({ topics: [], errors: [{ text: { zh: '读卡器断开' } }] });
    visit.do({ do: 'bundle' });
    expect(visit.shows).toMatchObject({ stick: 'written' });
    const [bundle] = visit.staff.written;
    expect(JSON.parse(bundle ?? '')).toMatchObject({ machine: 'TEST-1', health: { inService: true } });
    expect(bundle).not.toContain(technician.name);
  });
});

describe('with identification off', () => {
  it('nobody can start a dispense while staff are at work', () => {
    const visit = staffKiosk({ identifies: false });
    visit.at.ready(5);
    visit.signIn();
    expect(visit.kiosk.reply(visit.kiosk.ask('CD-M'))).toMatchObject({ refusal: 'busy' });
    visit.do({ do: 'sign-out' });
    expect(visit.kiosk.dispense('CD-M', one)).toMatchObject({ answer: { outcome: 'issued' } });
  });
});
