import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { LaneFault } from '../../../simulators/board/model/cabinet-lines.ts';
import { frameBytes } from '../../../simulators/board/model/vmc3/frame.ts';
import { drive, Vmc3Rig } from '../../support/vmc3-rig.ts';

test('over any line and any day, a command turns at most one motor and boxes add up', () => {
  const lane = fc.integer({ min: 1, max: 3 });
  const action = fc.oneof(
    lane.map((n) => ({ do: 'drive' as const, n })),
    fc.integer({ min: 0, max: 8000 }).map((ms) => ({ do: 'run' as const, ms })),
    fc.constantFrom({ do: 'off' as const }, { do: 'on' as const }, { do: 'hang' as const }, { do: 'clear' as const }),
    fc.record({ do: fc.constant('fault' as const), n: lane, fault: fc.constantFrom('none', 'jam', 'late', 'double') }),
    fc.record({ do: fc.constant('spoil' as const), bytes: fc.uint8Array({ maxLength: 20 }) }),
  );
  fc.assert(
    fc.property(fc.array(action, { maxLength: 30 }), (actions) => {
      const rig = new Vmc3Rig({ reports: 0 }).on();
      let packNo = 0;
      for (const one of actions) {
        if (one.do === 'drive') {
          packNo += 1;
          rig.toSay.push(frameBytes(0x06, drive(packNo, one.n)));
        } else if (one.do === 'run') rig.run(one.ms);
        else if (one.do === 'off') rig.off();
        else if (one.do === 'on') rig.board.powerOn(rig.nowMs, 'POWER');
        else if (one.do === 'hang') rig.board.hang(rig.nowMs);
        else if (one.do === 'clear') rig.toSay.push(frameBytes(0x70, [0, 0x32, 1]));
        else if (one.do === 'fault') rig.cabinet.setFault(one.n, one.fault as LaneFault, 3000);
        else rig.board.received(one.bytes, rig.nowMs);
        rig.perform();
      }
      rig.board.powerOn(rig.nowMs, 'POWER');
      rig.run(60_000);
      const causes = rig.turned.map((turn) => turn.cause);
      expect(new Set(causes).size).toBe(causes.length);
      expect(rig.cabinet.boxes + rig.cabinet.falls.length).toBe(15);
      const delivered = rig.said.filter((text) => / lane \d 02$/.test(text)).length;
      const seen = rig.cabinet.falls.filter((fall) => fall.by !== null);
      expect(delivered).toBeLessThanOrEqual(new Set(seen.map((fall) => fall.box)).size);
    }),
    { numRuns: 300 },
  );
});
