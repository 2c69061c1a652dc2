import type { Event } from '../contracts/events.ts';
import type { Lane, ProductCode, Txn } from '../contracts/ids.ts';
import type { PlannedLane } from '../contracts/plan.ts';
import { isTimedOut } from '../rules/lot.ts';
import { type Books, doubleDrop, homingDrop, type LaneBook, type Turn } from './books.ts';
import { boxesHandled, boxesMoved, laneCounted } from './lane-lots.ts';
import { type Lots, loadBehind, returnToFront, stockOf, takeFromFront, takeLot } from './lots.ts';

/**
 * Folds one ledger line into the books, in place: the only way in which books change. Lines come in the order of their sequence, ledger
 * after ledger. Never throws: a line that contradicts the books (a sabotaged or foreign ledger) changes what it can.
 * `seq` is the line's number in its ledger: a first line begins a ledger.
 */
export function fold(books: Books, seq: number, event: Event): void {
  switch (event.kind) {
    case 'turning': {
      const front = books.lanes.get(event.lane)?.lots[0];
      const { request, txn, lane, product, board, before } = event;
      books.turning = {
        request,
        txn,
        lane,
        product,
        lot: front?.lot ?? null,
        expires: front?.expires ?? null,
        board,
        before,
        drops: event.drops ?? null,
      };
      books.lastTxn = Math.max(books.lastTxn, txn);
      changeLane(books, lane, product, (book) => ({
        ...book,
        drops: event.drops === undefined ? null : { board, count: event.drops, late: null, homed: false },
      }));
      return;
    }
    case 'issued':
      closeTurn(books, event.txn);
      books.issued += 1;
      books.unseen.length = 0;
      changeLane(books, event.lane, event.product, (lane) => ({
        ...boxesMoved(lane, oneLess),
        drops: dropsPlus(lane, 1),
      }));
      return;
    case 'not-issued': {
      const turn = closeTurn(books, event.txn);
      if (event.reason === 'no-drop' && turn) books.unseen.push(turn);
      changeLane(books, event.lane, event.product, (lane) => ({
        ...lane,
        drops: lane.drops && { ...lane.drops, late: event.txn },
      }));
      return;
    }
    case 'uncertain': {
      const turn = closeTurn(books, event.txn);
      if (turn) books.unseen.push(turn);
      doubt(books, turn ?? { ...event, expires: null, board: '', before: null, drops: null });
      return;
    }
    case 'settled':
      settle(books, event);
      return;
    case 'restocked':
      changeLane(books, event.lane, event.product, (lane) => ({
        ...boxesHandled(lane, (lots) => loadBehind(lots, event.lot, event.expires, event.added)),
        unknownUntil: lane.unknownUntil === 'count' ? 'count' : undefined,
      }));
      return;
    case 'counted':
      // The kiosk settles every uncertain turn of the lane that it knows of before it counts; any other is of a ledger that was given up.
      for (const [txn, turn] of books.uncertain) if (turn.lane === event.lane) books.uncertain.delete(txn);
      // What the lane's turns gave is in the count: a sensor that comes to be suspected later puts none of them in doubt again.
      books.unseen.splice(0, books.unseen.length, ...books.unseen.filter((turn) => turn.lane !== event.lane));
      changeLane(books, event.lane, event.product, (lane) => ({
        ...laneCounted(lane, event.stock, event.lots === 'kept'),
        timeLock: null,
        uncertain: 0,
        doubted: false,
        unknownUntil: undefined,
        // A box that fell before the count, and shows only after it, is in the count already.
        drops: null,
      }));
      return;
    case 'removed':
      changeLane(books, event.lane, event.product, (lane) => {
        const less = (lots: Lots): Lots => takeLot(lots, event.lot, event.removed);
        if (!fellUnasked(event.reason)) return { ...boxesHandled(lane, less), timeLock: null };
        return { ...boxesMoved(lane, less), drops: dropsPlus(lane, event.removed) };
      });
      return;
    case 'lane':
      changeLane(books, event.lane, null, (lane) => laneChanged(lane, event));
      return;
    case 'door':
      books.door = event.state;
      return;
    case 'climate':
      books.climate = event.state;
      return;
    case 'board':
      if (event.serial !== null) books.board = event.serial;
      if (event.state !== 'reset') books.boardState = event.state === 'lost' ? 'lost' : 'found';
      return;
    case 'sensor':
      books.sensor = event.state;
      books.unseen.length = 0;
      if (event.state === 'trusted') forgetDrops(books);
      for (const turn of event.turns ?? []) {
        const expires = books.lanes.get(turn.lane)?.lots[0]?.expires ?? null;
        doubt(books, { ...turn, expires, board: '', before: null, drops: null });
      }
      return;
    case 'booted':
      books.run = event.run;
      books.version = event.version;
      if (seq === 1) beginLedger(books, event);
      else if (event.cause === 'damaged') doubtStock(books);
      return;
    case 'configured':
      books.configVersion = event.version;
      books.recalls = event.recalls;
      books.limits = event.limits;
      books.stopped = event.stopped ?? null;
      plan(books, event.lanes);
      return;
    case 'tested':
      books.lastTxn = Math.max(books.lastTxn, event.txn ?? 0);
      books.testing = event.state === 'turning' ? { lane: event.lane, purpose: event.purpose, by: event.by } : null;
      changeLane(books, event.lane, null, (lane) => ({ ...lane, drops: lane.drops && { ...lane.drops, homed: true } }));
      return;
    case 'command':
      return;
  }
}

function closeTurn(books: Books, txn: Txn): Turn | null {
  const turn = books.turning;
  if (turn?.txn !== txn) return null;
  books.turning = null;
  return turn;
}

/** A lane was locked, or is not or no longer. Whatever befalls its motor, only `unlocked` says that the kiosk looked at its lots. */
function laneChanged(lane: LaneBook, { state, reason }: Extract<Event, { kind: 'lane' }>): LaneBook {
  if (state !== 'locked')
    return { ...lane, lock: null, condition: state, reason, timeLock: reason === 'unlocked' ? null : lane.timeLock };
  const timeLock = reason !== null && isTimedOut(reason) ? reason : lane.timeLock;
  return { ...lane, lock: reason ?? 'locked', reason, timeLock };
}

const oneLess = (lots: Lots): Lots => takeFromFront(lots, 1);

const fellUnasked = (reason: string): boolean => reason === doubleDrop || reason === homingDrop;

const dropsPlus = ({ drops }: LaneBook, boxes: number): LaneBook['drops'] =>
  drops && { ...drops, count: drops.count + boxes, late: null };

/** Somebody looked after the sensor: what its counter showed before is no measure any more. */
function forgetDrops(books: Books): void {
  for (const lane of books.lanes.values()) put(books, { ...lane, drops: null });
}

/** Takes the front box of the turn's lane out of the stock and keeps it as one that may have fallen. */
function doubt(books: Books, turn: Turn): void {
  if (books.uncertain.has(turn.txn)) return;
  books.uncertain.set(turn.txn, turn);
  changeLane(books, turn.lane, turn.product, (lane) => ({
    ...boxesMoved(lane, oneLess),
    uncertain: lane.uncertain + 1,
    drops: null,
  }));
}

/** An uncertain turn comes to be known; one that had been booked as `not-issued` may still prove to have given a box. */
function settle(books: Books, { txn, lane, product, issued, by }: Extract<Event, { kind: 'settled' }>): void {
  const turn = books.uncertain.get(txn);
  books.uncertain.delete(txn);
  if (issued) {
    books.issued += 1;
    const unseen = books.unseen.findIndex((each) => each.txn === txn);
    // The board saw it fall: whatever came before is no sign of a blind sensor. A count says so of this turn alone.
    if (unseen >= 0) books.unseen.splice(by === 'board' ? 0 : unseen, by === 'board' ? unseen + 1 : 1);
  }
  changeLane(books, turn?.lane ?? lane, product, (book) => {
    if (!turn) return issued ? { ...boxesMoved(book, oneLess), drops: dropsPlus(book, 1) } : book;
    const settled = { ...book, uncertain: Math.max(0, book.uncertain - 1) };
    return issued ? settled : boxesMoved(settled, (lots) => returnToFront(lots, turn.lot, turn.expires));
  });
}

type Booted = Extract<Event, { kind: 'booted' }>;

/** A ledger's first line: a known one before it means that its stock is carried on but can't be vouched for; none, that all starts anew. */
function beginLedger(books: Books, { ledgerBefore: before, run, cause, missing }: Booted): void {
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
  doubtStock(books);
}

/** Lines may be missing before this one: what stands in the lanes can't be vouched for until a stock-take. */
function doubtStock(books: Books): void {
  for (const [number, lane] of books.lanes) books.lanes.set(number, { ...lane, doubted: true });
}

function plan(books: Books, lanes: readonly PlannedLane[]): void {
  const planned = new Map(lanes.map((lane) => [lane.lane, lane]));
  for (const lane of books.lanes.values())
    if (!planned.has(lane.lane)) put(books, { ...lane, next: 'none', lockedByPlan: null });
  for (const lane of lanes) {
    const book = books.lanes.get(lane.lane);
    put(books, book ? replan(book, lane) : { ...newLane(lane), unknownUntil: unknownUntil(books) });
  }
}

/** Lanes that a later run plans are new to the machine, and empty. */
const unknownUntil = ({ anew, run }: Books): LaneBook['unknownUntil'] => (anew?.run === run ? anew.until : undefined);

function newLane(plan: PlannedLane): LaneBook {
  return {
    lane: plan.lane,
    product: plan.product,
    capacity: plan.capacity,
    par: plan.par,
    lots: [],
    beforeCounts: null,
    uncertain: 0,
    doubted: false,
    condition: 'ready',
    lock: null,
    timeLock: null,
    reason: null,
    drops: null,
    lockedByPlan: plan.locked ?? null,
    next: null,
  };
}

function replan(book: LaneBook, plan: PlannedLane): LaneBook {
  const lockedByPlan = plan.locked ?? null;
  if (book.product !== plan.product) return { ...book, lockedByPlan, next: plan };
  return { ...book, capacity: plan.capacity, par: plan.par, lockedByPlan, next: null };
}

/** Applies `change` to a lane's book. A lane that nobody planned, or that is gone by now, is there for as long as it holds boxes. */
function changeLane(books: Books, lane: Lane, product: ProductCode | null, change: (lane: LaneBook) => LaneBook): void {
  let book = books.lanes.get(lane);
  if (!book) {
    if (product === null) return;
    book = { ...newLane({ lane, product, capacity: 0, par: 0 }), next: 'none' };
  }
  put(books, change(book));
}

/** Writes a lane's book; one that is empty takes on what the planogram has waiting for it. */
function put(books: Books, book: LaneBook): void {
  const vacant = stockOf(book.lots) === 0 && book.uncertain === 0;
  const { next, condition, lock, reason, unknownUntil } = book;
  if (!vacant || next === null) books.lanes.set(book.lane, book);
  else if (next === 'none') books.lanes.delete(book.lane);
  else books.lanes.set(book.lane, { ...newLane(next), condition, lock, reason, unknownUntil });
}
