import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ReaderEvent } from '../../../device/readers/port.ts';
import { readCardText } from '../../../device/readers/sam/card-text.ts';
import { samReader } from '../../../device/readers/sam/driver.ts';
import { AnswerReader, requestFrame } from '../../../device/readers/sam/frame.ts';
import { formatDay } from '../../../shared/rules/calendar.ts';
import { cardText, residentCard, withCheck } from '../../../simulators/reader/card.ts';
import { SamModel } from '../../../simulators/reader/sam-model.ts';

interface Golden {
  readonly command: string;
  readonly from: 'host' | 'reader';
  readonly hex: string;
}
interface GoldenCard {
  readonly birth: string;
  readonly number: string;
  readonly validTo: string;
  readonly hex: string;
}
const read = <T>(name: string): T[] =>
  JSON.parse(readFileSync(new URL(`../../../../test/contracts/sam/${name}.json`, import.meta.url), 'utf8')) as T[];
const bytes = (hex: string): Uint8Array => Uint8Array.from(Buffer.from(hex, 'hex'));
const answersIn = (...chunks: readonly Uint8Array[]) => {
  const reader = new AnswerReader();
  const found: { status: readonly number[]; data: string }[] = [];
  for (const chunk of chunks)
    reader.push(chunk, ({ status, data }) =>
      found.push({ status: [...status], data: Buffer.from(data).toString('hex') }),
    );
  return { found, dropped: reader.dropped };
};

describe('frames of the SAM protocol', () => {
  const golden = read<Golden>('golden');

  it('requests are those that readers in the field get', () => {
    const of = (command: string) => golden.find((each) => each.from === 'host' && each.command === command)?.hex;
    const asked = { SAM_STATUS: [0x11, 0xff], FIND_CARD: [0x20, 1], SELECT_CARD: [0x20, 2], READ_BASE: [0x30, 1] };
    for (const [command, [first = 0, second = 0]] of Object.entries(asked))
      expect(Buffer.from(requestFrame(first, second)).toString('hex')).toBe(of(command));
  });

  it.each(golden.filter((each) => each.from === 'reader'))('takes $hex', ({ hex }) => {
    expect(answersIn(bytes(hex))).toMatchObject({
      found: [{ status: [0, 0, Number.parseInt(hex.slice(18, 20), 16)] }],
      dropped: 0,
    });
  });

  it.each(read<{ why: string; hex: string }>('bad-frames'))('rejects $hex: $why', ({ hex }) => {
    expect(answersIn(bytes(hex)).found).toEqual([]);
    const { found } = answersIn(bytes(hex), bytes('aaaaaa9669000400009094'));
    expect(found.filter(({ status }) => status[2] === 0x90)).toHaveLength(found.length);
  });

  it('finds an answer behind a byte that was pushed into a preamble', () => {
    expect(answersIn(bytes('aa00aaaa9669000400009094'), bytes('aaaaaa9669000400008084')).found).toMatchObject([
      { status: [0, 0, 0x80] },
    ]);
  });

  it('property: answers survive any noise around them and any split, and nothing is left in memory', () => {
    const noise = fc.uint8Array({ maxLength: 40 }).map((each) => each.filter((byte) => byte !== 0xaa));
    fc.assert(
      fc.property(noise, noise, fc.integer({ min: 1, max: 30 }), (before, after, size) => {
        const all = [...before, ...bytes('aaaaaa9669000800009f0000000097'), ...after];
        const chunks: Uint8Array[] = [];
        for (let at = 0; at < all.length; at += size) chunks.push(Uint8Array.from(all.slice(at, at + size)));
        const { found } = answersIn(...chunks);
        return found.length === 1 && chunks.every((chunk) => chunk.every((byte) => byte === 0));
      }),
    );
  });
});

const cardOf = (text: Uint8Array) => {
  const secret = readCardText(text);
  if (secret === null) return null;
  return secret.use(({ kind, number, document, isTest }) => ({
    kind,
    number: Buffer.from(number).toString('ascii'),
    birth: `${document.birth.year}-${document.birth.month}-${document.birth.date}`,
    validTo: document.validTo === null ? null : formatDay(document.validTo),
    isTest,
  }));
};

describe('the text of a card', () => {
  it.each(read<GoldenCard>('cards'))('of $number', ({ hex, number, birth, validTo }) => {
    let got: Uint8Array = new Uint8Array();
    new AnswerReader().push(bytes(hex), ({ data }) => {
      got = data.slice();
    });
    const text = got.subarray(got.length % 2 === 0 && got.length === 1286 ? 6 : 4).subarray(0, 256);
    expect(cardOf(text)).toMatchObject({
      kind: 'resident',
      number,
      birth: `${Number(birth.slice(0, 4))}-${Number(birth.slice(4, 6))}-${Number(birth.slice(6))}`,
      validTo: validTo === '长期' ? null : `${validTo.slice(0, 4)}-${validTo.slice(4, 6)}-${validTo.slice(6)}`,
    });
  });

  it('case 37: J, I and Y cards are read, each with its own layout', () => {
    const common = { name: 'EXAMPLE', address: '', validFrom: '20240101', validTo: '20340101', birth: '19900203' };
    const j = withCheck('81000019900203001');
    const y = withCheck('91100019900203002');
    expect(cardOf(cardText({ ...common, kind: 'J', number: j }))).toMatchObject({ kind: 'hmt-resident', number: j });
    expect(cardOf(cardText({ ...common, kind: 'Y', number: y }))).toMatchObject({ kind: 'foreigner-2023', number: y });
    expect(cardOf(cardText({ ...common, kind: 'I', number: 'USA110090020301' }))).toMatchObject({
      kind: 'foreigner-2017',
      number: 'USA110090020301',
      birth: '1990-2-3',
    });
  });

  it('brings numbers into their present form', () => {
    const old = { ...residentCard('110105491231002'), birth: '19491231' };
    expect(cardOf(cardText(old))).toMatchObject({ number: '11010519491231002X' });
    expect(cardOf(cardText(residentCard('11010519491231002x')))).toMatchObject({ number: '11010519491231002X' });
    expect(cardOf(cardText(residentCard('000000199001010018')))).toMatchObject({ isTest: true });
  });

  it.each([
    ['another kind', 248, 0x51],
    ['a wrong check digit', 122 + 34, 0x37],
    ['a day that does not exist', 36 + 8, 0x39],
    ['a birth other than the number’s', 36 + 14, 0x32],
    ['a validity that is no day', 204, 0x41],
  ])('refuses %s', (_what, at, byte) => {
    const text = cardText(residentCard('000000199001010018'));
    expect(cardOf(text)).not.toBe(null);
    text[at] = byte;
    expect(cardOf(text)).toBe(null);
  });
});

/** A driver on a simulated reader, at virtual time. */
function rig(model = new SamModel()) {
  const driver = samReader();
  const events: ReaderEvent[] = [];
  let now = 0;
  let plugged = true;
  const settle = (): void => {
    for (let out = driver.take(); out.length > 0; out = driver.take())
      for (const each of out) {
        if (each.kind === 'event') events.push(each.event);
        else if (each.kind === 'reopen') plugged ? driver.opened(now) : driver.closed('port-missing', now);
        else if (plugged) for (const answer of model.receive(each.bytes)) driver.received(answer, now);
      }
  };
  const pass = (ms: number): void => {
    const until = now + ms;
    for (let next = driver.wakeMonoMs; next !== null && next <= until; next = driver.wakeMonoMs) {
      now = Math.max(now, next);
      driver.wake(now);
      settle();
    }
    now = until;
  };
  driver.arm(true, now);
  driver.opened(now);
  settle();
  return {
    driver,
    model,
    events,
    pass,
    kinds: () => events.map((event) => (event.kind === 'card-failed' ? event.failure : event.kind)),
    plug(isIn: boolean) {
      plugged = isIn;
      if (!isIn) driver.closed('port-gone', now);
      settle();
    },
  };
}
const someone = residentCard('000000199001010018');

describe('the SAM reader', () => {
  it('reads a card once for each laying-down', () => {
    const { model, pass, kinds, events } = rig();
    pass(1_000);
    model.lay(someone);
    pass(2_000);
    expect(kinds()).toEqual(['ready', 'card-laid', 'card']);
    model.lift();
    pass(1_000);
    model.lay(someone);
    pass(1_000);
    expect(kinds()).toEqual(['ready', 'card-laid', 'card', 'card-laid', 'card']);
    const [, , card] = events;
    if (card?.kind !== 'card') throw new Error('no card');
    expect(card.card.use(({ document }) => document.birth)).toEqual({ year: 1990, month: 1, date: 1 });
  });

  it('reads nothing while it is not armed, and not later either until the card was lifted', () => {
    const { driver, model, pass, kinds } = rig();
    driver.arm(false, 0);
    model.lay(someone);
    pass(2_000);
    expect([kinds(), model.readings]).toEqual([['ready', 'card-laid'], 0]);
    driver.arm(true, 0);
    pass(2_000);
    expect(model.readings).toBe(0);
    model.lift();
    pass(1_000);
    model.lay(someone);
    pass(1_000);
    expect(model.readings).toBe(1);
  });

  it.each([
    ['lifted', ['ready', 'card-laid', 'lifted']],
    ['bad-checksum', ['ready', 'card-laid', 'lifted']],
    ['zero-pushed-in', ['ready', 'card-laid', 'lifted']],
    ['silent', ['ready', 'card-laid', 'lifted']],
  ] as const)('a reading that goes wrong (%s) asks to lay the card down again', (fault, expected) => {
    const { model, pass, kinds } = rig();
    model.fail(fault);
    model.lay(someone);
    pass(5_000);
    expect(kinds()).toEqual(expected);
    model.lift();
    model.mended();
    pass(1_000);
    model.lay(someone);
    pass(1_000);
    expect(kinds().slice(3)).toEqual(['card-laid', 'card']);
  });

  it('is out of order without a licence or an answer, and is found again by itself', () => {
    const { model, pass, kinds, plug } = rig();
    model.fail('not-licensed');
    pass(1_000);
    expect(kinds()).toEqual(['ready', 'lost']);
    model.mended();
    pass(5_000);
    expect(kinds()).toEqual(['ready', 'lost', 'ready']);
    plug(false);
    pass(60_000);
    plug(true);
    pass(31_000);
    expect(kinds()).toEqual(['ready', 'lost', 'ready', 'lost', 'ready']);
  });
});
