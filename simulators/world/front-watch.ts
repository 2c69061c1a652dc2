import type { Tag, Week } from '../../device/core/screen/person.ts';
import type { Event } from '../../shared/contracts/events.ts';
import type { RequestId, Txn } from '../../shared/contracts/ids.ts';
import type { Screen } from '../../shared/screen/view.ts';
import type { Cabinet } from '../board/model/cabinet.ts';
import type { Disk } from './disk.ts';
import type { Invariants } from './invariants.ts';

/** What the watch of a front looks at. */
export interface FrontWatchParts {
  readonly invariants: Invariants;
  readonly disk: Disk;
  readonly cabinet: Pick<Cabinet, 'falls'>;
  /** The weeks whose key exists. */
  readonly keys: ReadonlySet<Week>;
  /** The true time, ms since 1970. */
  readonly nowMs: () => number;
  readonly tagOf: (number: string, week: Week) => Tag;
}

/** A turn for a person, as this watch knows it. */
interface PersonalTurn {
  readonly number: string;
  /** Days since 1970 by the wall clock of the place. */
  readonly day: number;
  readonly txn: Txn;
  state: 'open' | 'issued' | 'dropped';
}

const dayMs = 86_400_000;
/** The wall clock of the place is eight hours ahead of UTC, all year. */
const aheadMs = 8 * 3_600_000;
const intervalDays = 22;
const weekDays = 7;

/**
 * Checks a kiosk with a card reader by rules of its own: who may take a box is computed here from
 * the true time and the lines, and not by the kiosk's functions.
 */
export class FrontWatch {
  readonly #parts: FrontWatchParts;
  readonly #turns = new Map<RequestId, PersonalTurn>();
  #number = '';
  #fallsBefore = 0;
  turns = 0;
  refusals = 0;

  constructor(parts: FrontWatchParts) {
    this.#parts = parts;
  }

  get #today(): number {
    return Math.floor((this.#parts.nowMs() + aheadMs) / dayMs);
  }

  sessionBegins(number: string): void {
    this.#number = number;
    this.#fallsBefore = this.#parts.cabinet.falls.length;
  }

  /** What the screen shows after the card was read: a refusal must be right. */
  looked(shows: Screen | null): void {
    if (shows?.screen !== 'ended' || shows.message.key !== 'interval') return;
    this.refusals += 1;
    this.#check(!this.#mayTake(), 'nobody is refused after their interval', () => `${this.#number} on ${this.#today}`);
  }

  recorded(event: Event): void {
    switch (event.kind) {
      case 'turning':
        this.turns += 1;
        this.#check(
          this.#mayTake(),
          'nobody gets a box within their interval',
          () => `${this.#number}, ${this.#today}`,
        );
        this.#turns.set(event.request, { number: this.#number, day: this.#today, txn: event.txn, state: 'open' });
        break;
      case 'issued':
        this.#ended(event.request, 'issued');
        break;
      case 'not-issued':
        this.#ended(event.request, 'dropped');
        break;
      case 'settled':
        for (const [request, turn] of this.#turns)
          if (turn.txn === event.txn) this.#ended(request, event.issued ? 'issued' : 'dropped');
        break;
      default:
        return;
    }
    this.check();
  }

  sessionEnds(): void {
    const fell = this.#parts.cabinet.falls.length - this.#fallsBefore;
    this.#check(fell <= 1, 'one session gives at most one box', () => `${fell} boxes fell for ${this.#number}`);
    this.check();
    for (const week of this.#parts.keys)
      this.#check(
        (week + 1) * weekDays + intervalDays > this.#today - weekDays,
        'the key of a week is destroyed when nothing needs it',
        () => `the key of week ${week} on day ${this.#today}`,
      );
  }

  /** The kept uses are exactly those that the outcomes keep. */
  check(): void {
    const { uses } = this.#parts.disk;
    const oldest = this.#today - intervalDays - weekDays;
    for (const [request, { number, day, state }] of this.#turns) {
      const week = Math.floor(day / weekDays) as Week;
      const tag = this.#parts.tagOf(number, week);
      const rows = uses.filter((row) => row.tag === tag && row.day === day);
      const open = rows.filter((row) => row.request === request).length;
      this.#check(
        open === (state === 'open' ? 1 : 0) || (day < oldest + weekDays && open === 0),
        'a use is open as long as its outcome is, until it is forgotten',
        () => `request ${request} is ${state}, and has ${open} open uses`,
      );
      const issued = [...this.#turns.values()].filter(
        (turn) => turn.number === number && turn.day === day && turn.state === 'issued',
      ).length;
      const kept = rows.filter((row) => row.request === null).length;
      this.#check(
        kept === issued || (day < oldest + weekDays && kept === 0),
        'a use is kept if and only if its box was issued',
        () => `${kept} uses are kept for ${issued} boxes on day ${day}`,
      );
    }
    this.#check(
      uses.every((row) => row.day >= oldest - 1 || this.#parts.keys.has(row.week)),
      'a use is forgotten with the key of its week',
      () => `${uses.length} uses on day ${this.#today}`,
    );
  }

  /** Whether this session's person may take a box now. */
  #mayTake(): boolean {
    return [...this.#turns.values()].every(
      ({ number, day, state }) => number !== this.#number || state === 'dropped' || day + intervalDays <= this.#today,
    );
  }

  #ended(request: RequestId, state: 'issued' | 'dropped'): void {
    const turn = this.#turns.get(request);
    if (turn !== undefined) turn.state = state;
  }

  #check(holds: boolean, rule: string, what: () => string): void {
    this.#parts.invariants.check(holds, rule, 'K1', what);
  }
}
