import { describe, expect, it } from 'vitest';
import { lines, TestLedger } from '../support/fleet/kiosk.ts';
import { city, lanes, registered, say } from '../support/fleet/recalls.ts';
import { virtualFleet } from '../support/fleet/virtual-fleet.ts';

describe('the place of a lot', () => {
  it('is found in whichever spelling it is typed, inside the area', async () => {
    const fleet = await virtualFleet();
    const here = await registered(fleet, 'HERE-1', '360103');
    const away = await registered(fleet, 'AWAY-1', '360403');
    for (const machine of [here, away]) {
      const ledger = new TestLedger().write(
        lines.booted(fleet.now()),
        lines.configured(fleet.now(), lanes, 1),
        lines.restocked(fleet.now(), 5, 1, 'CD-M', 'AB 2026-7'),
      );
      await say(fleet, machine, ledger, 1);
    }
    const { lotQueries } = fleet.service;
    const found = (lot: string) => lotQueries.lots({ lot, limit: 50 }, '360000');
    for (const typed of ['ab2026-7', 'ＡＢ２０２６－７', ' AB 2026-7 ', '2026'])
      expect(found(typed)).toMatchObject({ total: 2, boxes: 10 });
    expect(found('AB2026-70').total).toBe(0);
    expect(found('A').total).toBe(0);
    expect(lotQueries.lots({ lot: 'ab2026-7', limit: 50 }, city).machines).toEqual([
      {
        machine: here,
        name: here,
        region: '360103',
        lanes: [{ lane: 1, product: 'CD-M', lot: 'AB2026-7', expires: '2028-12-31', count: 5 }],
      },
    ]);
    const page = lotQueries.lots({ lot: '2026', limit: 1 }, '360000');
    expect(page.machines[0]?.machine).toBe(away);
    expect(lotQueries.lots({ lot: '2026', limit: 1, cursor: page.next ?? '' }, '360000')).toMatchObject({
      machines: [{ machine: here }],
      next: null,
    });
  });
});
