import type { Books, LaneBook, Turn } from '../../shared/ledger/books.ts';

// The fields are spelled out in both directions and checked by type. A machine's books are written
// and read with every fold, and spreading takes twice as long.

/**
 * A lane as text. Fields at their usual value are left out, which halves a machine's text. Older
 * versions wrote every field they knew.
 */
type WrittenLane = Pick<LaneBook, 'lane' | 'product' | 'capacity' | 'par' | 'lots'> & Partial<LaneBook>;

const isUsual = (book: LaneBook): boolean =>
  book.condition === 'ready' &&
  book.uncertain === 0 &&
  !book.doubted &&
  book.unknownUntil === undefined &&
  book.beforeCounts === null &&
  book.lock === null &&
  book.timeLock === null &&
  book.reason === null &&
  book.drops === null &&
  book.lockedByPlan === null &&
  book.next === null;

const writeLane = (book: LaneBook): WrittenLane =>
  isUsual(book)
    ? { lane: book.lane, product: book.product, capacity: book.capacity, par: book.par, lots: book.lots }
    : book;

function readLane(written: WrittenLane): LaneBook {
  const book = {
    lane: written.lane,
    product: written.product,
    capacity: written.capacity,
    par: written.par,
    lots: written.lots,
    beforeCounts: written.beforeCounts ?? null,
    uncertain: written.uncertain ?? 0,
    doubted: written.doubted ?? false,
    condition: written.condition ?? 'ready',
    lock: written.lock ?? null,
    timeLock: written.timeLock ?? null,
    reason: written.reason ?? null,
    drops: written.drops ?? null,
    lockedByPlan: written.lockedByPlan ?? null,
    next: written.next ?? null,
  } satisfies Record<Exclude<keyof LaneBook, 'unknownUntil'>, unknown>;
  return written.unknownUntil === undefined ? book : { ...book, unknownUntil: written.unknownUntil };
}

/** Books as `JSON.stringify` takes them. */
export type WrittenBooks = Omit<Books, 'lanes' | 'uncertain'> & {
  readonly lanes: readonly WrittenLane[];
  readonly uncertain: readonly Turn[];
};

/** The books of a machine as plain objects for JSON. */
export const writeBooks = (books: Books): WrittenBooks =>
  ({
    lanes: Array.from(books.lanes.values(), writeLane),
    turning: books.turning,
    testing: books.testing,
    uncertain: [...books.uncertain.values()],
    unseen: books.unseen,
    sensor: books.sensor,
    lastTxn: books.lastTxn,
    issued: books.issued,
    board: books.board,
    boardState: books.boardState,
    door: books.door,
    climate: books.climate,
    configVersion: books.configVersion,
    recalls: books.recalls,
    limits: books.limits,
    stopped: books.stopped,
    ledgerBefore: books.ledgerBefore,
    anew: books.anew,
    run: books.run,
    version: books.version,
  }) satisfies Record<keyof Books, unknown>;

/** Reads what `writeBooks` wrote. Older versions wrote neither `stopped` nor `anew`. */
export const readBooks = (written: WrittenBooks): Books =>
  ({
    lanes: new Map(written.lanes.map((lane) => [lane.lane, readLane(lane)])),
    turning: written.turning,
    testing: written.testing,
    uncertain: new Map(written.uncertain.map((turn) => [turn.txn, turn])),
    unseen: written.unseen,
    sensor: written.sensor,
    lastTxn: written.lastTxn,
    issued: written.issued,
    board: written.board,
    boardState: written.boardState,
    door: written.door,
    climate: written.climate,
    configVersion: written.configVersion,
    recalls: written.recalls,
    limits: written.limits,
    stopped: written.stopped ?? null,
    ledgerBefore: written.ledgerBefore,
    anew: written.anew ?? null,
    run: written.run,
    version: written.version,
  }) satisfies Record<keyof Books, unknown>;
