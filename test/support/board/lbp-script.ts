import { decodeLine, encodeLine } from '../../../device/board/lbp/codec.ts';
import { LbpDriver } from '../../../device/board/lbp/driver.ts';
import { DRAIN_MS } from '../../../device/board/lbp/limits.ts';
import type { BoardEvent, BoardOrder } from '../../../device/board/port.ts';
import { Lane, Txn } from '../../../shared/contracts/ids.ts';

export const lane = (n: number): Lane => Lane.parse(n);
export const txn = (t: number): Txn => Txn.parse(t);

/** The driver alone on virtual time; the test plays the board, line by line. */
export class Script {
  upMs = 10_000;
  readonly driver: LbpDriver;
  /** Everything that the driver sent: `ID VERB …`. */
  readonly sent: string[] = [];
  readonly events: BoardEvent[] = [];
  readonly reopened: number[] = [];

  constructor(idlePollMs = 3_600_000) {
    this.driver = new LbpDriver({ idlePollMs }, 0);
  }

  /** The last request's id. */
  get id(): string {
    return this.sent.at(-1)?.split(' ')[0] ?? '';
  }

  /** The last request without its id. */
  get asked(): string {
    return this.sent.at(-1)?.split(' ').slice(1).join(' ') ?? '';
  }

  get vends(): number {
    return new Set(this.sent.filter((line) => line.includes(' VEND '))).size;
  }

  /** The last event of a kind. */
  last<K extends BoardEvent['kind']>(kind: K): Extract<BoardEvent, { kind: K }> | undefined {
    return this.events.findLast((event): event is Extract<BoardEvent, { kind: K }> => event.kind === kind);
  }

  open(): this {
    this.driver.opened(this.upMs);
    this.take();
    return this.run(DRAIN_MS);
  }

  /**
   * The board sends something. If it begins with OK or ERR, it is an answer, and the id is put
   * before it.
   */
  says(...bodies: string[]): this {
    for (const body of bodies) {
      const line = /^(OK|ERR) /.test(body) ? `${this.id} ${body}` : body;
      this.driver.received(encodeLine(line), this.upMs);
      this.take();
    }
    return this;
  }

  /** Answers requests by verb until none of these verbs is requested any more. */
  answers(answers: Record<string, string>): this {
    for (let rounds = 0; rounds < 200; rounds++) {
      const answer = answers[this.asked] ?? answers[this.asked.split(' ')[0] ?? ''];
      const before = this.sent.length;
      if (answer === undefined) return this;
      this.says(answer);
      if (this.sent.length === before) return this;
    }
    throw new Error('the driver never comes to rest');
  }

  order(order: BoardOrder): this {
    this.driver.order(order, this.upMs);
    this.take();
    return this;
  }

  run(forMs: number): this {
    const untilMs = this.upMs + forMs;
    for (let atMs = this.driver.wakeMonoMs; atMs !== null && atMs <= untilMs; atMs = this.driver.wakeMonoMs) {
      this.upMs = Math.max(this.upMs, atMs);
      this.driver.wake(this.upMs);
      this.take();
    }
    this.upMs = untilMs;
    return this;
  }

  take(): void {
    for (const output of this.driver.take()) {
      if (output.kind === 'core') this.events.push(output.event);
      else if (output.kind === 'reopen') this.reopened.push(this.upMs);
      else this.sent.push(String(decodeLine(output.bytes)));
    }
  }
}

export const HELLO = 'OK LBP/1 SPIRAL-40 2.3.1 LB00417 2 12';
/** The HELLO of another board. */
export const OTHER = 'OK LBP/1 SPIRAL-40 2.3.1 LB99999 2 3';
export const STATUS = 'OK CLOSED 215 40 9000 12';
export const READY_LANES = { 'LANE 1': 'OK 1 READY 30', 'LANE 2': 'OK 2 READY 70' };
/** A board at rest, its last transaction 901. */
export const AT_REST = { HELLO, STATUS, TXN: 'OK 901 2 DROPPED', ...READY_LANES };

/** A driver that has completed the handshake with a board at rest, and read its two lanes. */
export const ready = (): Script => new Script().open().answers(AT_REST);

/** A driver that has looked at lane 1 and was ordered to turn it as 902. */
export function vending(startBeforeMs = 10_000, before = AT_REST): Script {
  const script = ready().order({ kind: 'look', lane: lane(1) });
  script.answers(before);
  const reading = script.last('looked')?.reading ?? { serial: '', before: null };
  return script.order({
    kind: 'vend',
    txn: txn(902),
    lane: lane(1),
    reading,
    startBeforeMonoMs: script.upMs + startBeforeMs,
  });
}

/** How the last turn ended, as far as it was reported. */
export const turned = (script: Script) => script.last('turned')?.result;
