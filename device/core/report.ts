import type { ReportedLane, ReportedState } from '../../shared/contracts/reported.ts';
import { type LaneBook, laneState, laneStock, laneUncertain, uncountedLanes } from '../../shared/ledger/books.ts';
import { clockTrust } from './clock.ts';
import { acting, type Decision } from './decision.ts';
import type { Facts } from './facts.ts';
import type { Now } from './input.ts';
import { limits } from './limits.ts';
import type { Run } from './runtime-state.ts';
import { faultsOf, outOfService } from './service.ts';

/** When the reported state is due: on change, at most one in 5 s, and every 15 minutes with a jitter. Null while nobody listens. */
export function reportDueUp(facts: Facts, run: Run): number | null {
  if (run.link.state !== 'up') return null;
  if (!run.report) return run.link.sinceUp;
  const { atUp, againUp, last, board, disk } = run.report;
  const changed = last !== facts.last || board !== run.board.state || disk !== run.disk;
  return changed ? atUp + limits.reportGapMs : againUp;
}

/** The decision that sends the reported state, null while it is not due. */
export function reportDue(facts: Facts, run: Run, now: Now): Decision | null {
  const dueUp = reportDueUp(facts, run);
  if (dueUp === null || now.up < dueUp) return null;
  const againUp = now.up + Math.round(limits.reportEveryMs * (1 - limits.heartbeatJitter * now.dice));
  const report = { atUp: now.up, againUp, last: facts.last, board: run.board.state, disk: run.disk };
  return acting({ ...run, report }, { act: 'report' });
}

/** What the process knows of itself, for the reported state. */
export interface ProcessNow {
  readonly version: string;
  readonly driver: string;
  readonly dropped: number;
  readonly rssBytes: number;
}

/** What the kiosk knows of itself now [MQTT contract, reported state]. */
export function reportedState(facts: Facts, run: Run, process: ProcessNow, now: Now): ReportedState {
  const { books } = facts;
  const identity = run.board.state === 'ready' ? run.board.identity : null;
  const inService = outOfService(facts, run).length === 0;
  const uncounted = uncountedLanes(books);
  return {
    at: now.at,
    run: books.run,
    ledger: facts.ledger,
    last: facts.last,
    config: books.configVersion,
    lanes: [...books.lanes.values()].sort((a, b) => a.lane - b.lane).map(reportedLane),
    board: {
      state: run.board.state,
      reason: run.board.state === 'lost' ? run.board.reason : null,
      driver: process.driver,
      serial: identity?.serial ?? books.board,
      model: identity?.model ?? null,
      firmware: identity?.firmware ?? null,
      door: run.door ?? books.door ?? 'unknown',
      ...run.climate,
      dropped: process.dropped,
    },
    service: {
      state: inService ? 'in-service' : 'out-of-service',
      reasons: faultsOf(facts, run),
      ...(books.stopped === null ? {} : { stopped: books.stopped }),
    },
    sensor: books.sensor,
    ...(uncounted.length === 0 ? {} : { uncounted }),
    clock: clockTrust(run.clock, now),
    agent: { version: process.version, uptime: Math.floor(now.up / 1000), rss: process.rssBytes },
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
