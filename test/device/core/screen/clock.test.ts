import { describe, expect, it } from 'vitest';
import { screenConfig, screenKiosk } from '../../../support/device/screen-side.ts';
import { one } from '../../../support/device/values.ts';

const adult = '000000199001010018';

describe('the clock and a session', () => {
  it('case 34: a clock that jumps to 2040 makes no child adult, ends no interval and forgets nothing', () => {
    const at = screenKiosk().ready();
    at.kiosk.agent.link.up();
    at.kiosk.agent.link.message('config', screenConfig({ ages: { from: 18, to: 60 } }));
    at.lay(adult);
    at.choose();
    at.kiosk.looked();
    at.kiosk.turned(one);
    at.kiosk.pass(8_000);
    const kept = [...at.kiosk.disk.uses];
    at.kiosk.time.at = Date.UTC(2040, 0, 1);
    at.kiosk.pass(7_200_000);
    at.lay('000000201001010019');
    expect(at.shows).toMatchObject({ message: { key: 'age' } });
    expect(at.kiosk.agent.screen().at).toBe(null);
    at.kiosk.pass(15_000);
    at.lay(adult);
    expect(at.shows).toMatchObject({ message: { key: 'interval' } });
    expect(at.kiosk.disk.uses).toEqual(kept);
  });
});
