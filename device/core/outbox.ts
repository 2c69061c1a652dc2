import type { Receipt } from '../../shared/contracts/batch.ts';
import type { Fact } from '../../shared/contracts/events.ts';
import type { Head } from '../../shared/contracts/ids.ts';
import { fleetTimeReceived, timeToKeep } from './clock.ts';
import { acting, type Decision, nothing } from './decision.ts';
import type { Facts } from './facts.ts';
import type { Now } from './input.ts';
import { limits } from './limits.ts';
import type { OutboxNow, RuntimeState } from './runtime-state.ts';
import { stopCarriedOn } from './stop.ts';

/**
 * The fleet reports what it has stored [MQTT contract, receipt]. The position follows it up and
 * down. If the fleet has another line than this ledger's, or more lines, it has seen another disk:
 * a new ledger begins.
 */
export function receipted(
  facts: Facts,
  runtime: RuntimeState,
  receipt: Receipt,
  mine: Head | null,
  now: Now,
): Decision {
  const { receiptMonoMs } = runtime.outbox;
  const isFirst = receiptMonoMs === null || receiptMonoMs < runtime.link.sinceMonoMs;
  const timed: RuntimeState = { ...runtime, clock: fleetTimeReceived(runtime.clock, receipt.time, now, isFirst) };
  if (receipt.ledger !== facts.ledger) return nothing(timed);
  if (mine !== receipt.head) return forked(facts, timed, now);
  const { through } = receipt;
  const outbox = moved(runtime.outbox, through, now);
  return through === runtime.outbox.through
    ? nothing({ ...timed, outbox })
    : keepTime({ ...timed, outbox }, through, (timed.clock.fleetMs ?? 0) + now.monoMs);
}

/**
 * Keeps the fleet's time with the position if it was last kept long ago: an idle kiosk gets no
 * receipts.
 */
export function keepTimeDue(runtime: RuntimeState, now: Now): Decision | null {
  const timeMs = timeToKeep(runtime.clock, now.monoMs);
  return timeMs === null ? null : keepTime(runtime, runtime.outbox.through, timeMs);
}

const keepTime = (runtime: RuntimeState, through: number, timeMs: number): Decision =>
  acting({ ...runtime, clock: { ...runtime.clock, keptMs: timeMs } }, { kind: 'keep-position', through, timeMs });

function moved(outbox: OutboxNow, through: number, now: Now): OutboxNow {
  const heard = { ...outbox, receiptMonoMs: now.monoMs };
  if (through > outbox.through) {
    const inFlight = outbox.inFlight.filter((last) => last > through);
    return {
      ...heard,
      through,
      sent: Math.max(outbox.sent, through),
      inFlight,
      progressMonoMs: now.monoMs,
      oneAtATime: false,
    };
  }
  // A repeated mark proves nothing: it also answers a batch that came twice, and sending again for
  // it would multiply batches.
  return through < outbox.through ? restarted({ ...heard, through }, now) : heard;
}

/**
 * Restarts sending after the last receipt, with one batch: what a slow link still holds need not
 * all be sent twice.
 */
export const restarted = (outbox: OutboxNow, now: Now): OutboxNow => ({
  ...outbox,
  sent: outbox.through,
  inFlight: [],
  progressMonoMs: now.monoMs,
  batchRequested: false,
  oneAtATime: true,
});

/**
 * This ledger is not the fleet's: a disk image was restored, or a card cloned [MQTT contract,
 * fork].
 */
function forked(facts: Facts, runtime: RuntimeState, now: Now): Decision {
  const booted: Fact = {
    kind: 'booted',
    version: facts.books.version ?? 'unknown',
    cause: 'fork',
    ledgerBefore: facts.ledger,
  };
  const outbox = restarted({ ...runtime.outbox, through: 0 }, now);
  return { record: [booted, ...stopCarriedOn(facts)], newLedger: true, runtime: { ...runtime, outbox }, act: [] };
}

/**
 * Sends the lines after the last receipt, with a bounded window, and again if there is no progress.
 */
export function sendNext(facts: Facts, runtime: RuntimeState, now: Now): Decision | null {
  const { outbox, link } = runtime;
  if (link.state !== 'up' || outbox.batchRequested) return null;
  const stuck = outbox.inFlight.length > 0 && now.monoMs >= outbox.progressMonoMs + limits.resendAfterMs;
  const from = stuck ? restarted(outbox, now) : outbox;
  if (from.sent >= facts.last || from.inFlight.length >= (from.oneAtATime ? 1 : limits.batchesInFlight))
    return stuck ? nothing({ ...runtime, outbox: from }) : null;
  const progressMonoMs = from.inFlight.length === 0 ? now.monoMs : from.progressMonoMs;
  return acting(
    { ...runtime, outbox: { ...from, progressMonoMs, batchRequested: true } },
    { kind: 'send', first: from.sent + 1 },
  );
}

/** The batch has gone out through this line. */
export function sent(runtime: RuntimeState, through: number): Decision {
  const { outbox } = runtime;
  return nothing({
    ...runtime,
    outbox: { ...outbox, sent: through, inFlight: [...outbox.inFlight, through], batchRequested: false },
  });
}
