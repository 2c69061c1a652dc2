import type { Document } from '../../shared/rules/eligibility.ts';
import { Secret } from '../../shared/secret.ts';
import { neededWeeks } from '../core/screen/forget.ts';
import { isArmed } from '../core/screen/read.ts';
import { staffAtWork } from '../core/screen/staff/mode.ts';
import type { Card, ReaderDriver, ReaderEvent } from '../readers/port.ts';
import type { AgentParts } from './agent.ts';
import { nowOf } from './commit.ts';
import type { IdentityParts, ReaderName, ReaderParts, Tags } from './identity.ts';
import type { Loop } from './loop.ts';
import { staffScan } from './staff.ts';
import type { AgentState } from './state.ts';

/** What the readers need of the loop. */
type LoopSide = Pick<Loop, 'add' | 'work' | 'hasInput' | 'stopped' | 'onDisk'>;

/**
 * The card reader and the scanner next to the loop. Bytes and cards do not pass through the core: a
 * card becomes tags here, and only they and its document go on, as secrets.
 */
export class Readers {
  readonly #parts: AgentParts;
  readonly #identity: IdentityParts;
  readonly #state: AgentState;
  readonly #loop: LoopSide;
  readonly #readers: readonly { readonly name: ReaderName; readonly parts: ReaderParts }[];
  readonly #armed = new Set<ReaderName>();

  constructor(parts: AgentParts, identity: IdentityParts, state: AgentState, loop: LoopSide) {
    this.#parts = parts;
    this.#identity = identity;
    this.#state = state;
    this.#loop = loop;
    const { cardReader, scanner } = identity;
    this.#readers = [
      ...(cardReader ? [{ name: 'card-reader', parts: cardReader } as const] : []),
      ...(scanner ? [{ name: 'scanner', parts: scanner } as const] : []),
    ];
  }

  /** When a driver wants to be woken, as monotonic ms; infinite for never. */
  get wakeMonoMs(): number {
    return this.#readers.reduce(
      (first, { parts }) => Math.min(first, parts.driver.wakeMonoMs ?? first),
      Number.POSITIVE_INFINITY,
    );
  }

  /** Opens all lines. */
  open(): void {
    for (const { parts } of this.#readers) parts.line.open();
  }

  close(): void {
    for (const { parts } of this.#readers) parts.line.close();
  }

  /** Wakes the drivers that are due. */
  woken(monoMs: number): void {
    for (const { name, parts } of this.#readers) {
      const { driver } = parts;
      if (driver.wakeMonoMs === null || driver.wakeMonoMs > monoMs) continue;
      driver.wake(monoMs);
      this.#pump(name, parts);
    }
  }

  /** Passes a report of a serial line to its driver. */
  report(reader: ReaderName, tell: (driver: ReaderDriver, monoMs: number) => void): void {
    const found = this.#readers.find(({ name }) => name === reader);
    if (found === undefined || this.#loop.stopped) return;
    tell(found.parts.driver, this.#parts.clock.monoMs());
    this.#pump(reader, found.parts);
  }

  /** After inputs were handled: a card is read only while the session can use it. */
  rested(): void {
    const { facts, runtime } = this.#state;
    const session = isArmed(facts, runtime);
    for (const { name, parts } of this.#readers) {
      // Staff scan goods and labels.
      const armed = session || (name === 'scanner' && staffAtWork(runtime));
      if (armed === this.#armed.has(name)) continue;
      if (armed) this.#armed.add(name);
      else this.#armed.delete(name);
      parts.driver.arm(armed, this.#parts.clock.monoMs());
      this.#pump(name, parts);
    }
  }

  #pump(name: ReaderName, { driver, line }: ReaderParts): void {
    for (const output of driver.take()) {
      if (output.kind === 'line') line.send(output.bytes);
      else if (output.kind === 'event') this.#event(name, output.event);
      else {
        line.close();
        line.open();
      }
    }
  }

  #event(reader: ReaderName, event: ReaderEvent): void {
    switch (event.kind) {
      case 'card':
        return this.#card(event.card);
      case 'scanned': {
        const { staff, machine } = this.#parts;
        const { facts, runtime } = this.#state;
        if (staffAtWork(runtime) && staff) {
          const { isSigned } = staff;
          const input = event.text.use((text) => staffScan(text, { isSigned, machine, keys: facts.labelKeys }));
          event.text.wipe();
          return this.#loop.add(input);
        }
        const verdict = event.text.use((text) => this.#identity.codes.verdict(text, 'scanned'));
        event.text.wipe();
        return this.#loop.add({ kind: 'code', how: 'scanned', verdict, request: this.#parts.newRequestId() });
      }
      case 'lost':
        this.#parts.observer.log('warn', 'a reader is lost · 读卡器或扫码器断开', { reader, reason: event.reason });
        return this.#loop.add({ kind: 'reader', reader, event });
      default:
        return this.#loop.add({ kind: 'reader', reader, event });
    }
  }

  /** The card becomes tags; what is left of it is what the rules need. */
  #card(card: Secret<Card>): void {
    const { facts, runtime } = this.#state;
    const weeks = neededWeeks(facts, runtime, nowOf(this.#parts.clock));
    const document = card.use(({ document: read }) => new Secret(copied(read), overwritten));
    const isTest = card.use((read) => read.isTest);
    this.#identity.tagger.tag(card, weeks, (tags) => {
      if (this.#loop.stopped || !this.#tagged(document, isTest, tags)) {
        document.wipe();
        tags?.wipe();
      }
      this.#loop.work();
    });
  }

  /** Hands the person to the core; false if nobody is handed on. */
  #tagged(document: Secret<Document>, isTest: boolean, tags: Secret<Tags> | null): boolean {
    const request = this.#parts.newRequestId();
    if (tags === null) {
      this.#parts.observer.log('error', 'a card could not be looked up: no key · 无法核对证件：缺少密钥');
      this.#loop.add({ kind: 'identified', person: null, request });
      return false;
    }
    let handedOn = false;
    this.#loop.onDisk(() => {
      const uses = tags.use((each) => this.#parts.store.usesOf(each));
      this.#loop.add({ kind: 'identified', person: { document, tags, uses, isTest }, request });
      handedOn = true;
    });
    return handedOn;
  }
}

type Writable = { -readonly [K in keyof Document]: Document[K] };

const copied = ({ birth, validFrom, validTo }: Document): Writable => ({ birth: { ...birth }, validFrom, validTo });

/** Days of birth are numbers in an object: they are overwritten like bytes. */
function overwritten(document: Writable): void {
  document.birth = { year: 0, month: 0, date: 0 };
  document.validFrom = null;
  document.validTo = null;
}
