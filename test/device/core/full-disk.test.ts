import { afterEach, describe, expect, it } from 'vitest';
import { type TestKiosk, testKiosk } from '../../support/device/test-kiosk.ts';
import { one, planned } from '../../support/device/values.ts';

let kiosk: TestKiosk;
afterEach(() => kiosk.check());

describe('the disk fills at any commit of a day', () => {
  /** A day's work; every reply is either the normal one or `cannot-write`. */
  function day(at: TestKiosk) {
    at.start();
    at.boardReady();
    at.restock(1, 3);
    at.restock(2, 3, 'CD-M', 'B2', '2027-12-31');
    const serve = (results: readonly ({ kind: 'one' } | { kind: 'none'; reason: 'no-drop' })[]) => {
      at.ask('CD-M');
      for (const result of results) {
        if (at.board.orders.at(-1)?.kind === 'look') at.looked();
        if (at.board.orders.at(-1)?.kind === 'vend') at.turned(result);
      }
      at.pass(70_000);
    };
    serve([one]);
    serve([{ kind: 'none', reason: 'no-drop' }, one]);
    at.tell({ kind: 'door', state: 'open' });
    at.hear('config', { version: 1, lanes: [planned(1), planned(2, 'CD-L')] });
    at.count(2, 1);
    at.remove(2, 1);
    at.tell({ kind: 'door', state: 'closed' });
    serve([one]);
  }

  const commits = (() => {
    const whole = testKiosk();
    day(whole);
    return whole.disk.tries;
  })();

  it.each(Array.from({ length: commits }, (_, n) => n))('commit %i: books and boxes agree when it is over', (n) => {
    kiosk = testKiosk();
    kiosk.disk.failsAfter = n;
    day(kiosk);
    kiosk.disk.failing = null;
    kiosk.disk.failsAfter = null;
    kiosk.pass(70_000);
    expect(kiosk.agent.health().disk.state).toBe('ok');
    const turned = kiosk.vends().map(({ txn }) => txn);
    const ends = kiosk.disk.events().filter(({ kind }) => kind === 'issued' || kind === 'not-issued');
    expect(ends.map(({ txn }) => txn)).toEqual(turned);
    for (let ticket = 1; ticket < 30; ticket++) expect(kiosk.replies(ticket).length).toBeLessThanOrEqual(1);
  });
});
