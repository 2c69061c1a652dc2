import type { Facts } from '../../device/core/facts.ts';
import type { Event, EventOf } from '../../shared/contracts/events.ts';
import type { LedgerId, RequestId, Txn } from '../../shared/contracts/ids.ts';
import { bilingual } from '../../shared/contracts/meaning.ts';
import { type EventTable, entryFor, unchanged } from '../../shared/ledger/event-table.ts';
import type { CabinetLine } from '../board/model/cabinet-lines.ts';
import type { CabinetSite } from '../cabinet/cabinet-site.ts';
import type { Invariants } from './invariants.ts';
import type { WorldLog } from './log.ts';
import { LostOrder, type MotorStart } from './lost-order.ts';
import type { RequestWatch } from './request-watch.ts';
import { checkTruth, noteTakenForAnother, type WatchedTurn, watchedTurn } from './watched-turn.ts';

/** How long the line may delay bytes after the agent sent them. */
const lineMs = 1_500;
const wantedMs = 10_000;

/**
 * Checks the motors: none turns without its committed line, at most once per transaction, and only
 * for somebody who asked in the last ten seconds; and what is booked for a turn is what really fell
 * in it.
 */
export class TurnWatch {
  readonly #site: CabinetSite;
  readonly #invariants: Invariants;
  readonly #requests: RequestWatch;
  readonly #log: WorldLog;
  readonly #byTxn = new Map<Txn, WatchedTurn>();
  readonly #byMotor = new Map<number, WatchedTurn>();
  /** The turns in the order in which their motors turned. */
  readonly #turnedInOrder: WatchedTurn[] = [];
  readonly #byRequest = new Map<RequestId, WatchedTurn[]>();
  #all: WatchedTurn[] = [];
  readonly #lost = new LostOrder();
  #lastTxn = 0;
  /** What each kind of line says of the turns. */
  readonly #changes: EventTable<[ledger: LedgerId]> = {
    turning: (event, ledger) => this.#begun(event, ledger),
    issued: (event) => this.#booked(event),
    'not-issued': (event) => this.#booked(event),
    uncertain: (event) => this.#booked(event),
    settled: (event) => this.#settled(event),
    restocked: unchanged,
    counted: unchanged,
    removed: unchanged,
    lane: unchanged,
    door: unchanged,
    board: unchanged,
    sensor: ({ turns = [] }) => {
      for (const { txn } of turns) this.#doubtedAgain(txn);
    },
    climate: unchanged,
    booted: unchanged,
    configured: unchanged,
    command: unchanged,
    tested: unchanged,
  };

  constructor(site: CabinetSite, invariants: Invariants, requests: RequestWatch, log: WorldLog) {
    this.#site = site;
    this.#invariants = invariants;
    this.#requests = requests;
    this.#log = log;
  }

  get turns(): readonly WatchedTurn[] {
    return this.#all;
  }

  /**
   * The disk is another one, or lost lines: transactions may start lower, turns that it still has
   * open come to their end again, and nothing more will come about the others.
   */
  diskChanged({ books }: Facts): void {
    this.#lastTxn = 0;
    this.#lost.clear();
    for (const [txn, turn] of [...this.#byTxn]) {
      const { request } = turn;
      if (books.turning?.txn === txn && books.turning.request === request)
        Object.assign(turn, { booked: 'open', settled: null, doubted: false });
      else if (books.uncertain.get(txn)?.request === request)
        Object.assign(turn, { booked: 'uncertain', settled: null });
      else {
        this.#byTxn.delete(txn);
        if (turn === this.#all.at(-1)) this.#lost.diskLost(turn);
      }
    }
  }

  /** A line is on this kiosk's disk. */
  recorded(ledger: LedgerId, event: Event): void {
    entryFor(this.#changes, event)(event, ledger);
  }

  /** Something happened in the cabinet. */
  cabinet(line: CabinetLine): void {
    if (line.kind === 'turn') this.#turned({ ...line, kind: 'turn' });
    else if (line.kind === 'fell') {
      this.#log.write(this.#site.name, () =>
        bilingual(
          `a box fell from lane ${line.lane}${line.by === null ? ', nobody saw it' : ''}`,
          `货道 ${line.lane} 落下一盒${line.by === null ? '，传感器没有看到' : ''}`,
        ),
      );
      const turn = this.#byMotor.get(line.turn);
      if (turn === undefined) return;
      turn.fell += 1;
      if (this.#site.cabinet.stuck || this.#site.cabinet.lane(line.lane)?.blind) turn.sensorUnreliable = true;
      noteTakenForAnother(line, turn, this.#all, this.#turnedInOrder);
      if (turn.booked !== 'open') checkTruth(turn, (holds, rule, what) => this.#check(holds, rule, what));
    }
  }

  /** At rest every turn that was begun has exactly one end. */
  atRest(): void {
    for (const turn of this.#all) {
      if (this.#byTxn.get(turn.txn) !== turn) continue;
      this.#check(
        turn.booked !== 'open',
        'every turn has an end',
        () => `txn ${turn.txn} of lane ${turn.lane} has none`,
      );
      checkTruth(turn, (holds, rule, what) => this.#check(holds, rule, what));
    }
  }

  #check(holds: boolean, rule: string, what: () => string): void {
    this.#invariants.check(holds, rule, this.#site.name, what);
  }

  #begun(event: EventOf<'turning'>, ledger: LedgerId): void {
    const { request, txn, before } = event;
    this.#check(txn > this.#lastTxn, 'transactions rise', () => `txn ${txn} after ${this.#lastTxn}`);
    this.#check(
      before === null || txn > before,
      'transactions rise',
      () => `txn ${txn}, and the board showed ${before}`,
    );
    this.#lastTxn = txn;
    const asked = this.#requests.get(request);
    this.#check(
      asked !== null && this.#requests.askedWithin(asked, wantedMs),
      'nothing is begun for nobody',
      () => `txn ${txn} was recorded, nobody waits, and request ${request} was last asked long before`,
    );
    const turn = watchedTurn(event, ledger);
    this.#byTxn.set(txn, turn);
    this.#all.push(turn);
    const ofRequest = this.#byRequest.get(request);
    if (ofRequest) ofRequest.push(turn);
    else this.#byRequest.set(request, [turn]);
  }

  #settled({ txn, issued, by }: EventOf<'settled'>): void {
    const turn = this.#byTxn.get(txn);
    if (!turn) return;
    this.#check(turn.settled === null, 'a turn is settled once', () => `txn ${txn} was settled twice`);
    turn.settled = { issued, by };
    checkTruth(turn, (holds, rule, what) => this.#check(holds, rule, what));
  }

  /** Nobody knows any more how this turn ended, whatever was reported before. */
  #doubtedAgain(txn: Txn): void {
    const turn = this.#byTxn.get(txn);
    if (turn) Object.assign(turn, { doubted: true, settled: null });
  }

  #booked(event: Extract<Event, { kind: 'issued' | 'not-issued' | 'uncertain' }>): void {
    const turn = this.#byTxn.get(event.txn);
    if (!turn) return;
    this.#check(
      turn.booked === 'open',
      'a turn has one outcome',
      () => `txn ${event.txn} was ${turn.booked}, and then ${event.kind}`,
    );
    this.#check(
      turn.request === event.request && turn.lane === event.lane,
      'a turn has one outcome',
      () => `txn ${event.txn} ended for another request or lane`,
    );
    turn.booked = event.kind;
    checkTruth(turn, (holds, rule, what) => this.#check(holds, rule, what));
  }

  /**
   * The line of a motor's turn. A board that does not get the transaction can only mean the turn
   * that was begun last.
   */
  #turnOf({ cause }: MotorStart): WatchedTurn | undefined {
    if (cause.startsWith('vend ')) return this.#byTxn.get(Number(cause.slice('vend '.length)) as Txn);
    return this.#all.findLast((turn) => this.#byTxn.get(turn.txn) === turn);
  }

  #turned(line: MotorStart): void {
    const turn = this.#turnOf(line);
    this.#log.write(this.#site.name, () =>
      bilingual(
        `the motor of lane ${line.lane} turns, txn ${turn?.txn} by ${line.cause}`,
        `货道 ${line.lane} 的电机转动，流水号 ${turn?.txn}（${line.cause}）`,
      ),
    );
    if (turn === undefined && this.#lost.turns(line)) return;
    if (turn === undefined) {
      this.#invariants.fail(
        'no turn without its line',
        this.#site.name,
        `${line.cause} turned lane ${line.lane}, and no line says so`,
      );
      return;
    }
    const { request, txn, lane, board, booked, real } = turn;
    this.#check(
      lane === line.lane && board === line.by,
      'no turn without its line',
      () => `txn ${txn} turned lane ${line.lane} of ${line.by}`,
    );
    this.#check(real === null, 'a transaction turns once', () => `txn ${txn} turned its motor again`);
    this.#check(
      booked !== 'not-issued',
      'a turn has one outcome',
      () => `txn ${txn} turned after it was booked as ${booked}`,
    );
    const asked = this.#requests.get(request);
    this.#check(
      asked !== null && this.#requests.wantedWithin(asked, wantedMs + lineMs),
      'nothing turns for nobody',
      () => `txn ${txn} turned, and request ${request} was last wanted long before`,
    );
    for (const other of this.#byRequest.get(request) ?? [])
      if (other !== turn && this.#byTxn.get(other.txn) === other)
        this.#check(
          other.booked === 'not-issued' && !other.doubted,
          'one request, one box',
          () => `request ${request} turns lane ${lane} after txn ${other.txn} was ${other.booked}`,
        );
    const truth = this.#site.cabinet.lane(line.lane);
    turn.real = {
      turn: line.turn,
      fault: truth?.fault ?? 'none',
      blind: truth?.blind ?? false,
      stuck: this.#site.cabinet.stuck,
    };
    this.#byMotor.set(line.turn, turn);
    this.#turnedInOrder.push(turn);
  }
}
