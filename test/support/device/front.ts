import { createHash } from 'node:crypto';
import type { IdentityParts, Tags } from '../../../device/agent/identity.ts';
import { type Front, plainFront } from '../../../device/core/screen/front.ts';
import type { CodeVerdict } from '../../../device/core/screen/inputs.ts';
import type { Tag, Week } from '../../../device/core/screen/person.ts';
import type { Card, ReaderDriver, ReaderEvent, ReaderOutput } from '../../../device/readers/port.ts';
import { dayFrom, type LocalDay } from '../../../shared/rules/calendar.ts';
import { Secret } from '../../../shared/secret.ts';

/** A reader whose reports the test makes. */
function scriptedReader() {
  let out: ReaderOutput[] = [];
  const reader = {
    armed: false,
    say(...events: readonly ReaderEvent[]) {
      out.push(...events.map((event) => ({ kind: 'event', event }) as const));
    },
    driver: {
      name: 'scripted',
      dropped: 0,
      arm(armed: boolean) {
        reader.armed = armed;
      },
      opened() {},
      closed() {},
      received() {},
      wake() {},
      wakeMonoMs: null,
      take() {
        const taken = out;
        out = [];
        return taken;
      },
    } satisfies ReaderDriver,
  };
  return reader;
}

/** A constructed card by its number; the document's days may be set. */
export function card(number: string, days: { from?: LocalDay; to?: LocalDay } = {}): Secret<Card> {
  const [year, month, date] = [number.slice(6, 10), number.slice(10, 12), number.slice(12, 14)].map(Number);
  if (dayFrom(year ?? 0, month ?? 0, date ?? 0) === null) throw new Error(`no birth: ${number}`);
  return new Secret<Card>(
    {
      kind: 'resident',
      number: new TextEncoder().encode(number),
      document: {
        birth: { year: year ?? 0, month: month ?? 0, date: date ?? 0 },
        validFrom: days.from ?? null,
        validTo: days.to ?? null,
      },
      isTest: number.startsWith('000000'),
    },
    (held) => held.number.fill(0),
  );
}

/** A front with a card reader, and a tagger that answers at once without keys. */
export function scriptedFront(front: Partial<Front> = {}) {
  const reader = scriptedReader();
  const forgotten: Week[] = [];
  /** Every secret that the agent was given: all of them must be wiped in the end. */
  const given: Secret<unknown>[] = [];
  const codes = new Map<string, CodeVerdict>();
  const line = { open() {}, send() {}, close() {} };
  const identity: IdentityParts = {
    front: { ...plainFront, identifies: true, cardReader: true, codes: true, testCards: true, ...front },
    cardReader: { driver: reader.driver, line },
    scanner: null,
    tagger: {
      tag(read, weeks, done) {
        const number = read.use((each) => new TextDecoder().decode(each.number));
        read.wipe();
        const tag = (week: Week) => createHash('sha256').update(`${number} ${week}`).digest('hex').slice(0, 32) as Tag;
        const tags = new Secret<Tags>(new Map(weeks.map((week) => [week, tag(week)])), () => {});
        given.push(read, tags);
        done(tags);
      },
      forget: (before) => forgotten.push(before),
    },
    codes: { verdict: (code) => codes.get(code) ?? { kind: 'wrong' } },
  };
  return { identity, reader, forgotten, given, codes };
}
