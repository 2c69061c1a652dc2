import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { LbpNvram } from '../../../simulators/board/model/lbp/nvram.ts';
import { seededRandom } from '../../../simulators/board/model/random-source.ts';
import { Wire } from '../../../simulators/board/model/wire.ts';
import { ascii, LbpRig, lbpLine, type Seen } from '../../support/board-rig.ts';

const LANES = 4;

type Action =
  | { readonly do: 'ask'; readonly body: string }
  | { readonly do: 'run'; readonly ms: number }
  | { readonly do: 'off' | 'on' | 'hang' | 'door' }
  | { readonly do: 'fault'; readonly lane: number; readonly fault: 'none' | 'jam' | 'nothing' | 'late' | 'double' }
  | { readonly do: 'blind'; readonly lane: number; readonly blind: boolean }
  | { readonly do: 'crash'; readonly outputs: number }
  | { readonly do: 'stuck'; readonly stuck: boolean };

const lane = fc.integer({ min: 1, max: LANES });
const t = fc.integer({ min: 1, max: 6 });

const request = fc.oneof(
  { weight: 6, arbitrary: fc.tuple(t, lane).map(([id, n]) => `VEND ${id} ${n}`) },
  { weight: 1, arbitrary: lane.map((n) => `CLEAR ${n}`) },
  { weight: 1, arbitrary: fc.constantFrom('HELLO', 'TXN', 'STATUS', 'LANE 2', 'VEND', 'NONSENSE', 'VEND 3 9') },
);

const action: fc.Arbitrary<Action> = fc.oneof(
  { weight: 8, arbitrary: request.map((body): Action => ({ do: 'ask', body })) },
  { weight: 8, arbitrary: fc.integer({ min: 0, max: 6000 }).map((ms): Action => ({ do: 'run', ms })) },
  { weight: 3, arbitrary: fc.constantFrom<Action>({ do: 'off' }, { do: 'on' }, { do: 'hang' }, { do: 'door' }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('fault' as const),
      lane,
      fault: fc.constantFrom('none', 'jam', 'nothing', 'late', 'double'),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('blind' as const), lane, blind: fc.boolean() }) },
  { weight: 2, arbitrary: fc.integer({ min: 0, max: 4 }).map((outputs): Action => ({ do: 'crash', outputs })) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('stuck' as const), stuck: fc.boolean() }) },
);

function perform(rig: LbpRig, one: Action): void {
  switch (one.do) {
    case 'ask': {
      const before = rig.said.length;
      const wasReady = rig.board.ready;
      rig.ask(`9 ${one.body}`);
      const answers = rig.said.slice(before).filter((text) => /^9 (OK|ERR) /.test(text));
      if (rig.board.powered) expect(answers).toHaveLength(wasReady ? 1 : 0);
      else expect(answers.length).toBeLessThanOrEqual(1);
      return;
    }
    case 'run':
      rig.run(one.ms);
      return;
    case 'off':
      rig.off();
      return;
    case 'on':
      rig.board.powerOn(rig.nowMs, 'POWER');
      rig.perform();
      return;
    case 'hang':
      rig.board.hang(rig.nowMs);
      rig.perform();
      return;
    case 'door':
      rig.cabinet.setDoor(!rig.cabinet.doorOpen, rig.nowMs);
      rig.perform();
      return;
    case 'fault':
      rig.cabinet.setFault(one.lane, one.fault, one.fault === 'late' ? 4000 : 0);
      return;
    case 'blind':
      rig.cabinet.setBlind(one.lane, one.blind);
      return;
    case 'crash':
      rig.crashIn(one.outputs);
      return;
    case 'stuck':
      rig.cabinet.setStuck(one.stuck);
      return;
  }
}

const nvramOf = (one: Seen): LbpNvram | null => (one.what === 'saved' ? (JSON.parse(one.nvram) as LbpNvram) : null);

/** Every promise of LBP/1, over the whole history of a board. */
function checkPromises(rig: LbpRig): void {
  let nvram: LbpNvram | null = null;
  const turned = new Set<string>();
  const finals = new Map<number, string>();
  for (const one of rig.seen) {
    const saved = nvramOf(one);
    if (saved !== null) {
      if (nvram !== null) {
        expect(saved.t).toBeGreaterThanOrEqual(nvram.t);
        for (const [at, drops] of saved.drops.entries()) expect(drops).toBeGreaterThanOrEqual(nvram.drops[at] ?? 0);
      }
      if (saved.t > 0 && saved.result !== 'RUNNING') {
        expect(finals.get(saved.t) ?? saved.result).toBe(saved.result);
        finals.set(saved.t, saved.result);
      }
      nvram = saved;
    } else if (one.what === 'line' && one.line.kind === 'turn') {
      expect(nvram).toMatchObject({ t: Number(one.line.cause.slice(5)), n: one.line.lane, result: 'RUNNING' });
      expect(turned.has(one.line.cause)).toBe(false);
      turned.add(one.line.cause);
    } else if (one.what === 'sent' && one.text.startsWith('! DONE')) {
      const [, , id, n, result] = one.text.split(/[ *]/);
      expect(nvram).toMatchObject({ t: Number(id), n: Number(n), result });
    }
  }
}

/** At rest DROPS is what the sensor latched since the first transaction, and boxes add up. */
function checkRest(rig: LbpRig, loaded: number): void {
  rig.crashIn(Infinity);
  // The board may hold half a line, which would swallow the next question.
  rig.send(ascii('\n'));
  if (!rig.board.powered) rig.on();
  rig.run(20_000);
  const drops = rig.board.lastTransaction === null ? 0 : rig.cabinet.seenBy(rig.board.serial);
  let sum = 0;
  for (let n = 1; n <= LANES; n += 1) sum += Number(rig.ask(`1 LANE ${n}`).split(' ')[4]);
  expect(sum).toBe(drops);
  expect(rig.cabinet.boxes + rig.cabinet.falls.length).toBe(loaded);
}

test('whatever happens to the board, it keeps its promises', () => {
  fc.assert(
    fc.property(fc.array(action, { maxLength: 40 }), (actions) => {
      const rig = new LbpRig({ lanes: LANES, boxes: 3 }).on();
      for (const one of actions) perform(rig, one);
      checkRest(rig, 3 * LANES);
      checkPromises(rig);
    }),
    { numRuns: 600 },
  );
});

test('with a working sensor a final result reports what fell', () => {
  const honest = action.filter((one) => one.do !== 'stuck' && one.do !== 'blind' && one.do !== 'fault');
  fc.assert(
    fc.property(fc.array(honest, { maxLength: 40 }), (actions) => {
      const rig = new LbpRig({ lanes: LANES, boxes: 2 }).on();
      const results = new Map<number, string>();
      for (const one of actions) perform(rig, one);
      checkRest(rig, 2 * LANES);
      for (const one of rig.seen) {
        const saved = nvramOf(one);
        if (saved !== null && saved.t > 0) results.set(saved.t, saved.result);
      }
      for (const one of rig.seen) {
        if (one.what !== 'line' || one.line.kind !== 'turn') continue;
        const { turn, cause } = one.line;
        const fallen = rig.cabinet.falls.filter((fall) => fall.turn === turn).length;
        const result = results.get(Number(cause.slice(5)));
        if (result === 'DROPPED') expect(fallen).toBe(1);
        else if (result === 'UNKNOWN') expect(fallen).toBeLessThanOrEqual(1);
        else expect([result, fallen]).toEqual([result, 0]);
      }
    }),
    { numRuns: 400 },
  );
});

test('on a disturbed line no transaction turns twice, and no answer is invented', () => {
  const faults = fc.record({
    lose: fc.double({ min: 0, max: 0.3, noNaN: true }),
    corrupt: fc.double({ min: 0, max: 0.3, noNaN: true }),
    cut: fc.double({ min: 0, max: 0.3, noNaN: true }),
    duplicate: fc.double({ min: 0, max: 0.3, noNaN: true }),
    split: fc.double({ min: 0, max: 0.5, noNaN: true }),
    noise: fc.double({ min: 0, max: 0.3, noNaN: true }),
  });
  fc.assert(
    fc.property(faults, fc.integer(), fc.array(request, { maxLength: 40 }), (chances, seed, requests) => {
      const rig = new LbpRig({ lanes: LANES, boxes: 20 }).on();
      const wire = new Wire({ random: seededRandom(seed), baudRate: 115_200 });
      Object.assign(wire.toBoard.faults, chances);
      let id = 1;
      for (const body of requests) {
        wire.fromHost(ascii(lbpLine(`${id} ${body}`)), rig.nowMs);
        id += 1;
        for (let step = 0; step < 30; step += 1) {
          rig.run(100);
          for (let bytes = wire.toBoard.arrived(rig.nowMs); bytes !== null; bytes = wire.toBoard.arrived(rig.nowMs)) {
            rig.send(bytes);
          }
        }
      }
      checkRest(rig, 20 * LANES);
      checkPromises(rig);
    }),
    { numRuns: 150 },
  );
});

test('a board that is woken late does the same as one that is woken in time', () => {
  fc.assert(
    fc.property(fc.array(action, { maxLength: 30 }), (actions) => {
      const [punctual, late] = [true, false].map((wakes) => {
        const rig = new LbpRig({ lanes: LANES, boxes: 3 }).on();
        for (const one of actions) {
          if (one.do === 'crash') continue;
          if (one.do !== 'run') perform(rig.run(0), one);
          else if (wakes) rig.run(one.ms);
          else rig.nowMs += one.ms;
        }
        rig.run(60_000);
        // One late wake does everything that was due: the cabinet's events are handled at once, and
        // the board's own alarms after them.
        const isCabinet = ({ what }: (typeof rig.seen)[number]): boolean => what === 'line';
        return { cabinet: rig.seen.filter(isCabinet), board: rig.seen.filter((one) => !isCabinet(one)) };
      });
      expect(late).toEqual(punctual);
    }),
    { numRuns: 200 },
  );
});

test('any bytes at all: no crash, no turn, and no more answers than lines', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 200 })), (chunks) => {
      const rig = new LbpRig({ lanes: LANES }).on();
      for (const chunk of chunks) rig.send(chunk);
      rig.run(20_000);
      expect(rig.turns).toBe(0);
      expect(rig.said.length - 1).toBeLessThanOrEqual(chunks.reduce((sum, chunk) => sum + chunk.length, 0) / 8);
    }),
  );
});
