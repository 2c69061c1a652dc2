import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Cabinet } from '../../../simulators/board/model/cabinet.ts';
import type { CabinetLine } from '../../../simulators/board/model/cabinet-lines.ts';

function facts(cabinet: Cabinet): unknown {
  const lanes = Array.from({ length: cabinet.lanes }, (_, at) => ({ ...cabinet.lane(at + 1) }));
  const { falls, turns, boxes, stuck, doorOpen, tempDeciC, humidityPct } = cabinet;
  return { lanes, falls, turns, boxes, stuck, doorOpen, tempDeciC, humidityPct, seen: cabinet.seenBy('B1') };
}

const lane = fc.integer({ min: 1, max: 4 });
const action = fc.oneof(
  fc.record({ do: fc.constantFrom('turn', 'home', 'empty', 'fill', 'blind', 'see') as fc.Arbitrary<string>, lane }),
  fc.record({
    do: fc.constantFrom('jam', 'none', 'late', 'double', 'nothing') as fc.Arbitrary<string>,
    lane,
  }),
  fc.record({ do: fc.constantFrom('stop', 'stuck', 'door', 'cold', 'deaf', 'hear') as fc.Arbitrary<string>, lane }),
);

function perform(
  cabinet: Cabinet,
  name: string,
  on: number,
  nowMs: number,
  listener: Parameters<Cabinet['attach']>[0],
): void {
  const free = cabinet.turningLane === null && cabinet.lane(on)?.absent === false;
  if (name === 'turn' && free) cabinet.turn(on, nowMs, 'B1', 'vend 1');
  else if (name === 'home' && free) cabinet.home(on, nowMs, 'B1', 'clear');
  else if (name === 'empty') cabinet.take(on, 2, nowMs);
  else if (name === 'fill') cabinet.put(on, 3, nowMs);
  else if (name === 'blind' || name === 'see') cabinet.setBlind(on, name === 'blind');
  else if (name === 'jam' || name === 'none' || name === 'double' || name === 'nothing')
    cabinet.setFault(on, name, 0, 2);
  else if (name === 'late') cabinet.setFault(on, 'late', 3000);
  else if (name === 'stop') cabinet.stop(nowMs);
  else if (name === 'stuck') cabinet.setStuck(!cabinet.stuck);
  else if (name === 'door') cabinet.setDoor(!cabinet.doorOpen, nowMs);
  else if (name === 'cold') cabinet.setClimate(-120, null);
  else if (name === 'deaf') cabinet.detach(listener);
  else if (name === 'hear') cabinet.attach(listener);
}

test('whatever happens, boxes add up, and the lines give the same cabinet again', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(action, fc.integer({ min: 0, max: 4000 })), { maxLength: 60 }), (actions) => {
      const lines: CabinetLine[] = [];
      const cabinet = new Cabinet({ lanes: 4, absent: [4], boxes: 5, onLine: (line) => lines.push(line) });
      let seen = 0;
      const sensorSaw = (): void => {
        seen += 1;
      };
      const listener = { serial: 'B1', sensorSaw, motorHome: () => {}, doorMoved: () => {} };
      cabinet.attach(listener);
      let nowMs = 0;
      for (const [one, forMs] of actions) {
        perform(cabinet, one.do, one.lane, nowMs, listener);
        nowMs += forMs;
        cabinet.advance(nowMs);
      }
      const sum = (kind: 'put' | 'took'): number =>
        lines.reduce((total, line) => (line.kind === kind ? total + line.boxes : total), 0);
      expect(cabinet.boxes + cabinet.falls.length).toBe(15 + sum('put') - sum('took'));
      for (let n = 1; n <= 4; n += 1) expect(cabinet.lane(n)?.boxes).toBeGreaterThanOrEqual(0);
      expect(cabinet.seenBy('B1')).toBe(seen);
      expect(facts(new Cabinet({ lanes: 9, past: lines }))).toEqual(facts(cabinet));
    }),
    { numRuns: 500 },
  );
});

test('no motor turns while another does, and none in a lane without one', () => {
  const cabinet = new Cabinet({ lanes: 3, absent: [3], boxes: 1 });
  cabinet.turn(1, 0, 'B1', 'vend 1');
  expect(() => cabinet.turn(2, 1, 'B1', 'vend 2')).toThrow('lane 2 asked to turn while lane 1 turns');
  cabinet.advance(5000);
  expect(() => cabinet.turn(3, 5000, 'B1', 'vend 3')).toThrow('lane 3 has no motor');
  expect(() => cabinet.turn(4, 5000, 'B1', 'vend 4')).toThrow('no lane 4');
});

test('a box that is in the air or hangs at the edge is not given twice', () => {
  const cabinet = new Cabinet({ lanes: 1, boxes: 1 });
  cabinet.setFault(1, 'late', 60_000);
  cabinet.turn(1, 0, 'B1', 'vend 1');
  cabinet.advance(5000);
  cabinet.setFault(1, 'none');
  cabinet.turn(1, 5000, 'B1', 'vend 2');
  expect(cabinet.take(1, 5, 5000)).toBe(0);
  cabinet.advance(100_000);
  expect(cabinet.falls).toMatchObject([{ turn: 1 }]);
});
