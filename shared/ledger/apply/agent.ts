import type { EventOf } from '../../contracts/events.ts';
import type { PlannedLane } from '../../contracts/plan.ts';
import type { Books, LaneBook } from '../books.ts';
import { newLane, putLane } from '../lane-book.ts';

/** The agent started. `seq` 1 begins a ledger; elsewhere lines may be missing because of damage. */
export function applyBooted(event: EventOf<'booted'>, books: Books, seq: number): void {
  books.run = event.run;
  books.version = event.version;
  if (seq === 1) beginLedger(books, event);
  else if (event.cause === 'damaged') distrustStock(books);
}

/** A configuration came into force. */
export function applyConfigured(event: EventOf<'configured'>, books: Books): void {
  books.configVersion = event.version;
  books.recalls = event.recalls;
  books.limits = event.limits;
  books.stopped = event.stopped ?? null;
  planLanes(books, event.lanes);
}

/**
 * A ledger's first line. If it names an earlier ledger, that one's stock is carried over but is not
 * certain; if not, the books begin empty.
 */
function beginLedger(books: Books, { ledgerBefore: before, run, cause, missing }: EventOf<'booted'>): void {
  books.ledgerBefore = before;
  const wasThere = missing === true || cause === 'damaged';
  books.anew = before === null ? { run, until: wasThere ? 'count' : 'entry' } : null;
  books.turning = before === null ? null : books.turning;
  if (before === null) {
    books.lanes.clear();
    books.uncertain.clear();
    books.unseen.length = 0;
    books.sensor = 'trusted';
    books.configVersion = 0;
    books.stopped = null;
    return;
  }
  distrustStock(books);
}

/**
 * Lines may be missing before this one: the content of the lanes is not certain until a stock-take.
 */
function distrustStock(books: Books): void {
  for (const [number, lane] of books.lanes) books.lanes.set(number, { ...lane, doubted: true });
}

function planLanes(books: Books, lanes: readonly PlannedLane[]): void {
  const planned = new Map(lanes.map((lane) => [lane.lane, lane]));
  for (const lane of books.lanes.values())
    if (!planned.has(lane.lane)) putLane(books, { ...lane, next: 'none', lockedByPlan: null });
  for (const lane of lanes) {
    const book = books.lanes.get(lane.lane);
    putLane(books, book ? replan(book, lane) : { ...newLane(lane), unknownUntil: unknownUntil(books) });
  }
}

/** Lanes that a later run plans are new to the machine, and empty. */
const unknownUntil = ({ anew, run }: Books): LaneBook['unknownUntil'] => (anew?.run === run ? anew.until : undefined);

function replan(book: LaneBook, plan: PlannedLane): LaneBook {
  const lockedByPlan = plan.locked ?? null;
  if (book.product !== plan.product) return { ...book, lockedByPlan, next: plan };
  return { ...book, capacity: plan.capacity, par: plan.par, lockedByPlan, next: null };
}
