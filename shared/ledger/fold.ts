import type { Event } from '../contracts/events.ts';
import { applyBooted, applyConfigured } from './apply/agent.ts';
import { applyBoard, applyClimate, applyDoor, applyLane } from './apply/hardware.ts';
import { applyCounted, applyRemoved, applyRestocked } from './apply/stock.ts';
import { applyIssued, applyNotIssued, applyTested, applyTurning } from './apply/turns.ts';
import { applySensor, applySettled, applyUncertain } from './apply/uncertain.ts';
import type { Books } from './books.ts';
import { type EventTable, entryFor, unchanged } from './event-table.ts';

const changes: EventTable<[books: Books, seq: number]> = {
  turning: applyTurning,
  issued: applyIssued,
  'not-issued': applyNotIssued,
  uncertain: applyUncertain,
  settled: applySettled,
  restocked: applyRestocked,
  counted: applyCounted,
  removed: applyRemoved,
  lane: applyLane,
  door: applyDoor,
  board: applyBoard,
  sensor: applySensor,
  climate: applyClimate,
  booted: applyBooted,
  configured: applyConfigured,
  command: unchanged,
  tested: applyTested,
};

/**
 * Folds one ledger line into the books, in place. Books are changed in no other way. Lines come in
 * the order of their sequence, ledger after ledger. Never throws: of a line that contradicts the
 * books (a manipulated or foreign ledger) it applies what it can. `seq` is the line's number in its
 * ledger; a first line begins a ledger.
 */
export function fold(books: Books, seq: number, event: Event): void {
  entryFor(changes, event)(event, books, seq);
}
