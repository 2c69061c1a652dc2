import { describe, expect, it } from 'vitest';
import { bagText, visiting } from '../../../../support/device/staff-side.ts';
import { lane, product } from '../../../../support/device/values.ts';

const round = { do: 'open', part: 'round' } as const;

describe('loading', () => {
  const loading = (change: object = {}) =>
    visiting(change)
      .signIn()
      .do(round, { do: 'lane', lane: lane(1) }, { do: 'boxes', boxes: 5 });
  const scan = (text: string) => ({ do: 'scan', text }) as const;

  it('case 26: a GS1 code fills in lot and expiry; an EAN-13 asks for both', () => {
    const visit = loading().do(scan(']d201020100000000141729013110B260105'));
    expect(visit.shows).toMatchObject({ ask: 'boxes', lot: 'B260105', expires: '2029-01-31', room: 5 });
    expect(loading().do(scan('2010000000014')).shows).toMatchObject({ ask: 'lot', problem: null });
  });

  it.each([
    ['another product', '010201000000002117290131' + '10B1', 'wrong-product'],
    ['a carton', '011201000000001117290131' + '10B1', 'carton'],
    ['31 June', '010201000000001417290631' + '10B1', 'code-no-day'],
    ['an expired box', '010201000000001417260131' + '10B1', 'already-expired'],
    ['an earlier expiry behind a later one', '010201000000001417281130' + '10B1', 'earlier-behind'],
    ['a lot known with another expiry', '010201000000001417290131' + '10A1', 'lot-other-expiry'],
    ['a tracing code', '81234567890123456789', 'code-tracing'],
    ['something else', 'https://example.org', 'code-unknown'],
  ])('refuses %s', (_what, text, problem) => {
    expect(loading().do(scan(text)).shows).toMatchObject({ step: 'load', ask: 'code', problem });
  });

  it('case 28: an earlier expiry goes behind none that is later, but behind an earlier one', () => {
    const visit = loading();
    visit.do({ do: 'lot', lot: 'E1', expires: '2028-11-30' });
    expect(visit.shows).toMatchObject({ problem: 'earlier-behind' });
    visit.do({ do: 'lot', lot: 'L1', expires: '2029-06-30' }, { do: 'boxes', boxes: 2 }, { do: 'confirm' }).enter();
    expect(visit.kiosk.disk.events().findLast(({ kind }) => kind === 'restocked')).toMatchObject({
      lot: 'L1',
      stock: 7,
    });
  });

  it('asks if a separator may be missing', () => {
    const text = '010201000000001410B26010517290131';
    expect(loading().do(scan(text)).shows).toMatchObject({ ask: 'which', lot: 'B260105', expires: '2029-01-31' });
    expect(loading().do(scan(text), { do: 'answer', yes: true }).shows).toMatchObject({ ask: 'boxes', lot: 'B260105' });
    expect(loading().do(scan(text), { do: 'answer', yes: false }).shows).toMatchObject({ ask: 'lot', lot: null });
  });

  it('takes lot and expiry by touch, and refuses a day that no calendar has, and too many boxes', () => {
    const visit = loading().do({ do: 'lot', lot: 'b9', expires: null });
    expect(visit.shows).toMatchObject({ ask: 'expiry', lot: 'B9' });
    expect(visit.do({ do: 'expiry', digits: '20290631' }).shows).toMatchObject({ problem: 'expiry-no-day' });
    expect(visit.do({ do: 'expiry', digits: '202902' }).shows).toMatchObject({ ask: 'boxes', expires: '2029-02-28' });
    expect(visit.do({ do: 'boxes', boxes: 6 }).shows).toMatchObject({ ask: 'boxes', problem: 'over-capacity' });
    expect(visit.do({ do: 'boxes', boxes: 5 }).shows).toMatchObject({ ask: 'code', added: 5, room: 0 });
  });

  it('case 27: a label of another machine, an altered one and one that was used are refused, each for itself', () => {
    const visit = loading().do(scan(bagText()));
    expect(visit.shows).toMatchObject({ ask: 'boxes', lot: 'B7', expires: '2029-01-31', suggested: 4 });
    visit.do({ do: 'boxes', boxes: 4 }, { do: 'confirm' }).enter();
    expect(visit.kiosk.disk.events().findLast(({ kind }) => kind === 'restocked')).toMatchObject({
      lot: 'B7',
      maker: '某厂',
      bag: 'bag-1',
    });
    visit.at.restart();
    visit.signIn().do(round, { do: 'lane', lane: lane(2) }, { do: 'boxes', boxes: 5 });
    const problems = [
      bagText(),
      bagText({ id: 'bag-2' }, 'x'),
      bagText({ id: 'bag-2', machine: 'TEST-2' as never }),
      bagText({ id: 'bag-2', lines: [{ product: product('GL-5'), lot: null, expires: null, boxes: 1, maker: null }] }),
      'YJ1;what',
    ].map((text) => visit.do(scan(text)).shows);
    expect(problems).toMatchObject([
      { problem: 'label-used' },
      { problem: 'label-altered' },
      { problem: 'label-other-machine' },
      { problem: 'label-other-product' },
      { problem: 'label-wrong' },
    ]);
  });

  it('case 31: a recall by a signed code locks its lanes until the boxes are out, also after a restart', () => {
    const visit = visiting().signIn();
    visit.kiosk.agent.link.down('closed');
    const recall = bagText({
      kind: 'recall',
      id: 'r-1',
      lines: [{ product: product('CD-M'), lot: 'A1', expires: null, boxes: 0, maker: null }],
    });
    visit.do({ do: 'scan', text: recall });
    expect(visit.shows).toMatchObject({
      lanes: [
        { lane: 1, need: 'unfit' },
        { lane: 2, need: 'unfit' },
      ],
    });
    expect(visit.kiosk.lane(1).state).toBe('locked');
    visit.at.restart();
    expect(visit.kiosk.lane(1).state).toBe('locked');
    visit.signIn().do(round, { do: 'lane', lane: lane(1) }, { do: 'boxes', boxes: 5 });
    expect(visit.shows).toMatchObject({ step: 'remove', lane: 1, lot: 'A1', boxes: 5, reason: 'recalled' });
    visit.do({ do: 'boxes', boxes: 5 }, { do: 'confirm' }).enter();
    expect(visit.kiosk.lane(1).state).toBe('empty');
    expect(visit.kiosk.lane(2).state).toBe('locked');
  });
});
