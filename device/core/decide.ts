import { boardOverdue, boardOverdueUp, boardTold, settleNext } from './board.ts';
import { booted } from './boot.ts';
import { dayNow, lineWritten } from './clock.ts';
import { commanded, strangeCommand } from './command.ts';
import { acting, type Decision, nothing } from './decision.ts';
import { asked, left, vendDeadlineUp, vendOverdue } from './dispense.ts';
import { doorDue, doorDueUp } from './door.ts';
import type { Facts } from './facts.ts';
import { home, homingOverdue } from './homing.ts';
import { type Input, isEntry, type Now } from './input.ts';
import { lockChanges } from './lanes.ts';
import { limits } from './limits.ts';
import { heartbeatDue, linkDown, linkDue, linkUp } from './link.ts';
import { keepTimeDue, receipted, sendNext, sent } from './outbox.ts';
import { reportDue, reportDueUp } from './report.ts';
import type { Run } from './runtime-state.ts';
import { staffEntry } from './staff.ts';
import { unwritten } from './write-failure.ts';

/**
 * What follows from one input, by what is written down (`facts`) and what lives only now (`run`). Pure: the same arguments give the same
 * decision. What time and facts bring about by themselves follows from `wake`, which the loop gives after every input until nothing
 * follows any more, and when `wakeUp` is reached.
 */
export function decide(facts: Facts, run: Run, input: Input, now: Now): Decision {
  const decision = decided(facts, run, input, now);
  if (decision.record.length === 0) return decision;
  return { ...decision, run: { ...decision.run, clock: lineWritten(decision.run.clock, now) } };
}

function decided(facts: Facts, run: Run, input: Input, now: Now): Decision {
  if (!run.started && isEntry(input)) {
    const refusal = run.disk === null ? 'starting' : 'cannot-write';
    return acting(run, { act: 'reply', ticket: input.ticket, reply: { kind: 'refused', refusal, lane: null } });
  }
  switch (input.type) {
    case 'booted':
      return booted(facts, run, input, now);
    case 'dispense':
      return asked(facts, run, input, now);
    case 'left':
      return left(run, input.ticket);
    case 'restock':
    case 'count':
    case 'remove':
    case 'trust-sensor':
      return staffEntry(facts, run, input, now);
    case 'clear':
      return home(facts, run, input.lane, input.by, { ticket: input.ticket }, now);
    case 'board':
      return boardTold(facts, run, input.event, now);
    case 'link':
      return input.state === 'up' ? linkUp(facts, run, now) : linkDown(run, input.reason, now);
    case 'receipt':
      return receipted(facts, run, input.receipt, input.mine, now);
    case 'config':
      return configured(facts, run, input);
    case 'command':
      return commanded(facts, run, input.command, now);
    case 'strange-command':
      return strangeCommand(run, input.id);
    case 'sent':
      return sent(run, input.through);
    case 'unwritten':
      return unwritten(facts, run, input);
    case 'disk-ok':
      // A batch that could not be read never went out.
      return nothing({ ...run, disk: null, outbox: { ...run.outbox, asked: false } });
    case 'wake':
      return due(facts, run, now);
  }
}

/** A desired configuration newer than the one in force comes into force by being written down. */
function configured(facts: Facts, run: Run, { config }: Extract<Input, { type: 'config' }>): Decision {
  if (config.version <= facts.books.configVersion) return nothing(run);
  return { record: [{ kind: 'configured', ...config }], run, act: [] };
}

/** The first thing that is due now, by time or because the facts call for it. */
function due(facts: Facts, run: Run, now: Now): Decision {
  if (!run.started) return nothing(run);
  return (
    vendOverdue(facts, run, now) ??
    homingOverdue(run, now) ??
    bookingDue(facts, run, now) ??
    linkDue(run, now) ??
    heartbeatDue(facts, run, now) ??
    sendNext(facts, run, now) ??
    reportDue(facts, run, now) ??
    nothing(run)
  );
}

/** What is written down by itself, as soon as the disk takes it. */
function bookingDue(facts: Facts, run: Run, now: Now): Decision | null {
  if (run.disk !== null) return null;
  return (
    doorDue(facts, run, now) ??
    boardOverdue(facts, run, now) ??
    settleNext(facts, run) ??
    locksDue(facts, run, now) ??
    keepTimeDue(run, now)
  );
}

function locksDue(facts: Facts, run: Run, now: Now): Decision | null {
  if (now.up < run.locks.againUp && run.locks.last === facts.last) return null;
  const record = lockChanges(facts.books, dayNow(run.clock, now));
  return { record, run: { ...run, locks: { againUp: now.up + limits.locksEveryMs, last: facts.last } }, act: [] };
}

/** When something will be due at the latest, as monotonic ms; infinite for never. What can't be written now is due by no time. */
export function wakeUp(facts: Facts, run: Run): number {
  if (!run.started) return Number.POSITIVE_INFINITY;
  const { vend, homing, board, link, outbox, disk } = run;
  let firstUp = Number.POSITIVE_INFINITY;
  const dueAt = (up: number): void => {
    if (up < firstUp) firstUp = up;
  };
  if (disk === null) {
    dueAt(run.locks.againUp);
    if (board.state === 'lost' && facts.books.boardState !== 'lost') dueAt(boardOverdueUp(run, board.sinceUp));
    if (run.door !== null && run.door !== facts.books.door) dueAt(doorDueUp(run));
  }
  if (vend && (disk === null || vend.phase === 'looking' || vend.tickets.length > 0)) dueAt(vendDeadlineUp(vend));
  if (homing && (disk === null || (homing.for && 'ticket' in homing.for))) dueAt(homing.sinceUp + limits.homeWithinMs);
  if (link.state === 'connecting') dueAt(link.sinceUp + limits.connectWithinMs);
  if (link.state === 'down') dueAt(link.retryUp);
  if (link.state === 'up') {
    dueAt(Math.min(link.heartbeatUp, reportDueUp(facts, run) ?? link.heartbeatUp));
    if (outbox.inFlight.length > 0) dueAt(outbox.progressUp + limits.resendAfterMs);
  }
  return firstUp;
}
