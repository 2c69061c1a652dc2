import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { DispenseBody, RemoveBody, RestockBody } from '../../../shared/contracts/kiosk-http.ts';
import { loadBehind, returnToFront, takeLot } from '../../../shared/ledger/lots.ts';
import { type TestKiosk, testKiosk } from '../../support/device/test-kiosk.ts';
import { lane, product } from '../../support/device/values.ts';
import { memoryDisk } from '../../support/memory-disk.ts';

const one = { kind: 'one' } as const;
const done = { kind: 'done', warnings: [] };
const refused = (refusal: string) => ({ kind: 'refused', refusal, lane: null });
const staff = { by: '王', pin: '2468' };

let kiosk: TestKiosk;
afterEach(() => kiosk.check());

/** Uses the schema of the kiosk's HTTP server, as a real request does. */
const ask = (request: string): number =>
  kiosk.hand({ kind: 'dispense', ...DispenseBody.parse({ request, product: 'CD-M' }) });

function restock(n: number, lot: string): unknown {
  const load = { lane: n, product: 'CD-M', lot, expires: '2028-12-31', added: 3 };
  const { by, lanes } = RestockBody.parse({ ...staff, lanes: [load] });
  return kiosk.reply(kiosk.hand({ kind: 'restock', by, lanes }));
}

const recall = (lot: string): void => {
  const lanes = [1, 2].map((n) => ({ lane: n, product: 'CD-M', capacity: 10, par: 10 }));
  kiosk.hear('config', { version: 1, lanes, recalls: [{ product: 'CD-M', lot }], limits: {} });
};

describe('one request under two spellings', () => {
  const id = '6f0f6f0e-3a3e-4d44-9f57-0c6c1c7a4b11';

  it('is one request: the same answer, and no second box', () => {
    kiosk = testKiosk().ready(5);
    const first = ask(id);
    kiosk.looked();
    kiosk.turned(one);
    for (const spelling of [id.toUpperCase(), '6F0F6f0e-3a3e-4d44-9f57-0c6c1c7a4b11'])
      expect(kiosk.reply(ask(spelling))).toEqual(kiosk.reply(first));
    expect(kiosk.vends()).toHaveLength(1);
  });

  it('waits for the same turn while it is on', () => {
    kiosk = testKiosk().ready(5);
    const first = ask(id);
    const second = ask(id.toUpperCase());
    kiosk.looked();
    kiosk.turned(one);
    expect(kiosk.reply(second)).toEqual(kiosk.reply(first));
    expect(kiosk.vends()).toHaveLength(1);
  });

  it('is one request also if an older version recorded it in capitals', () => {
    const disk = memoryDisk();
    kiosk = testKiosk({ disk }).ready(5);
    ask(id);
    kiosk.looked();
    kiosk.turned(one);
    const ledgers = disk.ledgers.map(({ id: of, lines }) => ({
      id: of,
      lines: lines.map((line) => line.replace(id, id.toUpperCase())),
      heads: [],
    }));
    kiosk = testKiosk({ disk: memoryDisk(ledgers) }).start();
    expect(kiosk.reply(ask(id))).toMatchObject({ kind: 'answer', answer: { request: id, outcome: 'issued' } });
    expect(kiosk.vends()).toHaveLength(0);
  });
});

describe('one lot under two spellings', () => {
  it('is recalled in any spelling, and what was typed is kept', () => {
    kiosk = testKiosk().ready(0);
    expect(restock(1, '２０２６０１Ａ')).toEqual(done);
    expect(restock(2, '202601a\u200b')).toEqual(done);
    expect(kiosk.lines('restocked').map(({ lot, lotTyped }) => [lot, lotTyped])).toEqual([
      ['202601A', '２０２６０１Ａ'],
      ['202601A', '202601a\u200b'],
    ]);
    recall('202601A');
    expect([1, 2].map((n) => kiosk.lane(n))).toMatchObject([
      { state: 'locked', reason: 'recalled' },
      { state: 'locked', reason: 'recalled' },
    ]);
    expect(restock(1, '202601 Ａ')).toMatchObject({ refusal: 'lot-recalled' });
  });

  it('is recalled by a recall that an older fleet sends unfolded', () => {
    kiosk = testKiosk().ready(0);
    restock(1, '202601A');
    recall('２０２６０１Ａ');
    expect(kiosk.lane(1)).toMatchObject({ state: 'locked', reason: 'recalled' });
  });

  it('is recalled if an older version recorded it as it was typed', () => {
    const disk = memoryDisk();
    kiosk = testKiosk({ disk }).ready(0);
    restock(1, '1');
    for (const { lines } of disk.ledgers)
      lines.splice(0, lines.length, ...lines.map((line) => line.replace('"lot":"1"', '"lot":"１"')));
    kiosk = testKiosk({ disk }).start();
    expect(kiosk.lane(1).lots).toEqual([{ lot: '1', expires: '2028-12-31', count: 3 }]);
    recall('1');
    expect(kiosk.lane(1)).toMatchObject({ state: 'locked', reason: 'recalled' });
  });

  it('stays one entry in the lane, and is taken out by either spelling', () => {
    kiosk = testKiosk().ready(0);
    restock(1, 'B2');
    restock(1, 'ｂ２');
    expect(kiosk.lane(1).lots).toHaveLength(1);
    const { by, removals } = RemoveBody.parse({ ...staff, lane: 1, removed: 6, reason: '损坏', lot: 'Ｂ 2' });
    expect(kiosk.reply(kiosk.hand({ kind: 'round', by, counts: [], removals, loads: [] }))).toMatchObject(done);
    expect(kiosk.lane(1).stock).toBe(0);
    restock(1, 'B2');
    expect(kiosk.remove(1, 3, 'ｂ2')).toEqual(done);
  });
});

describe('books that an older fleet kept with lots as they were typed', () => {
  const [old, expires] = [[{ lot: '１', expires: '2028-12-31', count: 2 }], '2028-12-31'];

  it('treat the folded lot as the same', () => {
    expect(loadBehind(old, '1', expires, 3)).toEqual([{ lot: '１', expires, count: 5 }]);
    expect(returnToFront(old, '1', expires)).toEqual([{ lot: '１', expires, count: 3 }]);
    const behind = [{ lot: 'B2', expires, count: 2 }, ...old];
    expect(takeLot(behind, '1', 2)).toEqual([{ lot: 'B2', expires, count: 2 }]);
  });
});

describe('whatever the inputs accept', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 40 }),
    fc.string({ unit: fc.constantFrom(...'aＡßŉ㎏ΐа\u200b\u0000\ud800 e\u0301\ufb2c𐀀'), maxLength: 70 }),
  );

  it('becomes lines that can be read back, never a refusal by the loop', () => {
    kiosk = testKiosk().ready(0);
    const recorded = (reply: unknown) => expect(reply).not.toMatchObject({ refusal: 'cannot-record' });
    fc.assert(
      fc.property(text, text, text, (by, lot, reason) => {
        const load = { lane: 1, product: 'CD-M', lot, expires: '2028-12-31', added: 1 };
        const loaded = RestockBody.safeParse({ pin: '2468', by, lanes: [load] });
        if (loaded.success)
          recorded(kiosk.reply(kiosk.hand({ kind: 'restock', by: loaded.data.by, lanes: loaded.data.lanes })));
        const taken = RemoveBody.safeParse({ pin: '2468', by, reason, lane: 1, removed: 1 });
        if (!taken.success) return;
        const { removals, by: who } = taken.data;
        recorded(kiosk.reply(kiosk.hand({ kind: 'round', by: who, counts: [], removals, loads: [] })));
      }),
      { numRuns: 1_000 },
    );
    expect(kiosk.lines('restocked').length).toBeGreaterThan(50);
  });
});

describe('a line that nobody could read back', () => {
  const load = { lane: lane(1), product: product('CD-M'), expires: '2028-12-31', added: 3 };

  it.each([
    ['a lot that grows', { by: '王', lanes: [{ ...load, lot: 'ß'.repeat(17) }] }],
    ['a lot that is not folded', { by: '王', lanes: [{ ...load, lot: 'b2' }] }],
    ['nobody’s name', { by: '', lanes: [{ ...load, lot: 'B2' }] }],
    [
      'one bad line among good ones',
      {
        by: '王',
        lanes: [
          { ...load, lot: 'B2' },
          { ...load, lot: 'ｂ' },
        ],
      },
    ],
  ])('is not written, and the person who entered it is informed: %s', (_what, entry) => {
    kiosk = testKiosk().ready(0);
    const before = kiosk.last();
    expect(kiosk.reply(kiosk.hand({ kind: 'restock', ...entry }))).toEqual(refused('cannot-record'));
    expect(kiosk.last()).toBe(before);
    expect(kiosk.agent.health()).toMatchObject({ disk: { state: 'ok' } });
    expect(restock(1, 'B2')).toEqual(done);
    expect(kiosk.lane(1).stock).toBe(3);
  });

  it('of a turn that was about to begin starts no motor, and the next request is served', () => {
    kiosk = testKiosk().ready(5);
    const ticket = kiosk.ask();
    kiosk.looked({ drops: 0.5 });
    expect(kiosk.reply(ticket)).toEqual(refused('cannot-record'));
    expect(kiosk.vends()).toHaveLength(0);
    expect(kiosk.dispense('CD-M', one)).toMatchObject({ answer: { outcome: 'issued' } });
  });

  it('that must be written takes the kiosk out of service until it can be, and nothing is lost or repeated', () => {
    kiosk = testKiosk().ready(5);
    kiosk.tell({ kind: 'climate', tempDeciC: 900.5, humidityPct: 10 });
    expect(kiosk.agent.health()).toMatchObject({ inService: false, disk: { code: 'line-unreadable' } });
    expect(kiosk.reply(kiosk.ask())).toEqual(refused('cannot-write'));
    kiosk.tell({ kind: 'climate', tempDeciC: 200, humidityPct: 10 });
    kiosk.pass(5_000);
    expect(kiosk.agent.health()).toMatchObject({ inService: true, disk: { state: 'ok' } });
    expect(kiosk.dispense('CD-M', one)).toMatchObject({ answer: { outcome: 'issued' } });
  });
});
