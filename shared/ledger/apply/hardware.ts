import type { EventOf } from '../../contracts/events.ts';
import { isTimedOut } from '../../rules/lot.ts';
import type { Books, LaneBook } from '../books.ts';
import { changeLane } from '../lane-book.ts';

/** A lane's state or lock changed; does nothing for a lane without a book. */
export function applyLane(event: EventOf<'lane'>, books: Books): void {
  changeLane(books, event.lane, null, (lane) => laneChanged(lane, event));
}

/** The door was opened or closed. */
export function applyDoor(event: EventOf<'door'>, books: Books): void {
  books.door = event.state;
}

/** The climate left its bounds or came back. */
export function applyClimate(event: EventOf<'climate'>, books: Books): void {
  books.climate = event.state;
}

/** The board was found, lost, replaced or restarted. */
export function applyBoard(event: EventOf<'board'>, books: Books): void {
  if (event.serial !== null) books.board = event.serial;
  if (event.state !== 'reset') books.boardState = event.state === 'lost' ? 'lost' : 'found';
}

/**
 * A lane is locked or unlocked. Only `unlocked` says that the kiosk evaluated its lots; other
 * states concern its motor.
 */
function laneChanged(lane: LaneBook, { state, reason }: EventOf<'lane'>): LaneBook {
  if (state !== 'locked')
    return { ...lane, lock: null, condition: state, reason, timeLock: reason === 'unlocked' ? null : lane.timeLock };
  const timeLock = reason !== null && isTimedOut(reason) ? reason : lane.timeLock;
  return { ...lane, lock: reason ?? 'locked', reason, timeLock };
}
