import type { ReportedLane, ReportedState } from '../../shared/contracts/reported.ts';
import { type LaneBook, laneState, laneStock, laneUncertain, uncountedLanes } from '../../shared/ledger/books.ts';
import { clockTrust } from './clock.ts';
import { acting, type Decision } from './decision.ts';
import type { Facts } from './facts.ts';
import type { Now } from './input.ts';
import { limits } from './limits.ts';
import type { RuntimeState } from './runtime-state.ts';
import { faultsOf, outOfService } from './service.ts';

/**
 * When the reported state is due: on change, at most one in 5 s, and every 15 minutes with a
 * jitter. null while there is no connection.
 */
export function reportDueMonoMs(facts: Facts, runtime: RuntimeState): number | null {
  if (runtime.link.state !== 'up') return null;
  if (!runtime.report) return runtime.link.sinceMonoMs;
  const { atMonoMs, againMonoMs, last, board, disk } = runtime.report;
  const changed = last !== facts.last || board !== runtime.board.state || disk !== runtime.disk;
  return changed ? atMonoMs + limits.reportGapMs : againMonoMs;
}

/** The decision that sends the reported state, null while it is not due. */
export function reportDue(facts: Facts, runtime: RuntimeState, now: Now): Decision | null {
  const dueMonoMs = reportDueMonoMs(facts, runtime);
  if (dueMonoMs === null || now.monoMs < dueMonoMs) return null;
  const againMonoMs = now.monoMs + Math.round(limits.reportEveryMs * (1 - limits.heartbeatJitter * now.random));
  const report = {
    atMonoMs: now.monoMs,
    againMonoMs,
    last: facts.last,
    board: runtime.board.state,
    disk: runtime.disk,
  };
  return acting({ ...runtime, report }, { kind: 'report' });
}

/** What the process contributes to the reported state. */
export interface ProcessNow {
  readonly version: string;
  readonly driver: string;
  readonly dropped: number;
  readonly rssBytes: number;
  /** Whether the link to the fleet goes to another computer without encryption. */
  readonly plainLink: boolean;
}

/** The kiosk's reported state now [MQTT contract, reported state]. */
export function reportedState(facts: Facts, runtime: RuntimeState, process: ProcessNow, now: Now): ReportedState {
  const { books } = facts;
  const identity = runtime.board.state === 'ready' ? runtime.board.identity : null;
  const inService = outOfService(facts, runtime).length === 0;
  const uncounted = uncountedLanes(books);
  return {
    at: now.at,
    run: books.run,
    ledger: facts.ledger,
    last: facts.last,
    config: books.configVersion,
    lanes: [...books.lanes.values()].sort((a, b) => a.lane - b.lane).map(reportedLane),
    board: {
      state: runtime.board.state,
      reason: runtime.board.state === 'lost' ? runtime.board.reason : null,
      driver: process.driver,
      serial: identity?.serial ?? books.board,
      model: identity?.model ?? null,
      firmware: identity?.firmware ?? null,
      door: runtime.door ?? books.door ?? 'unknown',
      ...runtime.climate,
      dropped: process.dropped,
    },
    service: {
      state: inService ? 'in-service' : 'out-of-service',
      reasons: faultsOf(facts, runtime),
      ...(books.stopped === null ? {} : { stopped: books.stopped }),
    },
    sensor: books.sensor,
    ...(uncounted.length === 0 ? {} : { uncounted }),
    clock: clockTrust(runtime.clock, now),
    ...(process.plainLink ? { plain: true } : {}),
    ...reportedFront(runtime.screen),
    agent: { version: process.version, uptime: Math.floor(now.monoMs / 1000), rss: process.rssBytes },
  };
}

/** The card reader and the scanner; nothing if neither is fitted. */
function reportedFront({ front, lost }: RuntimeState['screen']): Pick<ReportedState, 'front'> {
  if (!front.cardReader && !front.scanner) return {};
  const state = (isFitted: boolean, isLost: boolean): string | null => (isFitted ? (isLost ? 'lost' : 'ready') : null);
  return {
    front: { reader: state(front.cardReader, lost.cardReader), scanner: state(front.scanner, lost.scanner) },
  };
}

function reportedLane(book: LaneBook): ReportedLane {
  const { lane, product, capacity, par, reason, lots } = book;
  return {
    lane,
    product,
    capacity,
    par,
    stock: laneStock(book),
    uncertain: laneUncertain(book),
    state: laneState(book),
    reason,
    lots: lots.map(({ lot, expires, count }) => ({ lot, expires, count })),
  };
}
