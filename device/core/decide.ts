import { type Act, refuse } from './act.ts';
import { boardOverdue, boardOverdueMonoMs, boardReported, settleNext } from './board.ts';
import { booted } from './boot.ts';
import { dayNow, lineWritten } from './clock.ts';
import { commanded, unknownCommand } from './command.ts';
import { acting, type Decided, type Decision, nothing } from './decision.ts';
import { asked, callerLeft } from './dispense.ts';
import { doorDue, doorDueMonoMs } from './door.ts';
import type { Facts } from './facts.ts';
import { home, homingOverdue } from './homing.ts';
import { type Input, isEntry, type Now } from './input.ts';
import { lockChanges } from './lanes.ts';
import { limits } from './limits.ts';
import { heartbeatDue, linkDown, linkDue, linkUp } from './link.ts';
import { keepTimeDue, receipted, sendNext, sent } from './outbox.ts';
import { reportDue, reportDueMonoMs } from './report.ts';
import type { RuntimeState } from './runtime-state.ts';
import { screenActed } from './screen/acted.ts';
import { answeredOnScreen } from './screen/answered.ts';
import { forgettingDue } from './screen/forget.ts';
import type { Person, UseChange } from './screen/person.ts';
import { cardLookedUp, codeLookedUp, readerReported } from './screen/read.ts';
import { screenDue, screenDueMonoMs } from './screen/session.ts';
import { hostSeen, peopleKnown, signedIn, staffScanned } from './screen/staff/acted.ts';
import { answeredStaff } from './screen/staff/task.ts';
import { changesOfUses } from './screen/uses.ts';
import { notStartedRefusal } from './service.ts';
import { staffEntry } from './staff.ts';
import { testDueMonoMs, testTurnDue } from './test-turn.ts';
import { dispenseDeadlineMonoMs, dispenseOverdue } from './turn-end.ts';
import { writeFailed } from './write-failure.ts';

/**
 * What follows from one input, given what is recorded (`facts`) and what lives only as long as the
 * process (`runtime`). Pure: the same arguments give the same decision. What follows from time and
 * facts alone is decided for the input `wake`. The loop hands it in after every input until nothing
 * follows any more, and when `wakeUp` is reached.
 */
export function decide(facts: Facts, runtime: RuntimeState, input: Input, now: Now): Decided {
  const decision = forgetting(runtime, input, answered(facts, runtime, input, now));
  if (decision.record.length === 0) return { ...decision, uses: noUses };
  const uses = changesOfUses(facts, decision.runtime, decision.record, input, now);
  return { ...decision, uses, runtime: { ...decision.runtime, clock: lineWritten(decision.runtime.clock, now) } };
}

/** A decision whose replies to the screen itself are shown there. */
const answered = (facts: Facts, runtime: RuntimeState, input: Input, now: Now): Decision =>
  answeredStaff(facts, answeredOnScreen(facts, decided(facts, runtime, input, now), now), now);

const noUses: readonly UseChange[] = [];

/** A person who is no longer part of a session, or never became part of one, is forgotten. */
function forgetting(before: RuntimeState, input: Input, decision: Decision): Decision {
  const held = personOf(before);
  const arrived = input.kind === 'identified' ? input.person : null;
  if (held === null && arrived === null) return decision;
  const kept = personOf(decision.runtime);
  const gone = [held, arrived].flatMap((person): Act[] =>
    person === null || person === kept ? [] : [{ kind: 'forget', person }],
  );
  return gone.length === 0 ? decision : { ...decision, act: [...decision.act, ...gone] };
}

const personOf = ({ screen }: RuntimeState): Person | null =>
  screen.identified?.by === 'card' ? screen.identified.person : null;

function decided(facts: Facts, runtime: RuntimeState, input: Input, now: Now): Decision {
  if (!runtime.started && isEntry(input)) {
    return acting(runtime, refuse(input.ticket, notStartedRefusal(runtime)));
  }
  switch (input.kind) {
    case 'booted':
      return booted(facts, runtime, input, now);
    case 'dispense':
      return asked(facts, runtime, input, now);
    case 'left':
      return callerLeft(runtime, input.ticket);
    case 'screen':
      return screenActed(facts, runtime, input, now);
    case 'reader':
      return readerReported(facts, runtime, input, now);
    case 'identified':
      return cardLookedUp(facts, runtime, input, now);
    case 'code':
      return codeLookedUp(facts, runtime, input, now);
    case 'signed-in':
      return signedIn(runtime, input, now);
    case 'staff-scan':
      return staffScanned(facts, runtime, input, now);
    case 'people':
      return peopleKnown(runtime, input.people);
    case 'host':
      return hostSeen(runtime, input);
    case 'restock':
    case 'count':
    case 'remove':
    case 'round':
    case 'trust-sensor':
      return staffEntry(facts, runtime, input, now);
    case 'clear':
      return home(
        facts,
        runtime,
        { lane: input.lane, by: input.by, person: input.person, for: { ticket: input.ticket } },
        now,
      );
    case 'board':
      return boardReported(facts, runtime, input.event, now);
    case 'link':
      return input.state === 'up' ? linkUp(facts, runtime, now) : linkDown(runtime, input.reason, now);
    case 'receipt':
      return receipted(facts, runtime, input.receipt, input.mine, now);
    case 'config':
      return configured(facts, runtime, input);
    case 'command':
      return commanded(facts, runtime, input.command, now);
    case 'unknown-command':
      return unknownCommand(runtime, input.id);
    case 'sent':
      return sent(runtime, input.through);
    case 'write-failed':
      return writeFailed(facts, runtime, input);
    case 'disk-ok':
      // A batch that could not be read never went out.
      return nothing({ ...runtime, disk: null, outbox: { ...runtime.outbox, batchRequested: false } });
    case 'wake':
      return due(facts, runtime, now);
  }
}

/** A desired configuration newer than the one in force comes into force by being recorded. */
function configured(facts: Facts, runtime: RuntimeState, { config }: Extract<Input, { kind: 'config' }>): Decision {
  if (config.version <= facts.books.configVersion) return nothing(runtime);
  // The ledger goes to the fleet and into its lists, so it has nothing of the staff's PINs.
  const { staff: _, ...shown } = config;
  return { record: [{ kind: 'configured', ...shown }], runtime, act: [] };
}

/** The first thing that is due now, by time or because the facts call for it. */
function due(facts: Facts, runtime: RuntimeState, now: Now): Decision {
  if (!runtime.started) return nothing(runtime);
  return (
    dispenseOverdue(facts, runtime, now) ??
    screenDue(facts, runtime, now) ??
    forgettingDue(facts, runtime, now) ??
    homingOverdue(runtime, now) ??
    testTurnDue(facts, runtime, now) ??
    bookingDue(facts, runtime, now) ??
    linkDue(runtime, now) ??
    heartbeatDue(facts, runtime, now) ??
    sendNext(facts, runtime, now) ??
    reportDue(facts, runtime, now) ??
    nothing(runtime)
  );
}

/** What is recorded without an input, as soon as the disk accepts it. */
function bookingDue(facts: Facts, runtime: RuntimeState, now: Now): Decision | null {
  if (runtime.disk !== null) return null;
  return (
    doorDue(facts, runtime, now) ??
    boardOverdue(facts, runtime, now) ??
    settleNext(facts, runtime) ??
    locksDue(facts, runtime, now) ??
    keepTimeDue(runtime, now)
  );
}

function locksDue(facts: Facts, runtime: RuntimeState, now: Now): Decision | null {
  if (now.monoMs < runtime.locks.againMonoMs && runtime.locks.last === facts.last) return null;
  const record = lockChanges(facts.books, dayNow(runtime.clock, now));
  return {
    record,
    runtime: { ...runtime, locks: { againMonoMs: now.monoMs + limits.locksEveryMs, last: facts.last } },
    act: [],
  };
}

/**
 * When something will be due at the latest, as monotonic ms; infinite for never. Nothing is due
 * while it can't be recorded.
 */
export function wakeUp(facts: Facts, runtime: RuntimeState): number {
  if (!runtime.started) return Number.POSITIVE_INFINITY;
  const { dispensing, homing, testTurn, board, link, outbox, disk } = runtime;
  let firstMonoMs = Number.POSITIVE_INFINITY;
  const dueAt = (monoMs: number): void => {
    if (monoMs < firstMonoMs) firstMonoMs = monoMs;
  };
  dueAt(screenDueMonoMs(runtime.screen));
  if (runtime.screen.front.identifies) dueAt(runtime.forgetMonoMs);
  if (disk === null) {
    dueAt(runtime.locks.againMonoMs);
    if (board.state === 'lost' && facts.books.boardState !== 'lost')
      dueAt(boardOverdueMonoMs(runtime, board.sinceMonoMs));
    if (runtime.door !== null && runtime.door !== facts.books.door) dueAt(doorDueMonoMs(runtime));
  }
  if (dispensing && (disk === null || dispensing.phase === 'looking' || dispensing.tickets.length > 0))
    dueAt(dispenseDeadlineMonoMs(dispensing));
  if (homing && (disk === null || (homing.for && 'ticket' in homing.for)))
    dueAt(homing.sinceMonoMs + limits.homeWithinMs);
  if (testTurn && (disk === null || testTurn.txn === null)) dueAt(testDueMonoMs(testTurn));
  if (link.state === 'connecting') dueAt(link.sinceMonoMs + limits.connectWithinMs);
  if (link.state === 'down') dueAt(link.retryMonoMs);
  if (link.state === 'up') {
    dueAt(Math.min(link.heartbeatMonoMs, reportDueMonoMs(facts, runtime) ?? link.heartbeatMonoMs));
    if (outbox.inFlight.length > 0) dueAt(outbox.progressMonoMs + limits.resendAfterMs);
  }
  return firstMonoMs;
}
