import { Event } from '../../shared/contracts/events.ts';
import { emptyBooks, laneStock } from '../../shared/ledger/books.ts';
import { fold } from '../../shared/ledger/fold.ts';
import type { CabinetLine } from '../board/model/cabinet-lines.ts';
import type { StoredLine } from './processes.ts';

/** One kiosk's three observations: what really happened, what it recorded, what the fleet has. */
export interface Observations {
  readonly truth: readonly CabinetLine[];
  readonly kiosk: readonly StoredLine[];
  readonly fleet: readonly StoredLine[];
  /** Confirmed and uncertain boxes by the fleet's books. */
  readonly issued: number;
  readonly uncertain: number;
  /** The answers to each request, in the order received. */
  readonly answers: ReadonlyMap<string, readonly string[]>;
  readonly boxesInLane: number;
}

/** What fell at a kiosk compared with its books, in boxes. */
export interface Balance {
  readonly fell: number;
  readonly issued: number;
  readonly uncertain: number;
  /** What doesn't balance; empty if all is well. */
  readonly wrong: readonly string[];
}

/** Compares the three observations to the last box. */
export function balance(observations: Observations): Balance {
  const { truth, kiosk, fleet, answers, boxesInLane } = observations;
  const wrong: string[] = [];
  const check = (holds: boolean, what: string): void => {
    if (!holds) wrong.push(what);
  };
  const books = emptyBooks();
  const turned = new Map<string, number>();
  const outcomes = new Map<string, string>();
  for (const { seq, line } of kiosk) {
    const event = Event.parse(line);
    fold(books, seq, event);
    if (event.kind === 'turning') turned.set(event.request, (turned.get(event.request) ?? 0) + 1);
    if (event.kind === 'issued' || event.kind === 'not-issued' || event.kind === 'uncertain')
      outcomes.set(event.request, event.kind);
  }
  const fell = truth.filter(({ kind }) => kind === 'fell').length;
  const motors = truth.filter(({ kind }) => kind === 'turn');
  const causes = new Set(motors.map((line) => ('cause' in line ? `${line.by} ${line.cause}` : '')));
  check(
    JSON.stringify(fleet) === JSON.stringify(kiosk),
    `the fleet has ${fleet.length} lines, the kiosk ${kiosk.length}`,
  );
  check(
    observations.issued === books.issued,
    `the fleet counts ${observations.issued} issued, the kiosk ${books.issued}`,
  );
  check(
    observations.uncertain === books.uncertain.size,
    `the fleet counts ${observations.uncertain} uncertain, the kiosk ${books.uncertain.size}`,
  );
  check(
    books.issued <= fell && fell <= books.issued + books.uncertain.size,
    `${fell} fell, ${books.issued} issued, ${books.uncertain.size} uncertain`,
  );
  check(causes.size === motors.length, `${motors.length} motors turned for ${causes.size} transactions`);
  const begun = [...turned.values()].reduce((sum, turns) => sum + turns, 0);
  check(motors.length <= begun, `${motors.length} motors turned, ${begun} were recorded`);
  for (const [request, given] of answers) {
    check(new Set(given).size <= 1, `request ${request} was answered ${given.join(', then ')}`);
    check(
      given.length === 0 || given[0] === outcomes.get(request),
      `request ${request} was answered ${given[0]}, and is booked as ${outcomes.get(request)}`,
    );
  }
  for (const [lane, book] of books.lanes) {
    const left = boxesInLane - truth.filter((line) => line.kind === 'fell' && line.lane === lane).length;
    const stock = laneStock(book);
    check(
      stock <= left && left <= stock + book.uncertain,
      `lane ${lane}: ${left} are there, the books say ${stock} and ${book.uncertain} uncertain`,
    );
  }
  return { fell, issued: books.issued, uncertain: books.uncertain.size, wrong };
}
