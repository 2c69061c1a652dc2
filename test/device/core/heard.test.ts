import { afterEach, describe, expect, it } from 'vitest';
import { refusedLinks } from '../../../device/core/fleet-contact.ts';
import { type TestKiosk, testKiosk } from '../../support/device/test-kiosk.ts';

let kiosk: TestKiosk;
afterEach(() => kiosk.check());
const fleet = () => kiosk.agent.health().fleet;

describe('whether the fleet hears the kiosk', () => {
  it('is independent of giving out', () => {
    kiosk = testKiosk().ready();
    kiosk.pass(0);
    kiosk.agent.link.down('connect ECONNREFUSED');
    expect(kiosk.agent.health()).toMatchObject({ inService: true, fleet: 'unreachable' });
  });

  it('needs a receipt and not only a connection', () => {
    kiosk = testKiosk().ready();
    kiosk.linkUp();
    expect(fleet()).toBe('connecting');
    kiosk.pass(120_000);
    expect(fleet()).toBe('unanswered');
    kiosk.receipt();
    expect(fleet()).toBe('heard');
    kiosk.pass(600_000);
    expect(fleet()).toBe('heard');
    kiosk.restock(1, 1);
    kiosk.pass(120_000);
    expect(fleet()).toBe('unanswered');
  });

  it.each(refusedLinks)('is no if the fleet refuses it, also while it tries again: %s', (reason) => {
    kiosk = testKiosk().ready();
    kiosk.pass(0);
    kiosk.agent.link.down(reason);
    expect(fleet()).toBe('refused');
    kiosk.pass(2_000);
    expect(kiosk.agent.health().link.state).toBe('connecting');
    expect(fleet()).toBe('refused');
    expect(kiosk.logged.filter((line) => line.includes('服务器拒绝本机'))).toHaveLength(1);
  });
});
